import { Button, MessageBar, MessageBarBody, ToggleButton } from '@fluentui/react-components';
import { DataTrending28Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useState } from 'react';

import type { Overview, OverviewRange, SeriesFacet, TopFacet } from '../../../shared/model/overview';
import { hourMs, overviewRanges, seriesFilter } from '../../../shared/model/overview';
import { textOf } from '../../../shared/text/message';
import { t } from '../../../shared/text/text';
import { useSession, valueOr } from '../../bridge/session';
import { Card } from '../../components/Card';
import { EmptyState } from '../../components/EmptyState';
import { FailureCard } from '../../components/FailureCard';
import { LoadingLines } from '../../components/Loading';
import { Page } from '../../components/Page';
import { PageHeader } from '../../components/PageHeader';
import { useZone } from '../../components/zone';
import { formatBytes } from '../../format/numbers';
import { formatDateTimeZone, formatDuration } from '../../format/time';
import { pathTo } from '../../routes';
import { ChartCard } from './ChartCard';
import type { Span } from './figures';
import { deliverySeries, hoursOf, keySeries, logTypeSeries, outcomeRows, outcomeSeries } from './figures';
import { HeldNow } from './HeldNow';
import { Linked } from './Linked';
import styles from './overview.module.css';
import { TopList } from './TopList';
import type { OverviewAnswer } from './use-overview';
import { useOverview } from './use-overview';

const rangeWords: { readonly [R in OverviewRange]: string } = { hour: t('overview.range.hour'), day: t('overview.range.day'), week: t('overview.range.week') };
const kinds = ['outcome', 'logType'] as const;
const kindWords = { outcome: t('overview.events.byOutcome'), logType: t('overview.events.byLogType') };
const tops: { readonly [T in TopFacet]: readonly [title: string, nothing: string] } = {
  eventType: [t('overview.top.eventType.title'), t('overview.top.eventType.nothing')],
  sender: [t('overview.top.sender.title'), t('overview.top.sender.nothing')],
  recipient: [t('overview.top.recipient.title'), t('overview.top.recipient.nothing')],
  attacker: [t('overview.top.attacker.title'), t('overview.top.attacker.nothing')],
  url: [t('overview.top.url.title'), t('overview.top.url.nothing')],
};

/** What happened: counts per hour, the most frequent ones, and how collection and delivery kept up. */
export function OverviewScreen(): ReactElement {
  const [range, setRange] = useState<OverviewRange>('day');
  const { answer, failure, reload } = useOverview(range);
  return (
    <Page width="wide">
      <PageHeader
        title={t('screen.overview')}
        lead={t('overview.lead')}
        actions={(
          <div role="group" aria-label={t('overview.range')} className={styles.ranges}>
            {overviewRanges.map((each) => <ToggleButton key={each} size="small" appearance={range === each ? 'primary' : 'secondary'} checked={range === each} onClick={() => { setRange(each); }}>{rangeWords[each]}</ToggleButton>)}
          </div>
        )}
      />
      {failure === null ? null : <FailureCard failure={failure} urgency="alert" actions={<Button size="small" onClick={reload}>{t('common.tryAgain')}</Button>} />}
      {answer === null ? (failure === null ? <Card padding="flush"><LoadingLines label={t('overview.loading')} /></Card> : null) : answer.overview === null ? <NoHistory /> : <Content answer={answer} overview={answer.overview} />}
    </Page>
  );
}

function NoHistory(): ReactElement {
  return <Card><EmptyState icon={<DataTrending28Regular />} title={t('overview.noHistory.title')} text={t('overview.noHistory.text')} /></Card>;
}

