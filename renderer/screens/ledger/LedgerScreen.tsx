import { Button } from '@fluentui/react-components';
import { Scales28Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useMemo, useState } from 'react';

import type { Failure } from '../../../shared/failures/failure';
import type { LedgerRow } from '../../../shared/model/collection';
import { t } from '../../../shared/text/text';
import { useSession, valueOr } from '../../bridge/session';
import { Card } from '../../components/Card';
import { EmptyState } from '../../components/EmptyState';
import { FailureCard } from '../../components/FailureCard';
import { LoadingLines } from '../../components/Loading';
import { Page } from '../../components/Page';
import { PageHeader } from '../../components/PageHeader';
import { useZone } from '../../components/zone';
import type { LedgerView } from '../../ledger-view';
import { changeView, useLedgerView } from '../../ledger-view';
import { Balance } from './Balance';
import { ExportButtons } from './ExportButtons';
import { Filters } from './Filters';
import { gapsIn } from './gaps';
import { GapTable } from './GapTable';
import { HourTable } from './HourTable';
import { namesOf } from './names';
import { customProblem } from './time-range';
import { hasFinding, totalsOf } from './totals';
import type { Answer } from './use-ledger';
import { useLedger } from './use-ledger';

/** What became of every record, hour by hour: the proof that nothing was lost, or the place where it was. */
export function LedgerScreen(): ReactElement {
  const zone = useZone();
  const view = useLedgerView();
  const connectors = useSession((session) => valueOr(session.connectors, null));
  const { answer, failure, reload } = useLedger(view);
  const [exportFailure, setExportFailure] = useState<Failure | null>(null);
  const names = useMemo(() => namesOf(connectors ?? [], answer?.rows ?? []), [connectors, answer]);
  // A connector of another profile, or one whose hours are gone, would hide everything without showing why.
  const connectorId = names.some(([id]) => id === view.connectorId) ? view.connectorId : null;
  const problem = view.range === 'custom' ? customProblem(view.custom, zone) : null;
  return (
    <Page width="wide">
      <PageHeader
        title={t('screen.ledger')}
        lead={t('ledger.lead')}
        actions={<ExportButtons span={answer?.span ?? null} onFailure={setExportFailure} />}
      />
      <Filters view={{ ...view, connectorId }} names={names} problem={problem} />
      {exportFailure === null ? null : <FailureCard failure={exportFailure} urgency="alert" />}
      {failure === null ? null : <FailureCard failure={failure} urgency="alert" actions={<Button size="small" onClick={reload}>{t('common.tryAgain')}</Button>} />}
      {answer !== null ? <Content answer={answer} view={{ ...view, connectorId }} names={new Map(names)} /> : null}
      {answer === null && failure === null && problem === null ? <Card padding="flush"><LoadingLines label={t('ledger.loading')} /></Card> : null}
    </Page>
  );
}

function Content({ answer, view, names }: { readonly answer: Answer; readonly view: LedgerView; readonly names: ReadonlyMap<string, string> }): ReactElement {
  const status = useSession((session) => session.status);
  const { connectorId, logType } = view;
  const rows = useMemo(() => {
    const wanted = (row: LedgerRow): boolean => (connectorId === null || row.connectorId === connectorId) && (logType === null || row.logType === logType);
    return answer.rows.filter(wanted);
  }, [answer, connectorId, logType]);
  const totals = useMemo(() => totalsOf(rows), [rows]);
  const listed = useMemo(() => (view.findings ? rows.filter(hasFinding) : rows), [rows, view.findings]);
  const gaps = gapsIn(status?.streams ?? [], answer.span, connectorId, logType);
  return (
    <>
      <Balance totals={totals} hours={rows.length} at={answer.at} gaps={gaps.length} />
      {gaps.length === 0 ? null : <GapTable gaps={gaps} />}
      <Card title={t('ledger.hours')} padding="flush">
        {listed.length > 0 ? <HourTable rows={listed} names={names} to={answer.span.to} /> : <Nothing view={view} kept={rows.length} />}
      </Card>
    </>
  );
}

/** Says which of the reasons for an empty list holds. */
function Nothing({ view, kept }: { readonly view: LedgerView; readonly kept: number }): ReactElement {
  if (kept > 0) {
    return (
      <EmptyState
        icon={<Scales28Regular />}
        title={t('ledger.clean.title')}
        text={t('ledger.clean.text')}
        actions={<Button onClick={() => { changeView({ findings: false }); }}>{t('ledger.clean.showAll')}</Button>}
      />
    );
  }
  const filtered = view.connectorId !== null || view.logType !== null;
  return (
    <EmptyState
      icon={<Scales28Regular />}
      title={t('ledger.nothing.title')}
      text={filtered ? t('ledger.nothing.filtered') : t('ledger.nothing.text')}
      actions={filtered ? <Button onClick={() => { changeView({ connectorId: null, logType: null }); }}>{t('ledger.nothing.showAll')}</Button> : undefined}
    />
  );
}
