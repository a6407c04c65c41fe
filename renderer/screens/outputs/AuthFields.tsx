import type { ReactElement } from 'react';
import type { Control } from 'react-hook-form';
import { Controller, useWatch } from 'react-hook-form';

import type { OutputType, OutputView } from '../../../shared/model/output';
import { t } from '../../../shared/text/text';
import { SecretField } from '../../components/SecretField';
import { authWords } from '../../format/words';
import { ChoiceField, TextField } from './CommonFields';
import { keepsSecret, needsSecret, secretWord } from './output-draft';
import { standards } from './output-names';
import type { AuthKind, OutputValues } from './output-values';

const kinds: { readonly [T in OutputType]: readonly AuthKind[] } = {
  file: [],
  tcp: [],
  syslog: [],
  'splunk-hec': [],
  http: ['bearer', 'basic', 'shared-secret', 'hmac-sha256', 'none'],
  'http-ndjson': ['bearer', 'basic', 'shared-secret', 'hmac-sha256', 'none'],
  elasticsearch: ['api-key', 'basic', 'bearer', 'none'],
  kafka: ['scram-sha-512', 'scram-sha-256', 'plain', 'none'],
};

type Props = { readonly control: Control<OutputValues>; readonly type: OutputType; readonly output: OutputView | null; readonly keychainName: string };

/** How the output proves who it is. The secret belongs to one receiver: for another one it is asked for again. */
export function AuthFields({ control, type, output, keychainName }: Props): ReactElement {
  const values = useWatch({ control }) as OutputValues;
  const kind = values.authKind;
  const options = kinds[type].map((each) => ({ value: each, title: authWords[each].title }));
  const named = kind === 'basic' || kind === 'plain' || kind === 'scram-sha-256' || kind === 'scram-sha-512';
  const stored = keepsSecret(type, output, values);
  const moved = output !== null && output.secretStored && !stored;
  return (
    <>
      {options.length === 0 ? null : <ChoiceField control={control} name="authKind" label={t('outputs.auth.kind')} look="list" options={options} />}
      {options.length > 0 && named ? <TextField control={control} name="username" label={t('outputs.auth.userName')} required /> : null}
      {kind === 'shared-secret' || kind === 'hmac-sha256' ? (
        <TextField control={control} name="header" label={t('outputs.auth.header')} required hint={kind === 'hmac-sha256' ? t('outputs.auth.headerSignature') : t('outputs.auth.headerSecret')} />
      ) : null}
      {kind === 'hmac-sha256' ? (
        <ChoiceField control={control} name="encoding" label={t('outputs.auth.encoding')} options={[{ value: 'hex', title: t('outputs.auth.hex') }, { value: 'base64', title: standards.base64 }]} />
      ) : null}
      {needsSecret(type, values) ? (
        <Controller
          name="secret"
          control={control}
          render={({ field, fieldState }) => (
            <SecretField
              label={secretWord(type, values)}
              value={stored ? field.value : (field.value ?? '')}
              onChange={field.onChange}
              onBlur={field.onBlur}
              inputRef={field.ref}
              error={fieldState.error?.message ?? null}
              stored={stored}
              storedText={t('outputs.auth.stored', { keychain: keychainName })}
              placeholder=""
              hint={moved ? t('outputs.auth.moved') : t('outputs.auth.kept', { keychain: keychainName })}
            />
          )}
        />
      ) : null}
    </>
  );
}
