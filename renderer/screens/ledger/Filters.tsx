import { Checkbox, Field, Input, Select, Tooltip } from '@fluentui/react-components';
import type { ReactElement } from 'react';

import { logTypes } from '../../../shared/model/log-type';
import { t } from '../../../shared/text/text';
import { useZone } from '../../components/zone';
import { toInputValue } from '../../format/time';
import type { CustomRange, LedgerView, RangeName } from '../../ledger-view';
import { changeView, rangeNames } from '../../ledger-view';
import styles from './ledger.module.css';
import { rangeWords, spanOf } from './time-range';

type Props = {
  readonly view: LedgerView;
  readonly names: readonly (readonly [id: string, name: string])[];
  /** What is wrong with the custom times. */
  readonly problem: string | null;
};

/** Which hours are shown. Every change takes effect at once. */
export function Filters({ view, names, problem }: Props): ReactElement {
  const zone = useZone();
  const chooseRange = (text: string): void => {
    const range = rangeNames.find((each) => each === text);
    if (range === undefined) return;
    // The custom range starts with the times that were on screen.
    changeView({ range, ...(range === 'custom' && view.custom.from === '' ? { custom: inputsOf(view.range, zone) } : {}) });
  };
  return (
    <div role="group" aria-label={t('ledger.filters')} className={styles.filters}>
      <Field label={t('ledger.filter.time')} size="small">
        <Select value={view.range} onChange={(_event, data) => { chooseRange(data.value); }}>
          {rangeNames.map((range) => <option key={range} value={range}>{rangeWords[range]}</option>)}
        </Select>
      </Field>
      {view.range === 'custom' ? (
        <>
          <CustomTime edge="from" custom={view.custom} problem={problem} />
          <CustomTime edge="to" custom={view.custom} problem={problem} />
        </>
      ) : null}
      <Field label={t('ledger.connector')} size="small">
        <Select value={view.connectorId ?? ''} onChange={(_event, data) => { changeView({ connectorId: data.value === '' ? null : data.value }); }}>
          <option value="">{t('ledger.filter.allConnectors')}</option>
          {names.map(([id, name]) => <option key={id} value={id}>{name}</option>)}
        </Select>
      </Field>
      <Field label={t('ledger.logType')} size="small">
        <Select value={view.logType ?? ''} onChange={(_event, data) => { changeView({ logType: logTypes.find((each) => each === data.value) ?? null }); }}>
          <option value="">{t('ledger.filter.allLogTypes')}</option>
          {logTypes.map((logType) => <option key={logType} value={logType}>{logType}</option>)}
        </Select>
      </Field>
      <Tooltip content={t('ledger.filter.problemsHint')} relationship="description">
        <Checkbox
          className={styles.findings ?? ''}
          label={t('ledger.filter.problems')}
          checked={view.findings}
          onChange={(_event, data) => { changeView({ findings: data.checked === true }); }}
        />
      </Tooltip>
    </div>
  );
}

function inputsOf(range: RangeName, zone: 'local' | 'utc'): CustomRange {
  const span = spanOf(range === 'custom' ? 'day' : range, { from: '', to: '' }, zone, Date.now());
  const text = (at: number | undefined): string => (at === undefined ? '' : toInputValue(new Date(at).toISOString(), zone));
  return { from: text(span?.from), to: text(span?.to) };
}

type TimeProps = { readonly edge: 'from' | 'to'; readonly custom: CustomRange; readonly problem: string | null };

function CustomTime({ edge, custom, problem }: TimeProps): ReactElement {
  const zone = useZone();
  // One problem of two inputs is said once, under the second.
  const message = edge === 'to' ? problem : null;
  const name = { zone: zone === 'utc' ? 'UTC' : t('ledger.filter.thisComputer') };
  return (
    <Field label={edge === 'from' ? t('ledger.filter.from', name) : t('ledger.filter.to', name)} size="small" validationState={problem === null ? 'none' : 'error'} validationMessage={message}>
      <Input type="datetime-local" value={custom[edge]} onChange={(_event, data) => { changeView({ custom: { ...custom, [edge]: data.value } }); }} />
    </Field>
  );
}
