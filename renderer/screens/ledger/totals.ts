import type { LedgerRow } from '../../../shared/model/collection';
import type { Zone } from '../../format/time';
import { formatDay } from '../../format/time';

export type Totals = {
  readonly fetched: number;
  readonly duplicates: number;
  readonly quarantined: number;
  readonly spooled: number;
  readonly released: number;
  /** Refusals of all outputs together. */
  readonly refused: number;
  /** What the filters of all outputs together left out. */
  readonly filtered: number;
  /** Hours whose figures do not add up. */
  readonly unbalanced: number;
};

export type Day = { readonly title: string; readonly at: number; readonly rows: readonly LedgerRow[]; readonly totals: Totals };

const sum = (counts: Readonly<Record<string, number>>): number => Object.values(counts).reduce((total, count) => total + count, 0);

export function refusedOf(row: LedgerRow): number {
  return sum(row.refused);
}

/** Events that filters left out: settled without being sent. */
export function filteredOf(row: LedgerRow): number {
  return sum(row.filtered);
}

/** Records that were fetched and are nowhere (or, below zero, somewhere but never fetched); 0 when it balances. */
export function missing(figures: Pick<Totals, 'fetched' | 'duplicates' | 'quarantined' | 'spooled' | 'released'>): number {
  return figures.fetched - figures.duplicates - figures.quarantined - figures.spooled - figures.released;
}

/** The collector's own verdict, and the sum done again here: either can say no. */
export function balances(row: LedgerRow): boolean {
  return row.balanced && missing(row) === 0;
}

export function totalsOf(rows: readonly LedgerRow[]): Totals {
  const totals = { fetched: 0, duplicates: 0, quarantined: 0, spooled: 0, released: 0, refused: 0, filtered: 0, unbalanced: 0 };
  for (const row of rows) {
    totals.fetched += row.fetched;
    totals.duplicates += row.duplicates;
    totals.quarantined += row.quarantined;
    totals.spooled += row.spooled;
    totals.released += row.released;
    totals.refused += refusedOf(row);
    totals.filtered += filteredOf(row);
    if (!balances(row)) totals.unbalanced += 1;
  }
  return totals;
}

/** Whether something in this hour did not become a settled event, or does not add up. */
export function hasFinding(row: LedgerRow): boolean {
  return row.quarantined > 0 || refusedOf(row) > 0 || !balances(row);
}

/** Rows under the day of the zone in which their hour begins; the order of the rows stays. */
export function byDay(rows: readonly LedgerRow[], zone: Zone): readonly Day[] {
  const days = new Map<string, { readonly at: number; readonly rows: LedgerRow[] }>();
  // Rows of one hour follow each other: the date is worked out once for all of them.
  let last = { hour: Number.NaN, title: '' };
  for (const row of rows) {
    if (row.hour !== last.hour) last = { hour: row.hour, title: formatDay(row.hour, zone) };
    const day = days.get(last.title);
    if (day === undefined) days.set(last.title, { at: row.hour, rows: [row] });
    else day.rows.push(row);
  }
  return [...days].map(([title, day]) => ({ title, ...day, totals: totalsOf(day.rows) }));
}
