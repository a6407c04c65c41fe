import { Radio, RadioGroup } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { useId } from 'react';

import { Row } from './Row';
import styles from './settings.module.css';

type ChoiceProps<V extends string> = {
  readonly label: string;
  readonly value: V;
  readonly options: readonly (readonly [V, string])[];
  readonly onChange: (value: V) => void;
  readonly hint?: string;
  /** A value other than this one can be reset to it. */
  readonly fallback?: V;
};

/** One preference with a few values, each in words. */
export function Choice<V extends string>({ label, value, options, onChange, hint, fallback }: ChoiceProps<V>): ReactElement {
  const id = useId();
  return (
    <Row label={label} labelId={id} onReset={fallback === undefined || fallback === value ? undefined : () => { onChange(fallback); }}>
      <RadioGroup
        aria-labelledby={id}
        {...(hint === undefined ? {} : { 'aria-describedby': `${id}h` })}
        layout="vertical"
        value={value}
        onChange={(_event, data) => {
          const option = options.find(([each]) => each === data.value);
          if (option !== undefined) onChange(option[0]);
        }}
      >
        {options.map(([each, text]) => <Radio key={each} value={each} label={text} />)}
      </RadioGroup>
      {hint === undefined ? null : <p id={`${id}h`} className={styles.hint}>{hint}</p>}
    </Row>
  );
}
