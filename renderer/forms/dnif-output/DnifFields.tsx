import { Input, Select } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import type { Control } from 'react-hook-form';
import { Controller } from 'react-hook-form';

import { t } from '../../../shared/text/text';
import { FormField } from '../../components/FormField';
import { SecretField } from '../../components/SecretField';
import { authWords } from '../../format/words';
import type { DnifValues } from './dnif-values';
import { authKinds } from './dnif-values';

type Props = { readonly control: Control<DnifValues>; readonly authKind: DnifValues['authKind']; readonly keychainName: string };
type TextProps = Pick<Props, 'control'> & { readonly name: 'name' | 'url' | 'username' | 'header'; readonly label: string; readonly hint?: string; readonly placeholder?: string };

/** Where DNIF listens, and how the output proves who it is. */
export function DnifFields({ control, authKind, keychainName }: Props): ReactElement {
  return (
    <>
      <Text control={control} name="name" label={t('forms.dnif.name')} />
      <Text control={control} name="url" label={t('forms.dnif.url')} hint={t('forms.dnif.urlHint')} placeholder={t('forms.dnif.urlPlaceholder')} />
      <Controller
        name="authKind"
        control={control}
        render={({ field }) => (
          <FormField label={t('forms.dnif.auth')} error={null}>
            <Select {...field}>{authKinds.map((kind) => <option key={kind} value={kind}>{authWords[kind].title}</option>)}</Select>
          </FormField>
        )}
      />
      {authKind === 'basic' ? <Text control={control} name="username" label={t('forms.dnif.username')} /> : null}
      {authKind === 'shared-secret' || authKind === 'hmac-sha256' ? <Text control={control} name="header" label={t('forms.dnif.header')} /> : null}
      {authKind === 'none' ? null : (
        <Controller
          name="secret"
          control={control}
          render={({ field, fieldState }) => (
            <SecretField
              label={authWords[authKind].secret}
              value={field.value}
              onChange={(value) => { field.onChange(value ?? ''); }}
              onBlur={field.onBlur}
              inputRef={field.ref}
              error={fieldState.error?.message ?? null}
              stored={false}
              storedText=""
              placeholder=""
              hint={t('forms.dnif.secretHint', { keychain: keychainName })}
            />
          )}
        />
      )}
    </>
  );
}

function Text({ control, name, label, hint, placeholder = '' }: TextProps): ReactElement {
  return (
    <Controller
      name={name}
      control={control}
      render={({ field, fieldState }) => (
        <FormField label={label} required {...(hint === undefined ? {} : { hint })} error={fieldState.error?.message ?? null}>
          <Input {...field} type={name === 'url' ? 'url' : 'text'} placeholder={placeholder} autoComplete="off" spellCheck={false} />
        </FormField>
      )}
    />
  );
}
