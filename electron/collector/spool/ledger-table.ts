import type { Counts, LedgerRow } from '../../../shared/model/collection';
import type { LogType } from '../../../shared/model/log-type';
import type { OutputTotals } from './spool';
import type { SpoolDatabase } from './spool-database';

const hourMs = 3_600_000;
/** How long hours are kept; the totals of a stream are kept for ever. */
const keptHours = 90 * 24;

/** Every figure belongs to the hour in which its records were fetched, so that each hour balances for itself. */
export function hourOf(at: number): number {
  return Math.floor(at / hourMs);
}

/** Amounts to add; negative when a record moves from one column to another. */
export type LedgerChange = {
  readonly fetched?: number;
  readonly duplicates?: number;
  readonly quarantined?: number;
  readonly released?: number;
};

/** Of one output; negative when a record moves back. `filtered`: left out by its filter, never sent. */
export type OutputChange = { readonly delivered?: number; readonly refused?: number; readonly filtered?: number };

/** The book of what became of every record: fetched = duplicates + quarantined + spooled + released. */
export class LedgerTable {
  readonly #db: SpoolDatabase;

  constructor(db: SpoolDatabase) {
    this.#db = db;
  }

  add(stream: number, hour: number, change: LedgerChange): void {
    const values = [change.fetched ?? 0, change.duplicates ?? 0, change.quarantined ?? 0, change.released ?? 0] as const;
    this.#db.sql('UPDATE streams SET fetched = fetched + ?, duplicates = duplicates + ?, quarantined = quarantined + ?, released = released + ? WHERE id = ?').run(...values, stream);
    this.#db
      .sql(
        `INSERT INTO ledger (fetched, duplicates, quarantined, released, stream, hour) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (stream, hour) DO UPDATE SET fetched = fetched + excluded.fetched, duplicates = duplicates + excluded.duplicates,
         quarantined = quarantined + excluded.quarantined, released = released + excluded.released`,
      )
      .run(...values, stream, hour);
  }

  /** What an output settled: released = delivered + refused + filtered once nothing waits for it. */
  addOutput(stream: number, hour: number, output: string, change: OutputChange): void {
    const values = [change.delivered ?? 0, change.refused ?? 0, change.filtered ?? 0] as const;
    this.#db
      .sql(
        `INSERT INTO stream_outputs (stream, output, delivered, refused, filtered) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (stream, output) DO UPDATE SET delivered = delivered + excluded.delivered, refused = refused + excluded.refused,
         filtered = filtered + excluded.filtered`,
      )
      .run(stream, output, ...values);
    this.#db
      .sql(
        `INSERT INTO ledger_outputs (stream, hour, output, delivered, refused, filtered) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (stream, hour, output) DO UPDATE SET delivered = delivered + excluded.delivered, refused = refused + excluded.refused,
         filtered = filtered + excluded.filtered`,
      )
      .run(stream, hour, output, ...values);
  }

