import type { ReactElement } from 'react';
import type { Control } from 'react-hook-form';
import { Controller, useWatch } from 'react-hook-form';

import type { OutputType, OutputView } from '../../../shared/model/output';
import { Disclosure } from '../../components/Disclosure';
import { SecretField } from '../../components/SecretField';
import { ChoiceField, FlagField, TextField } from './CommonFields';
import { keepsToken } from './output-draft';
import type { OutputValues } from './output-values';
import styles from './outputs.module.css';
import { TlsFileFields } from './TlsFileFields';

type Props = { readonly control: Control<OutputValues>; readonly type: OutputType; readonly output: OutputView | null; readonly keychainName: string };

/** Whether DNIF is asked if events arrive, and how it is reached. */
export function ProofFields({ control, type, output, keychainName }: Props): ReactElement {
  const values = useWatch({ control }) as OutputValues;
  const stored = keepsToken(type, output, values);
  const moved = output?.proofTokenStored === true && !stored;
  return (
    <div className={styles.fields}>
      <h2 className={styles.sectionTitle}>Proof of arrival</h2>
      <FlagField
        control={control}
        name="proofOn"
        label="Ask DNIF whether events arrive"
        hint={type === 'http' ? 'Needs a token of the DNIF Search API.' : 'Only where DNIF is the receiver. Needs a token of the DNIF Search API.'}
      />
      {values.proofOn ? (
        <>
          <TextField control={control} name="consoleUrl" kind="url" label="Address of the DNIF console" required placeholder="https://dnif.example.com" />
          <div className={styles.pair}>
            <TextField control={control} name="clusterId" label="Cluster ID" required />
            <TextField control={control} name="scopeId" label="Scope" required />
          </div>
          <Controller
            name="proofToken"
            control={control}
            render={({ field, fieldState }) => (
              <SecretField
                label="Search API token"
                value={stored ? field.value : (field.value ?? '')}
                onChange={field.onChange}
                onBlur={field.onBlur}
                inputRef={field.ref}
                error={fieldState.error?.message ?? null}
                stored={stored}
                storedText={`Stored in ${keychainName}`}
                placeholder=""
                hint={moved ? 'The console changed: enter the token again.' : `From Manage Tokens in DNIF. Kept in ${keychainName}, never in a file of this program.`}
              />
            )}
          />
          <ChoiceField
            control={control}
            name="canary"
            label="Canary"
            look="list"
            options={[
              { value: 'off', title: 'Off', hint: 'Arrival is looked at only when you press Prove arrival.' },
              { value: '1', title: 'Every hour', hint: canaryHint },
              { value: '6', title: 'Every 6 hours', hint: canaryHint },
              { value: '24', title: 'Every 24 hours', hint: canaryHint },
            ]}
          />
          <Disclosure title="Certificates of the console" hint="For consoles with a certificate of their own">
            <div className={styles.advanced}><TlsFileFields control={control} of="console" /></div>
          </Disclosure>
        </>
      ) : null}
    </div>
  );
}

const canaryHint = 'A marked event of this program is sent and searched for. It is not counted as collected.';
