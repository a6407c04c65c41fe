import { Checkbox, Input, Radio, RadioGroup, Select } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import type { Control } from 'react-hook-form';
import { Controller, useWatch } from 'react-hook-form';

import type { HttpAuth, OutputView } from '../../../shared/model/output';
import { FormField } from '../../components/FormField';
import { SecretField } from '../../components/SecretField';
import { authWords } from '../../format/words';
import { FormatField, ModelField, NameField, NumberField } from './CommonFields';
import type { OutputValues } from './output-form';
import { storedKind } from './output-form';
import styles from './outputs.module.css';

type Props = { readonly control: Control<OutputValues>; readonly output: OutputView | null; readonly keychainName: string };

const kinds: readonly HttpAuth['kind'][] = ['bearer', 'basic', 'shared-secret', 'hmac-sha256', 'none'];

export function HttpFields({ control, output, keychainName }: Props): ReactElement {
  const kind = useWatch({ control, name: 'authKind' });
  return (
    <div className={styles.fields}>
      <NameField control={control} placeholder="DNIF production" />
      <Controller
        name="url"
        control={control}
        render={({ field, fieldState }) => (
          <FormField label="Address" required hint="As DNIF shows it for its HTTPS connector." error={fieldState.error?.message ?? null}>
            <Input {...field} type="url" placeholder="https://tenant.dnif.cloud/…" autoComplete="off" spellCheck={false} />
          </FormField>
        )}
      />
      <Controller
        name="authKind"
        control={control}
        render={({ field }) => (
          <FormField label="Authentication" error={null} className={styles.narrow}>
            <Select {...field}>
              {kinds.map((each) => <option key={each} value={each}>{authWords[each].title}</option>)}
            </Select>
          </FormField>
        )}
      />
      {kind === 'basic' ? (
        <Controller
          name="username"
          control={control}
          render={({ field, fieldState }) => (
            <FormField label="User name" required error={fieldState.error?.message ?? null}>
              <Input {...field} autoComplete="off" spellCheck={false} />
            </FormField>
          )}
        />
      ) : null}
      {kind === 'shared-secret' || kind === 'hmac-sha256' ? (
        <Controller
          name="header"
          control={control}
          render={({ field, fieldState }) => (
            <FormField
              label="Header"
              required
              hint={kind === 'hmac-sha256' ? 'Carries the signature of the body.' : 'Carries the shared secret.'}
              error={fieldState.error?.message ?? null}
            >
              <Input {...field} autoComplete="off" spellCheck={false} />
            </FormField>
          )}
        />
      ) : null}
      {kind === 'hmac-sha256' ? (
        <Controller
          name="encoding"
          control={control}
          render={({ field }) => (
            <FormField label="Encoding of the signature" error={null}>
              <RadioGroup layout="horizontal" name={field.name} value={field.value} onBlur={field.onBlur} onChange={(_event, data) => { field.onChange(data.value); }}>
                <Radio value="hex" label="Hexadecimal" />
                <Radio value="base64" label="Base64" />
              </RadioGroup>
            </FormField>
          )}
        />
      ) : null}
      {kind === 'none' ? null : (
        <Controller
          name="secret"
          control={control}
          render={({ field, fieldState }) => (
            <SecretField
              label={authWords[kind].secret}
              value={storedKind(output) === kind ? field.value : (field.value ?? '')}
              onChange={field.onChange}
              onBlur={field.onBlur}
              inputRef={field.ref}
              error={fieldState.error?.message ?? null}
              stored={storedKind(output) === kind}
              storedText={`Stored in ${keychainName}`}
              placeholder=""
              hint={`Kept in ${keychainName}, never in a file of this program.`}
            />
          )}
        />
      )}
      <FormatField control={control} />
      <ModelField control={control} />
    </div>
  );
}

export function HttpAdvanced({ control }: { readonly control: Control<OutputValues> }): ReactElement {
  return (
    <div className={styles.advanced}>
      <div className={styles.pair}>
        <NumberField control={control} name="maxEvents" label="Events per request" unit="events" hint="At the most." />
        <NumberField control={control} name="maxKiB" label="Size of a request" unit="KiB" hint="At the most, before compression." />
      </div>
      <Controller
        name="gzip"
        control={control}
        render={({ field }) => (
          <Checkbox
            ref={field.ref}
            name={field.name}
            label="Compress requests (gzip)"
            checked={field.value}
            onBlur={field.onBlur}
            onChange={(_event, data) => { field.onChange(data.checked === true); }}
          />
        )}
      />
    </div>
  );
}
