import { Radio, RadioGroup } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { useId } from 'react';

import styles from './settings.module.css';

type ChoiceProps<V extends string> = {
  readonly label: string;
  readonly value: V;
  readonly options: readonly (readonly [V, string])[];
  readonly onChange: (value: V) => void;
};

/** One preference with a few values, each in words. */
export function Choice<V extends string>({ label, value, options, onChange }: ChoiceProps<V>): ReactElement {
  const id = useId();
  return (
    <div className={styles.row}>
      <span id={id} className={styles.label}>{label}</span>
      <RadioGroup
        aria-labelledby={id}
        layout="vertical"
        value={value}
        onChange={(_event, data) => {
          const option = options.find(([each]) => each === data.value);
          if (option !== undefined) onChange(option[0]);
        }}
      >
        {options.map(([each, text]) => <Radio key={each} value={each} label={text} />)}
      </RadioGroup>
    </div>
  );
}
