import { Button, Input } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { useState } from 'react';
import { Controller } from 'react-hook-form';

import { t } from '../../../shared/text/text';
import { call } from '../../bridge/client';
import { FormField } from '../../components/FormField';
import type { FieldsProps, TextName } from './CommonFields';

type Props = FieldsProps & { readonly name: TextName; readonly label: string; readonly hint?: string; readonly placeholder?: string };

/** The path of a PEM file: typed, or chosen in the dialog of the system. */
export function FileField({ control, name, label, hint, placeholder = '' }: Props): ReactElement {
  const [unopened, setUnopened] = useState(false);
  const browse = async (choose: (path: string) => void): Promise<void> => {
    const chosen = await call('outputs.chooseFile', undefined);
    setUnopened(chosen.kind === 'failed');
    if (chosen.kind === 'ok' && chosen.value.path !== null) choose(chosen.value.path);
  };
  return (
    <Controller
      name={name}
      control={control}
      render={({ field, fieldState }) => (
        <FormField label={label} {...(hint === undefined ? {} : { hint })} error={fieldState.error?.message ?? (unopened ? t('outputs.dialogUnopened') : null)}>
          <Input
            {...field}
            placeholder={placeholder}
            autoComplete="off"
            spellCheck={false}
            contentAfter={<Button size="small" aria-label={t('outputs.browseFor', { field: label })} onClick={() => void browse(field.onChange)}>{t('outputs.browse')}</Button>}
          />
        </FormField>
      )}
    />
  );
}
