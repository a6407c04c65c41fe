import type { LedgerRow } from '../../../shared/model/collection';
import { logTypes } from '../../../shared/model/log-type';
import type { Overview, SeriesFacet } from '../../../shared/model/overview';
import { figureFilter, hourMs, joinKey, nothingSaid, otherKey, splitKey } from '../../../shared/model/overview';
import { t } from '../../../shared/text/text';
import { shortenId } from '../../format/numbers';
import { pathTo } from '../../routes';

/** One colour of a chart. `linkOf` leads to the events of a span; null where they cannot be told by a filter. */
export type ChartSeries = {
  readonly key: string;
  readonly label: string;
  readonly tone: number;
  readonly counts: readonly number[];
  readonly linkOf: ((span: Span) => string) | null;
};

export type Span = { readonly from: number; readonly to: number };

/** The next round number: the top of a scale, with its half round as well. */
export function scaleTop(most: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, most)));
  return (most <= 10 ? [2, 4, 6, 8, 10] : [1, 1.2, 1.6, 2, 3, 4, 5, 6, 8, 10].map((step) => step * power)).find((top) => top >= most) ?? most;
}

export const total = (counts: readonly number[]): number => counts.reduce((sum, each) => sum + each, 0);

/** Colours that a chart has; the last one is grey. */
export const tones = 7;
const grey = tones - 1;

const outcomes = [['passed', t('overview.outcome.passed'), 0], ['failed', t('overview.outcome.failed'), 1], ['none', t('overview.outcome.none'), grey]] as const;

/** For what is neither good nor bad: without the red, which says that something was stopped. */
const neutral = [0, 2, 3, 4, 5];

const add = (left: readonly number[], right: readonly number[]): readonly number[] => left.map((each, index) => each + (right[index] ?? 0));

/** Events of all log types by what became of them. */
export function outcomeSeries({ series, from, to, stepMs }: Overview): readonly ChartSeries[] {
  const empty = new Array<number>(Math.round((to - from) / stepMs)).fill(0);
  return outcomes.map(([key, label, tone]) => ({
    key, label, tone,
    counts: series.filter((each) => each.facet === 'outcome' && splitKey(each.key)[1] === key).reduce<readonly number[]>((sum, { counts }) => add(sum, counts), empty),
    linkOf: (span) => pathTo.logsWith(figureFilter('outcome', `|${key}`, span)),
  }));
}

/** Events by the log type they came with. */
export function logTypeSeries({ series, from, to, stepMs }: Overview): readonly ChartSeries[] {
  const empty = new Array<number>(Math.round((to - from) / stepMs)).fill(0);
  return logTypes.map((logType, index) => ({
    key: logType, label: logType, tone: neutral[index] ?? grey,
    counts: series.filter((each) => each.facet === 'outcome' && splitKey(each.key)[0] === logType).reduce<readonly number[]>((sum, { counts }) => add(sum, counts), empty),
    linkOf: (span) => pathTo.logsWith(figureFilter('outcome', joinKey(logType, ''), span)),
  }));
}

export type OutcomeRow = { readonly logType: string; readonly all: number; readonly allLink: string; readonly cells: readonly { readonly label: string; readonly count: number; readonly link: string }[] };

/** The same by log type, for the whole time. */
export function outcomeRows({ series, from, to }: Overview): readonly OutcomeRow[] {
  return logTypes.map((logType) => {
    const cells = outcomes.map(([key, label]) => ({
      label,
      count: total(series.find((each) => each.facet === 'outcome' && each.key === joinKey(logType, key))?.counts ?? []),
      link: pathTo.logsWith(figureFilter('outcome', joinKey(logType, key), { from, to })),
    }));
    return { logType, all: total(cells.map(({ count }) => count)), allLink: pathTo.logsWith(figureFilter('outcome', joinKey(logType, ''), { from, to })), cells };
  });
}

const mostShown = 5;

/** The most frequent keys of a facet, and one series for all others. */
export function keySeries({ series }: Overview, facet: Exclude<SeriesFacet, 'outcome'>, unnamed: string): readonly ChartSeries[] {
  const all = series.filter((each) => each.facet === facet);
  const named = all.filter(({ key }) => key !== otherKey).slice(0, mostShown);
  const rest = all.filter((each) => !named.includes(each));
  const shown: ChartSeries[] = named.map(({ key, counts }, index) => ({
    key, label: key === nothingSaid ? unnamed : key, tone: neutral[index] ?? grey, counts, linkOf: (span) => pathTo.logsWith(figureFilter(facet, key, span)),
  }));
  const [first] = rest;
  if (first === undefined) return shown;
  return [...shown, { key: otherKey, label: t('overview.others'), tone: grey, counts: rest.slice(1).reduce<readonly number[]>((sum, { counts }) => add(sum, counts), first.counts), linkOf: null }];
}

/** Events per hour that each output acknowledged. */
export function deliverySeries(rows: readonly LedgerRow[], span: Span, names: ReadonlyMap<string, string>): readonly ChartSeries[] {
  const steps = Math.round((span.to - span.from) / hourMs);
  const byOutput = new Map<string, number[]>();
  for (const { hour, delivered } of rows) {
    const step = Math.floor((hour - span.from) / hourMs);
    if (step < 0 || step >= steps) continue;
    for (const [output, count] of Object.entries(delivered)) {
      const counts = byOutput.get(output) ?? new Array<number>(steps).fill(0);
      counts[step] = (counts[step] ?? 0) + count;
      byOutput.set(output, counts);
    }
  }
  return [...byOutput].sort(([, left], [, right]) => total(right) - total(left))
    .map(([id, counts], index) => ({ key: id, label: names.get(id) ?? t('common.deletedOutput', { id: shortenId(id) }), tone: neutral[index] ?? grey, counts, linkOf: null }));
}

/** The hours that a span touches. */
export function hoursOf({ from, to }: Span): Span {
  return { from: Math.floor(from / hourMs) * hourMs, to: Math.ceil(to / hourMs) * hourMs };
}
