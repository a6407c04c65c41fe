import { Input, Radio, RadioGroup, Select } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import type { Control } from 'react-hook-form';
import { Controller, useWatch } from 'react-hook-form';

import { eventFormats, eventModels } from '../../../shared/model/output';
import { FormField } from '../../components/FormField';
import { formatWords, modelWords } from '../../format/words';
import type { OutputValues } from './output-form';
import styles from './outputs.module.css';

type Props = { readonly control: Control<OutputValues> };

export function NameField({ control, placeholder }: Props & { readonly placeholder: string }): ReactElement {
  return (
    <Controller
      name="name"
      control={control}
      render={({ field, fieldState }) => (
        <FormField label="Output Name" required error={fieldState.error?.message ?? null}>
          <Input {...field} placeholder={placeholder} maxLength={200} autoComplete="off" />
        </FormField>
      )}
    />
  );
}

export function FormatField({ control }: Props): ReactElement {
  return (
    <Controller
      name="format"
      control={control}
      render={({ field, fieldState }) => (
        <FormField label="Event format" hint={formatWords[field.value].hint} error={fieldState.error?.message ?? null}>
          <RadioGroup layout="horizontal" name={field.name} value={field.value} onBlur={field.onBlur} onChange={(_event, data) => { field.onChange(data.value); }}>
            {eventFormats.map((format, index) => (
              <Radio key={format} {...(index === 0 ? { ref: field.ref } : {})} value={format} label={formatWords[format].title} />
            ))}
          </RadioGroup>
        </FormField>
      )}
    />
  );
}

/** Which field names the normalized event has; nothing to choose for raw records. */
export function ModelField({ control }: Props): ReactElement | null {
  const format = useWatch({ control, name: 'format' });
  if (format === 'raw') return null;
  return (
    <Controller
      name="model"
      control={control}
      render={({ field, fieldState }) => (
        <FormField label="Field names" className={styles.narrow} hint={modelWords[field.value].hint} error={fieldState.error?.message ?? null}>
          <Select {...field}>
            {eventModels.map((model) => <option key={model} value={model}>{modelWords[model].title}</option>)}
          </Select>
        </FormField>
      )}
    />
  );
}

type NumberProps = Props & {
  readonly name: 'rotateMiB' | 'maxEvents' | 'maxKiB';
  readonly label: string;
  readonly unit: string;
  readonly hint: string;
};

export function NumberField({ control, name, label, unit, hint }: NumberProps): ReactElement {
  return (
    <Controller
      name={name}
      control={control}
      render={({ field, fieldState }) => (
        <FormField label={label} required hint={hint} className={styles.narrow} error={fieldState.error?.message ?? null}>
          <Input {...field} inputMode="numeric" autoComplete="off" contentAfter={unit} />
        </FormField>
      )}
    />
  );
}
