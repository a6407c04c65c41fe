import { Checkbox, Input, Radio, RadioGroup, Textarea } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import type { Control } from 'react-hook-form';
import { Controller, useWatch } from 'react-hook-form';

import { FormField } from '../../components/FormField';
import { SecretField } from '../../components/SecretField';
import type { NetworkValues } from './network-form';
import styles from './settings.module.css';

type Props = { readonly control: Control<NetworkValues>; readonly passwordStored: boolean; readonly keychainName: string; readonly disabled: boolean };

const kinds: readonly (readonly [NetworkValues['kind'], string])[] = [
  ['system', 'As the system (also with a PAC file)'],
  ['manual', 'This proxy'],
  ['none', 'No proxy'],
];

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
          <FormField label="Proxy" error={null}>
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
              <FormField label="Address of the proxy" required error={fieldState.error?.message ?? null}>
                <Input {...field} disabled={disabled} placeholder="http://proxy.example.com:8080" autoComplete="off" spellCheck={false} />
              </FormField>
            )}
          />
          <Controller
            name="noProxy"
            control={control}
            render={({ field, fieldState }) => (
              <FormField label="Without the proxy" hint="Names, addresses or networks, one per line. This computer itself never goes through it." error={fieldState.error?.message ?? null}>
                <Textarea {...field} disabled={disabled} resize="vertical" placeholder={'.example.com\n198.51.100.0/24'} spellCheck={false} />
              </FormField>
            )}
          />
          <Controller
            name="signsIn"
            control={control}
            render={({ field }) => <Checkbox disabled={disabled} checked={field.value} onChange={(_event, data) => { field.onChange(data.checked === true); }} label="The proxy asks for a user name and password" />}
          />
          {signsIn ? (
            <>
              <Controller
                name="username"
                control={control}
                render={({ field, fieldState }) => (
                  <FormField label="User name" required error={fieldState.error?.message ?? null}>
                    <Input {...field} disabled={disabled} autoComplete="off" spellCheck={false} />
                  </FormField>
                )}
              />
              <Controller
                name="password"
                control={control}
                render={({ field, fieldState }) => (
                  <SecretField
                    label="Password"
                    value={field.value}
                    onChange={field.onChange}
                    onBlur={field.onBlur}
                    error={fieldState.error?.message ?? null}
                    stored={passwordStored}
                    storedText={`Stored in ${keychainName}`}
                    placeholder=""
                    hint={`Kept in ${keychainName}, and sent to this proxy only.`}
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
