import { Input } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import type { Control } from 'react-hook-form';
import { Controller } from 'react-hook-form';

import { describeFailure } from '../../../shared/failures/catalogue';
import type { ConnectorView } from '../../../shared/model/connector';
import type { OutputView } from '../../../shared/model/output';
import { t } from '../../../shared/text/text';
import { FormField } from '../../components/FormField';
import { SecretField } from '../../components/SecretField';
import { useZone } from '../../components/zone';
import { formatDateTime } from '../../format/time';
import type { ConnectorValues } from './connector-form';
import styles from './connectors.module.css';
import { LogTypesField } from './LogTypesField';
import { MimecastLinks } from './MimecastLinks';
import { OutputsField } from './OutputsField';

type Part = { readonly control: Control<ConnectorValues> };

type Props = {
  readonly control: Control<ConnectorValues>;
  readonly connector: ConnectorView | null;
  readonly outputs: readonly OutputView[];
  readonly keychainName: string;
};

/** The four fields of the original connector, in its order and with its labels. */
export function MainFields({ control, connector, outputs, keychainName }: Props): ReactElement {
  return (
    <div className={styles.fields}>
      <NameField control={control} />
      <LogTypesPart control={control} />
      <CredentialFields control={control} connector={connector} keychainName={keychainName} />
      <div className={styles.links}><MimecastLinks /></div>
      {outputs.length > 0 ? null : <OutputsPart control={control} outputs={outputs} keychainName={keychainName} />}
    </div>
  );
}

export function NameField({ control }: Part): ReactElement {
  return (
    <Controller
      name="name"
      control={control}
      render={({ field, fieldState }) => (
        <FormField label={t('connectors.field.name')} required error={fieldState.error?.message ?? null}>
          <Input {...field} placeholder={t('connectors.field.namePlaceholder')} maxLength={200} autoComplete="off" />
        </FormField>
      )}
    />
  );
}

export function LogTypesPart({ control }: Part): ReactElement {
  return (
    <Controller
      name="logTypes"
      control={control}
      render={({ field, fieldState }) => (
        <LogTypesField value={field.value} onChange={field.onChange} onBlur={field.onBlur} firstRef={field.ref} error={fieldState.error?.message ?? null} />
      )}
    />
  );
}

export function OutputsPart({ control, outputs, keychainName }: Part & Pick<Props, 'outputs' | 'keychainName'>): ReactElement {
  return (
    <Controller
      name="outputs"
      control={control}
      render={({ field, fieldState }) => (
        <OutputsField keychainName={keychainName} outputs={outputs} value={field.value} onChange={field.onChange} onBlur={field.onBlur} firstRef={field.ref} error={fieldState.error?.message ?? null} />
      )}
    />
  );
}

export function CredentialFields({ control, connector, keychainName }: Part & Pick<Props, 'connector' | 'keychainName'>): ReactElement {
  const zone = useZone();
  const secret = connector?.secret ?? { kind: 'missing' as const };
  const savedAt = secret.kind === 'stored' && secret.savedAt !== null ? Date.parse(secret.savedAt) : Number.NaN;
  const storedText = Number.isNaN(savedAt) ? t('connectors.field.secretStored', { keychain: keychainName }) : t('connectors.field.secretStoredSince', { keychain: keychainName, time: formatDateTime(savedAt, zone) });
  return (
    <>
      <Controller
        name="clientId"
        control={control}
        render={({ field, fieldState }) => (
          <FormField label={t('connectors.field.clientId')} required error={fieldState.error?.message ?? null}>
            <Input {...field} placeholder={t('connectors.field.clientIdPlaceholder')} autoComplete="off" spellCheck={false} />
          </FormField>
        )}
      />
      <Controller
        name="clientSecret"
        control={control}
        render={({ field, fieldState }) => (
          <SecretField
            label={t('connectors.field.clientSecret')}
            value={field.value}
            onChange={field.onChange}
            onBlur={field.onBlur}
            inputRef={field.ref}
            error={fieldState.error?.message ?? null}
            stored={secret.kind === 'stored'}
            storedText={storedText}
            placeholder={t('connectors.field.clientSecretPlaceholder')}
            hint={secret.kind === 'unreadable' ? describeFailure('PC-KEYCHAIN').sentence : t('connectors.field.secretKept', { keychain: keychainName })}
          />
        )}
      />
    </>
  );
}