function Content({ answer, overview }: { readonly answer: OverviewAnswer; readonly overview: Overview }): ReactElement {
  const outputs = useSession((session) => valueOr(session.outputs, null));
  const { from, to, stepMs, history } = overview;
  const span = { from, to };
  const hours = hoursOf(span);
  const [by, setBy] = useState<(typeof kinds)[number]>('outcome');
  const linkOf = (facet: SeriesFacet) => (step: Span): string => pathTo.logsWith(seriesFilter(facet, step));
  const delivered = deliverySeries(answer.rows, hours, new Map((outputs ?? []).map(({ config }) => [config.id, config.name])));
  const lag = [{ key: 'lag', label: t('overview.delay.series'), tone: 4, counts: overview.lag.map((ms) => ms ?? 0), linkOf: null }];
  return (
    <>
      <Notices overview={overview} />
      <div className={styles.cards}>
        <ChartCard
          wide title={t('overview.events.title')} lead={t('overview.events.lead')} span={span} stepMs={stepMs} series={by === 'outcome' ? outcomeSeries(overview) : logTypeSeries(overview)}
          nothing={t('overview.events.nothing')} stepLink={linkOf('outcome')}
          controls={(
            <div role="group" aria-label={t('overview.events.by')} className={styles.ranges}>
              {kinds.map((each) => <ToggleButton key={each} size="small" appearance={by === each ? 'primary' : 'secondary'} checked={by === each} onClick={() => { setBy(each); }}>{kindWords[each]}</ToggleButton>)}
            </div>
          )}
        >
          <OutcomeTable overview={overview} />
        </ChartCard>
        <ChartCard title={t('overview.rejections.title')} lead={t('overview.rejections.lead')} span={span} stepMs={stepMs} series={keySeries(overview, 'rejection', t('overview.rejections.noReason'))} nothing={t('overview.rejections.nothing')} stepLink={linkOf('rejection')} />
        <ChartCard title={t('overview.holds.title')} lead={t('overview.holds.lead')} span={span} stepMs={stepMs} series={keySeries(overview, 'hold', t('overview.holds.noPolicy'))} nothing={t('overview.holds.nothing')} stepLink={linkOf('hold')}>
          <HeldNow overview={overview} />
        </ChartCard>
        <ChartCard title={t('overview.delivery.title')} lead={t('overview.delivery.lead')} span={hours} stepMs={hourMs} series={delivered} nothing={t('overview.delivery.nothing')} />
        <ChartCard title={t('overview.delay.title')} lead={t('overview.delay.lead')} span={span} stepMs={stepMs} series={lag} sums={false} format={formatDuration} nothing={t('overview.delay.nothing')} />
        {overview.tops.map((top) => <TopList key={top.facet} top={top} span={span} title={tops[top.facet][0]} nothing={tops[top.facet][1]} />)}
      </div>
      <p className={styles.foot}>
        {t('overview.history', { count: history.events, size: formatBytes(history.bytes), waiting: history.waiting })}
      </p>
    </>
  );
}

/** What makes the figures less than the whole. */
function Notices({ overview }: { readonly overview: Overview }): ReactElement | null {
  const zone = useZone();
  const { history, from, missed } = overview;
  const texts = [
    ...(history.on ? [] : [t('overview.notice.off')]),
    ...(history.problem === null ? [] : [t('overview.notice.problem', { problem: textOf(history.problem) })]),
    ...(missed === 0 ? [] : [t('overview.notice.missed', { count: missed })]),
    ...(history.begunAnewAt === null ? [] : [t('overview.notice.begunAnew', { time: formatDateTimeZone(history.begunAnewAt, zone) })]),
    ...(history.since !== null && history.since > from ? [t('overview.notice.since', { time: formatDateTimeZone(history.since, zone) })] : []),
  ];
  if (texts.length === 0) return null;
  return <div>{texts.map((text) => <MessageBar key={text} layout="multiline" intent={history.problem === null && missed === 0 ? 'info' : 'warning'}><MessageBarBody>{text}</MessageBarBody></MessageBar>)}</div>;
}

function OutcomeTable({ overview }: { readonly overview: Overview }): ReactElement {
  const rows = outcomeRows(overview);
  return (
    <div className={styles.scrollX} role="group" aria-label={t('overview.events.frame')} tabIndex={0}>
      <table className={`${styles.matrix ?? ''} ${styles.even ?? ''}`}>
        <caption className="visually-hidden">{t('overview.events.table')}</caption>
        <thead><tr><th scope="col">{t('overview.logType')}</th>{rows[0]?.cells.map(({ label }) => <th key={label} scope="col">{label}</th>)}<th scope="col">{t('common.all')}</th></tr></thead>
        <tbody>
          {rows.map(({ logType, cells, all, allLink }) => (
            <tr key={logType}>
              <th scope="row">{logType}</th>
              {cells.map(({ label, count, link }) => <td key={label}><Linked count={count} href={link} what={t('overview.cell', { row: logType, column: label })} /></td>)}
              <td><Linked count={all} href={allLink} what={t('overview.cell', { row: logType, column: t('common.all') })} /></td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
