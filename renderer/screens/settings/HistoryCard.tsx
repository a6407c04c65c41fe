import { Field, Select, Switch } from '@fluentui/react-components';
import type { ReactElement } from 'react';

import type { HistorySettings } from '../../../shared/model/history';
import type { SettingsPatch } from '../../../shared/model/settings';
import { Card } from '../../components/Card';
import styles from './settings.module.css';

type Props = { readonly history: HistorySettings; readonly onChange: (patch: SettingsPatch) => void };

const sizes = [128, 256, 512, 1024, 2048, 4096];
const days = [1, 3, 7, 14, 30];
const withCurrent = (values: readonly number[], current: number): readonly number[] => (values.includes(current) ? values : [...values, current].sort((left, right) => left - right));
const sizeWords = (megabytes: number): string => (megabytes < 1024 ? `${String(megabytes)} MiB` : `${String(megabytes / 1024)} GiB`);

/** The copy of the last days that Overview counts in and Watch Rules look at. */
export function HistoryCard({ history, onChange }: Props): ReactElement {
  const change = (part: Partial<HistorySettings>): void => {
    onChange({ history: { ...history, ...part } });
  };
  return (
    <Card title="History" lead="A copy of recent events on this computer, for Overview and Watch Rules. Collection and delivery never wait for it.">
      <div className={styles.form}>
        <Switch label="Keep a history" checked={history.on} onChange={(_event, { checked }) => { change({ on: checked }); }} />
        <Field label="Size at the most" hint="The oldest events leave first.">
          <Select value={String(history.megabytes)} disabled={!history.on} onChange={(_event, { value }) => { change({ megabytes: Number(value) }); }}>
            {withCurrent(sizes, history.megabytes).map((each) => <option key={each} value={String(each)}>{sizeWords(each)}</option>)}
          </Select>
        </Field>
        <Field label="Age at the most">
          <Select value={String(history.days)} disabled={!history.on} onChange={(_event, { value }) => { change({ days: Number(value) }); }}>
            {withCurrent(days, history.days).map((each) => <option key={each} value={String(each)}>{each === 1 ? '1 day' : `${String(each)} days`}</option>)}
          </Select>
        </Field>
      </div>
    </Card>
  );
}
