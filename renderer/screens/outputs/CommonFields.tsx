import { Checkbox, Input, Radio, RadioGroup, Select } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import type { Control } from 'react-hook-form';
import { Controller } from 'react-hook-form';

import { FormField } from '../../components/FormField';
import type { OutputValues } from './output-values';
import styles from './outputs.module.css';

/** Fields of the form by the kind of value they hold. */
type NamesOf<V> = { [K in keyof OutputValues]: OutputValues[K] extends V ? (V extends OutputValues[K] ? K : never) : never }[keyof OutputValues];
export type TextName = NamesOf<string>;
type ChoiceName = Exclude<{ [K in keyof OutputValues]: OutputValues[K] extends string ? K : never }[keyof OutputValues], TextName>;

export type FieldsProps = { readonly control: Control<OutputValues> };

type TextProps = FieldsProps & {
  readonly name: TextName;
  readonly label: string;
  readonly required?: boolean;
  readonly hint?: string;
  readonly placeholder?: string;
  readonly unit?: string;
  /** `number` is narrow and brings the keys for digits. */
  readonly kind?: 'text' | 'number' | 'url';
};

export function TextField({ control, name, label, required = false, hint, placeholder = '', unit, kind = 'text' }: TextProps): ReactElement {
  return (
    <Controller
      name={name}
      control={control}
      render={({ field, fieldState }) => (
        <FormField label={label} required={required} {...(hint === undefined ? {} : { hint })} className={kind === 'number' ? styles.narrow : undefined} error={fieldState.error?.message ?? null}>
          <Input
            {...field}
            type={kind === 'url' ? 'url' : 'text'}
            {...(kind === 'number' ? { inputMode: 'numeric' } : {})}
            placeholder={placeholder}
            autoComplete="off"
            spellCheck={false}
            contentAfter={unit === undefined ? null : <span className={styles.unit}>{unit}</span>}
          />
        </FormField>
      )}
    />
  );
}

type Option = { readonly value: string; readonly title: string; readonly hint?: string };
type ChoiceProps = FieldsProps & { readonly name: ChoiceName; readonly label: string; readonly options: readonly Option[]; readonly look?: 'radio' | 'list'; /** Shown, not to be changed. */ readonly disabled?: boolean };

/** One of a few: radio buttons beside each other, or a list when there are many. The hint is that of the chosen one. */
export function ChoiceField({ control, name, label, options, look = 'radio', disabled = false }: ChoiceProps): ReactElement {
  return (
    <Controller
      name={name}
      control={control}
      render={({ field, fieldState }) => {
        const hint = options.find((option) => option.value === field.value)?.hint;
        const common = { label, error: fieldState.error?.message ?? null, ...(hint === undefined ? {} : { hint }) };
        return look === 'list' ? (
          <FormField {...common} className={styles.narrow}>
            <Select {...field} disabled={disabled}>{options.map((option) => <option key={option.value} value={option.value}>{option.title}</option>)}</Select>
          </FormField>
        ) : (
          <FormField {...common}>
            <RadioGroup layout="horizontal" disabled={disabled} name={field.name} value={field.value} onBlur={field.onBlur} onChange={(_event, data) => { field.onChange(data.value); }}>
              {options.map((option, index) => <Radio key={option.value} {...(index === 0 ? { ref: field.ref } : {})} value={option.value} label={option.title} />)}
            </RadioGroup>
          </FormField>
        );
      }}
    />
  );
}

type FlagProps = FieldsProps & { readonly name: 'gzip' | 'gzipClosed' | 'tlsEnabled' | 'structuredData' | 'stopAtLimit' | 'proofOn'; readonly label: string; readonly hint?: string };

export function FlagField({ control, name, label, hint }: FlagProps): ReactElement {
  return (
    <Controller
      name={name}
      control={control}
      render={({ field, fieldState }) => (
        <FormField {...(hint === undefined ? {} : { hint })} error={fieldState.error?.message ?? null}>
          <Checkbox
            ref={field.ref}
            name={field.name}
            label={label}
            checked={field.value}
            onBlur={field.onBlur}
            onChange={(_event, data) => { field.onChange(data.checked === true); }}
          />
        </FormField>
      )}
    />
  );
}
