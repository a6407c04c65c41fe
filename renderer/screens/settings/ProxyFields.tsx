import { Checkbox, Input, Radio, RadioGroup, Textarea } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import type { Control } from 'react-hook-form';
import { Controller, useWatch } from 'react-hook-form';

import { t } from '../../../shared/text/text';
import { FormField } from '../../components/FormField';
import { SecretField } from '../../components/SecretField';
import type { NetworkValues } from './network-form';
import styles from './settings.module.css';

type Props = { readonly control: Control<NetworkValues>; readonly passwordStored: boolean; readonly keychainName: string; readonly disabled: boolean };

const kinds: readonly (readonly [NetworkValues['kind'], string])[] = [
  ['system', t('settings.proxySystem')],
  ['manual', t('settings.proxyManual')],
  ['none', t('settings.proxyNone')],
];

/** What stands in an empty field as an example: data, the same in every language. */
const examples = { proxy: 'http://proxy.example.com:8080', exceptions: '.example.com\n198.51.100.0/24' };

/** Which proxy, and who signs in there. */
export function ProxyFields({ control, passwordStored, keychainName, disabled }: Props): ReactElement {
  const kind = useWatch({ control, name: 'kind' });
  const signsIn = useWatch({ control, name: 'signsIn' });
  return (
    <>
      <Controller
        name="kind"
        control={control}
        render={({ field }) => (
          <FormField label={t('settings.proxy')} error={null}>
            <RadioGroup value={field.value} disabled={disabled} onChange={(_event, data) => { field.onChange(data.value); }}>
              {kinds.map(([value, text]) => <Radio key={value} value={value} label={text} />)}
            </RadioGroup>
          </FormField>
        )}
      />
      {kind === 'manual' ? (
        <div className={styles.nested}>
          <Controller
            name="url"
            control={control}
            render={({ field, fieldState }) => (
              <FormField label={t('settings.proxyAddress')} required error={fieldState.error?.message ?? null}>
                <Input {...field} disabled={disabled} placeholder={examples.proxy} autoComplete="off" spellCheck={false} />
              </FormField>
            )}
          />
          <Controller
            name="noProxy"
            control={control}
            render={({ field, fieldState }) => (
              <FormField label={t('settings.proxyExceptions')} hint={t('settings.proxyExceptionsHint')} error={fieldState.error?.message ?? null}>
                <Textarea {...field} disabled={disabled} resize="vertical" placeholder={examples.exceptions} spellCheck={false} />
              </FormField>
            )}
          />
          <Controller
            name="signsIn"
            control={control}
            render={({ field }) => <Checkbox disabled={disabled} checked={field.value} onChange={(_event, data) => { field.onChange(data.checked === true); }} label={t('settings.proxySignsIn')} />}
          />
          {signsIn ? (
            <>
              <Controller
                name="username"
                control={control}
                render={({ field, fieldState }) => (
                  <FormField label={t('settings.userName')} required error={fieldState.error?.message ?? null}>
                    <Input {...field} disabled={disabled} autoComplete="off" spellCheck={false} />
                  </FormField>
                )}
              />
              <Controller
                name="password"
                control={control}
                render={({ field, fieldState }) => (
                  <SecretField
                    label={t('settings.password')}
                    value={field.value}
                    onChange={field.onChange}
                    onBlur={field.onBlur}
                    error={fieldState.error?.message ?? null}
                    stored={passwordStored}
                    storedText={t('settings.passwordStored', { keychain: keychainName })}
                    placeholder=""
                    hint={t('settings.passwordHint', { keychain: keychainName })}
                    inputRef={field.ref}
                  />
                )}
              />
            </>
          ) : null}
        </div>
      ) : null}
    </>
  );
}