  /** `spooled` is counted from the batches themselves, not derived from the other figures: so the balance can be checked. */
  counts(stream: number): Counts {
    const row = this.#db.sql('SELECT fetched, duplicates, quarantined, released FROM streams WHERE id = ?').get(stream) ?? {};
    const spooled = Number(this.#db.sql('SELECT coalesce(sum(count), 0) AS n FROM batches WHERE stream = ?').get(stream)?.['n'] ?? 0);
    const delivered: Record<string, number> = {};
    const refused: Record<string, number> = {};
    const filtered: Record<string, number> = {};
    for (const output of this.#db.sql('SELECT output, delivered, refused, filtered FROM stream_outputs WHERE stream = ?').all(stream)) {
      delivered[String(output['output'])] = Number(output['delivered']);
      refused[String(output['output'])] = Number(output['refused']);
      if (Number(output['filtered']) > 0) filtered[String(output['output'])] = Number(output['filtered']);
    }
    return {
      fetched: Number(row['fetched']),
      duplicates: Number(row['duplicates']),
      quarantined: Number(row['quarantined']),
      spooled,
      released: Number(row['released']),
      delivered,
      refused,
      ...(Object.keys(filtered).length === 0 ? {} : { filtered }),
    };
  }

  /** Events that an output has taken, refused for good and left out, of all streams. */
  outputTotals(outputId: string): OutputTotals {
    const sums = this.#db
      .sql('SELECT coalesce(sum(delivered), 0) AS delivered, coalesce(sum(refused), 0) AS refused, coalesce(sum(filtered), 0) AS filtered FROM stream_outputs WHERE output = ?')
      .get(outputId);
    return { delivered: Number(sums?.['delivered'] ?? 0), refused: Number(sums?.['refused'] ?? 0), filtered: Number(sums?.['filtered'] ?? 0) };
  }

  /** Hours of all streams from `from` to `to` (epoch ms), newest first. */
  rows(from: number, to: number): LedgerRow[] {
    const spooled = new Map<string, number>();
    for (const row of this.#db.sql('SELECT stream, at, sum(count) AS n FROM batches GROUP BY stream, at').all()) {
      const key = `${Number(row['stream'])} ${hourOf(Number(row['at']))}`;
      spooled.set(key, (spooled.get(key) ?? 0) + Number(row['n']));
    }
    const outputs = new Map<string, Pick<LedgerRow, 'delivered' | 'refused' | 'filtered'>>();
    for (const row of this.#db.sql('SELECT stream, hour, output, delivered, refused, filtered FROM ledger_outputs WHERE hour BETWEEN ? AND ?').all(hourOf(from), hourOf(to))) {
      const key = `${Number(row['stream'])} ${Number(row['hour'])}`;
      const entry = outputs.get(key) ?? { delivered: {}, refused: {}, filtered: {} };
      entry.delivered[String(row['output'])] = Number(row['delivered']);
      entry.refused[String(row['output'])] = Number(row['refused']);
      if (Number(row['filtered']) > 0) entry.filtered[String(row['output'])] = Number(row['filtered']);
      outputs.set(key, entry);
    }
    return this.#db
      .sql('SELECT l.*, s.connector, s.log_type FROM ledger l JOIN streams s ON s.id = l.stream WHERE l.hour BETWEEN ? AND ? ORDER BY l.hour DESC, s.connector, s.log_type')
      .all(hourOf(from), hourOf(to))
      .map((row) => {
        const key = `${Number(row['stream'])} ${Number(row['hour'])}`;
        const figures = {
          fetched: Number(row['fetched']),
          duplicates: Number(row['duplicates']),
          quarantined: Number(row['quarantined']),
          spooled: spooled.get(key) ?? 0,
          released: Number(row['released']),
        };
        return {
          connectorId: String(row['connector']),
          logType: row['log_type'] as LogType,
          hour: Number(row['hour']) * hourMs,
          ...figures,
          delivered: outputs.get(key)?.delivered ?? {},
          refused: outputs.get(key)?.refused ?? {},
          filtered: outputs.get(key)?.filtered ?? {},
          balanced: isBalanced(figures),
        };
      });
  }

  /** The streams whose figures do not add up; always empty unless there is a bug or the file was changed from outside. */
  unbalanced(): string[] {
    return this.#db
      .sql('SELECT id, connector, log_type FROM streams')
      .all()
      .filter((row) => !isBalanced(this.counts(Number(row['id']))))
      .map((row) => `${String(row['connector'])}/${String(row['log_type'])}`);
  }

  prune(now: number): void {
    const oldest = hourOf(now) - keptHours;
    this.#db.sql('DELETE FROM ledger WHERE hour < ?').run(oldest);
    this.#db.sql('DELETE FROM ledger_outputs WHERE hour < ?').run(oldest);
  }
}

function isBalanced(figures: Pick<Counts, 'fetched' | 'duplicates' | 'quarantined' | 'spooled' | 'released'>): boolean {
  return figures.fetched === figures.duplicates + figures.quarantined + figures.spooled + figures.released;
}
