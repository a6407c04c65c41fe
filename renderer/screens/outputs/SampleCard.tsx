import { Select } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { useId, useState } from 'react';

import type { LogType } from '../../../shared/model/log-type';
import { logTypes } from '../../../shared/model/log-type';
import type { OutputConfig, OutputType } from '../../../shared/model/output';
import type { OutputSample } from '../../../shared/model/output-sample';
import { t } from '../../../shared/text/text';
import { useCall } from '../../bridge/use-call';
import { Card } from '../../components/Card';
import { FailureCard } from '../../components/FailureCard';
import { WireText } from '../../components/WireText';
import { formatBytes } from '../../format/numbers';
import { sampleConfig } from './output-draft';
import type { OutputValues } from './output-values';
import styles from './sample.module.css';

/** An example event exactly as the form, as it stands, would send it. */
export function SampleCard({ type, values }: { readonly type: OutputType; readonly values: OutputValues }): ReactElement | null {
  const id = useId();
  const [logType, setLogType] = useState<LogType>('SIEM');
  const now = sampleConfig(type, values);
  // While a field is half typed, the sample of before stays.
  const [usable, setUsable] = useState<OutputConfig | null>(now);
  if (now !== null && JSON.stringify(now) !== JSON.stringify(usable)) setUsable(now);
  if (usable === null) return null;
  return (
    <Card title={t('outputs.sample.title')} lead={t('outputs.sample.lead')}>
      <div className={styles.bar}>
        <label htmlFor={id}>{t('outputs.sample.of')}</label>
        <Select id={id} size="small" value={logType} onChange={(_event, data) => { setLogType(logTypes.find((each) => each === data.value) ?? logType); }}>
          {logTypes.map((each) => <option key={each} value={each}>{each}</option>)}
        </Select>
        {now === null ? <span role="status" className={styles.soft}>{t('outputs.sample.before')}</span> : null}
      </div>
      <Sample config={usable} logType={logType} />
    </Card>
  );
}

function Sample({ config, logType }: { readonly config: OutputConfig; readonly logType: LogType }): ReactElement | null {
  const { state } = useCall('outputs.sample', { config, logType });
  const [newest, setNewest] = useState<OutputSample | null>(null);
  if (state.kind === 'ok' && state.value !== newest) setNewest(state.value);
  if (state.kind === 'failed') return <FailureCard failure={state.failure} />;
  if (newest === null) return null;
  if (newest.kind !== 'sent') return <p className={styles.nothing}>{newest.kind === 'left-out' ? t('outputs.sample.leftOut') : t('outputs.sample.tooLarge')}</p>;
  const { text, bytes } = newest;
  return (
    <>
      <WireText name={t('outputs.sample.title')} copyLabel={t('outputs.sample.copy')} text={text} />
      <p className={styles.soft}>{t('outputs.sample.size', { bytes: formatBytes(bytes) })}</p>
    </>
  );
}
