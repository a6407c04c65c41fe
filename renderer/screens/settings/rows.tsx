import { Link, Select, Switch } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { useId } from 'react';

import { t } from '../../../shared/text/text';
import { Choice } from './Choice';
import { Row } from './Row';
import styles from './settings.module.css';
import type { SettingsRow } from './settings-search';

type Common<V> = { readonly id: string; readonly label: string; readonly value: V; readonly fallback: V; readonly hint?: string; readonly onChange: (value: V) => void };

/** A few values, all of them to be seen. */
export function choiceRow<V extends string>({ id, options, ...rest }: Common<V> & { readonly options: readonly (readonly [V, string])[] }): SettingsRow {
  return { id, words: [rest.label, rest.hint ?? '', ...options.map(([, text]) => text)].join(' '), content: <Choice {...rest} options={options} /> };
}

type SwitchProps = Omit<Common<boolean>, 'id'> & { readonly text?: string };

/** On or off; `text` says what is on, where the name of the setting does not. */
export function switchRow({ id, ...rest }: SwitchProps & { readonly id: string }): SettingsRow {
  return { id, words: [rest.label, rest.text ?? '', rest.hint ?? ''].join(' '), content: <SwitchRow {...rest} /> };
}

function SwitchRow({ label, value, fallback, hint, text, onChange }: SwitchProps): ReactElement {
  const id = useId();
  return (
    <Row label={label} labelId={id} onReset={value === fallback ? undefined : () => { onChange(fallback); }}>
      <Switch
        {...(text === undefined ? { 'aria-labelledby': id } : {})}
        {...(hint === undefined ? {} : { 'aria-describedby': `${id}h` })}
        label={text ?? (value ? t('settings.on') : t('settings.off'))}
        checked={value}
        onChange={(_event, { checked }) => { onChange(checked); }}
      />
      {hint === undefined ? null : <p id={`${id}h`} className={styles.hint}>{hint}</p>}
    </Row>
  );
}

type SelectProps = Omit<Common<number>, 'id'> & { readonly options: readonly number[]; readonly textOf: (value: number) => string; readonly disabled: boolean };

/** One of many numbers; a value that is not among them stays on offer. */
export function selectRow({ id, ...rest }: SelectProps & { readonly id: string }): SettingsRow {
  return { id, words: [rest.label, rest.hint ?? ''].join(' '), content: <SelectRow {...rest} /> };
}

function SelectRow({ label, value, fallback, hint, options, textOf, disabled, onChange }: SelectProps): ReactElement {
  const id = useId();
  const offered = options.includes(value) ? options : [...options, value].sort((left, right) => left - right);
  return (
    <Row label={label} controlId={id} onReset={value === fallback ? undefined : () => { onChange(fallback); }}>
      <Select
        className={styles.select ?? ''}
        id={id}
        {...(hint === undefined ? {} : { 'aria-describedby': `${id}h` })}
        value={String(value)}
        disabled={disabled}
        onChange={(_event, data) => { onChange(Number(data.value)); }}
      >
        {offered.map((each) => <option key={each} value={String(each)}>{textOf(each)}</option>)}
      </Select>
      {hint === undefined ? null : <p id={`${id}h`} className={styles.hint}>{hint}</p>}
    </Row>
  );
}

/** A sentence, and the screen where the rest of it is. */
export function linkRow({ id, label, text, link, href }: { readonly id: string; readonly label: string; readonly text: string; readonly link: string; readonly href: string }): SettingsRow {
  return {
    id,
    words: `${label} ${text} ${link}`,
    content: <Row label={label}><p className={styles.sentence}>{text} <Link inline href={href}>{link}</Link></p></Row>,
  };
}
