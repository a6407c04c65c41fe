import { Button, MessageBar, MessageBarBody, ToggleButton } from '@fluentui/react-components';
import { DataTrending28Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useState } from 'react';

import type { Overview, OverviewRange, TopFacet } from '../../../shared/model/overview';
import { figureFilter, hourMs, overviewRanges } from '../../../shared/model/overview';
import { useSession, valueOr } from '../../bridge/session';
import { Card } from '../../components/Card';
import { EmptyState } from '../../components/EmptyState';
import { FailureCard } from '../../components/FailureCard';
import { LoadingLines } from '../../components/Loading';
import { Page } from '../../components/Page';
import { PageHeader } from '../../components/PageHeader';
import { useZone } from '../../components/zone';
import { countOf, formatBytes, formatCount } from '../../format/numbers';
import { formatDateTimeZone, formatDuration } from '../../format/time';
import { pathTo } from '../../routes';
import { ChartCard } from './ChartCard';
import { deliverySeries, hoursOf, keySeries, outcomeRows, outcomeSeries } from './figures';
import { HeldNow } from './HeldNow';
import styles from './overview.module.css';
import { TopList } from './TopList';
import type { OverviewAnswer } from './use-overview';
import { useOverview } from './use-overview';

const rangeWords: { readonly [R in OverviewRange]: string } = { hour: '1 hour', day: '24 hours', week: '7 days' };
const tops: { readonly [T in TopFacet]: readonly [title: string, nothing: string] } = {
  eventType: ['Event types', 'No events in this time.'],
  sender: ['Top senders', 'No event names a sender.'],
  recipient: ['Top recipients', 'No event names a recipient.'],
  attacker: ['Attackers’ domains', 'No threat from outside in this time.'],
  url: ['Blocked addresses', 'No link was blocked in this time.'],
};

/** What happened: counts per hour, the most frequent ones, and how collection and delivery kept up. */
export function OverviewScreen(): ReactElement {
  const [range, setRange] = useState<OverviewRange>('day');
  const { answer, failure, reload } = useOverview(range);
  return (
    <Page width="wide">
      <PageHeader
        title="Overview"
        lead="Counted when events arrive, at the time they happened. Figures in colour lead to their events."
        actions={(
          <div role="group" aria-label="Time range" className={styles.ranges}>
            {overviewRanges.map((each) => <ToggleButton key={each} size="small" appearance={range === each ? 'primary' : 'secondary'} checked={range === each} onClick={() => { setRange(each); }}>{rangeWords[each]}</ToggleButton>)}
          </div>
        )}
      />
      {failure === null ? null : <FailureCard failure={failure} urgency="alert" actions={<Button size="small" onClick={reload}>Try again</Button>} />}
      {answer === null ? (failure === null ? <Card padding="flush"><LoadingLines label="Loading the overview" /></Card> : null) : answer.overview === null ? <NoHistory /> : <Content answer={answer} overview={answer.overview} />}
    </Page>
  );
}

function NoHistory(): ReactElement {
  return <Card><EmptyState icon={<DataTrending28Regular />} title="No history to count in" text="The file of the history cannot be opened. Collection and delivery go on without it; the log under Help says why." /></Card>;
}

