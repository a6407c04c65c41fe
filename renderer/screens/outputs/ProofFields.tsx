import type { ReactElement } from 'react';
import type { Control } from 'react-hook-form';
import { Controller, useWatch } from 'react-hook-form';

import type { OutputType, OutputView } from '../../../shared/model/output';
import { canaryIntervals } from '../../../shared/model/proof';
import { t } from '../../../shared/text/text';
import { Disclosure } from '../../components/Disclosure';
import { SecretField } from '../../components/SecretField';
import { ChoiceField, FlagField, TextField } from './CommonFields';
import { keepsToken } from './output-draft';
import { examples } from './output-names';
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
      <h2 className={styles.sectionTitle}>{t('outputs.proof.title')}</h2>
      <FlagField
        control={control}
        name="proofOn"
        label={t('outputs.proof.on')}
        hint={type === 'http' ? t('outputs.proof.onHint') : t('outputs.proof.onHintElsewhere')}
      />
      {values.proofOn ? (
        <>
          <TextField control={control} name="consoleUrl" kind="url" label={t('outputs.proof.console')} required placeholder={examples.console} />
          <div className={styles.pair}>
            <TextField control={control} name="clusterId" label={t('outputs.proof.cluster')} required />
            <TextField control={control} name="scopeId" label={t('outputs.proof.scope')} required />
          </div>
          <Controller
            name="proofToken"
            control={control}
            render={({ field, fieldState }) => (
              <SecretField
                label={t('outputs.proof.token')}
                value={stored ? field.value : (field.value ?? '')}
                onChange={field.onChange}
                onBlur={field.onBlur}
                inputRef={field.ref}
                error={fieldState.error?.message ?? null}
                stored={stored}
                storedText={t('outputs.auth.stored', { keychain: keychainName })}
                placeholder=""
                hint={moved ? t('outputs.proof.tokenMoved') : t('outputs.proof.tokenHint', { keychain: keychainName })}
              />
            )}
          />
          <ChoiceField
            control={control}
            name="canary"
            label={t('outputs.proof.canary')}
            look="list"
            options={[
              { value: 'off', title: t('outputs.proof.canaryOff'), hint: t('outputs.proof.canaryOffHint') },
              ...canaryIntervals.map((hours) => ({ value: String(hours), title: t('outputs.proof.canaryEvery', { hours }), hint: t('outputs.proof.canaryHint') })),
            ]}
          />
          <Disclosure title={t('outputs.proof.certificates')} hint={t('outputs.proof.certificatesHint')}>
            <div className={styles.advanced}><TlsFileFields control={control} of="console" /></div>
          </Disclosure>
        </>
      ) : null}
    </div>
  );
}