function Content({ answer, overview }: { readonly answer: OverviewAnswer; readonly overview: Overview }): ReactElement {
  const outputs = useSession((session) => valueOr(session.outputs, null));
  const { from, to, stepMs, history } = overview;
  const span = { from, to };
  const hours = hoursOf(span);
  const outcome = outcomeSeries(overview);
  const delivered = deliverySeries(answer.rows, hours, new Map((outputs ?? []).map(({ config }) => [config.id, config.name])));
  const lag = [{ key: 'lag', label: 'Mean delay', tone: 4, counts: overview.lag.map((ms) => ms ?? 0), linkOf: null }];
  return (
    <>
      <Notices overview={overview} />
      <div className={styles.cards}>
        <ChartCard
          wide title="Events" lead="By outcome, and by log type below." span={span} stepMs={stepMs} series={outcome} nothing="No events happened in this time, as far as they were collected."
          stepLink={(step) => pathTo.logsWith(figureFilter('outcome', '|', step))}
        >
          <OutcomeTable overview={overview} />
        </ChartCard>
        <ChartCard title="Rejections" lead="Messages refused at the gateway, by reason." span={span} stepMs={stepMs} series={keySeries(overview, 'rejection', 'reason')} nothing="Nothing was rejected in this time." />
        <ChartCard title="Held messages" lead="Messages that entered the hold queue, by policy." span={span} stepMs={stepMs} series={keySeries(overview, 'hold', 'policy')} nothing="No message was held in this time.">
          <HeldNow held={overview.held} />
        </ChartCard>
        <ChartCard title="Delivery" lead="Acknowledged by each output, for events collected in that hour." span={hours} stepMs={hourMs} series={delivered} nothing="Nothing that was collected in this time is delivered yet." />
        <ChartCard title="Delay" lead="Mean time from an event to its arrival here. Reads of the past do not count." span={span} stepMs={stepMs} series={lag} sums={false} format={formatDuration} nothing="Nothing arrived in this time." />
        {overview.tops.map((top) => <TopList key={top.facet} top={top} span={span} title={tops[top.facet][0]} nothing={tops[top.facet][1]} />)}
      </div>
      <p className={styles.foot}>
        History: {countOf(history.events, 'event')}, {formatBytes(history.bytes)}{history.waiting === 0 ? '' : `, ${formatCount(history.waiting)} on their way in`}. Its size, age and switch are in Settings.
      </p>
    </>
  );
}

/** What makes the figures less than the whole. */
function Notices({ overview }: { readonly overview: Overview }): ReactElement | null {
  const zone = useZone();
  const { history, from, missed } = overview;
  const texts = [
    ...(history.on ? [] : ['The history is switched off: events that arrive now are not counted here.']),
    ...(history.problem === null ? [] : [`The history takes nothing in at the moment: ${history.problem}`]),
    ...(missed === 0 ? [] : [`${countOf(missed, 'event')} of this time ${missed === 1 ? 'is' : 'are'} not in these figures: they came faster than the history takes them in. They were collected and delivered.`]),
    ...(history.begunAnewAt === null ? [] : [`The history was damaged and begun anew at ${formatDateTimeZone(history.begunAnewAt, zone)}.`]),
    ...(history.since !== null && history.since > from ? [`The history is complete since ${formatDateTimeZone(history.since, zone)} only: what arrived before is not counted, or not all of it.`] : []),
  ];
  if (texts.length === 0) return null;
  return <div>{texts.map((text) => <MessageBar key={text} layout="multiline" intent={history.problem === null && missed === 0 ? 'info' : 'warning'}><MessageBarBody>{text}</MessageBarBody></MessageBar>)}</div>;
}

function OutcomeTable({ overview }: { readonly overview: Overview }): ReactElement {
  const rows = outcomeRows(overview);
  return (
    <table className={`${styles.matrix ?? ''} ${styles.even ?? ''}`}>
      <caption className="visually-hidden">Events by log type and outcome</caption>
      <thead><tr><th scope="col">Log type</th>{rows[0]?.cells.map(({ label }) => <th key={label} scope="col">{label}</th>)}<th scope="col">All</th></tr></thead>
      <tbody>
        {rows.map(({ logType, cells, all, allLink }) => (
          <tr key={logType}>
            <th scope="row">{logType}</th>
            {cells.map(({ label, count, link }) => <td key={label}><Linked count={count} href={link} what={`${logType}, ${label}`} /></td>)}
            <td><Linked count={all} href={allLink} what={`${logType}, all`} /></td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Linked({ count, href, what }: { readonly count: number; readonly href: string; readonly what: string }): ReactElement {
  if (count === 0) return <span className={styles.zero}>0</span>;
  return <a className={styles.figure} href={`#${href}`} aria-label={`${what}: ${countOf(count, 'event')}, show in Live Logs`}>{formatCount(count)}</a>;
}
