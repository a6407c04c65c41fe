import type { LogType } from '../../../shared/model/log-type';
import type { Run, RunAsk, RunOutcome, RunPage } from '../../../shared/model/run';
import type { SqlRow } from './driver';
import type { RunEnd } from './spool';
import type { SpoolDatabase } from './spool-database';

/** Kept for each stream: the newest, and none older than this. */
const mostRuns = 500;
const keptMs = 30 * 24 * 3_600_000;
/** Polls that brought nothing are written down this often, ms; asking for the runs and closing write them, too. */
const idleEveryMs = 10 * 60_000;
/** A vendor's answer may be long; the start of it tells what it is. */
const longestDetail = 1000;

/** What one commit of a run brought. */
export type RunFigures = { readonly fetched: number; readonly fresh: number; readonly duplicates: number; readonly quarantined: number; readonly bytes: number };

/** Polls in a row that brought not even a known record: they are in no table yet. */
type Idle = { readonly startedAt: number; readonly last: RunEnd; readonly times: number };

const columns = 'r.id, r.started, r.last, r.ended, r.times, r.outcome, r.fetched, r.fresh, r.duplicates, r.quarantined, r.bytes, r.attempt, r.code, r.detail, r.ref, r.next';

/**
 * What became of every poll. A run that brings records has its row from its first commit on, in that transaction, so its
 * figures are those of what is durable; its end is written when it is known. Runs that brought nothing and ended like the one
 * before are one row: months without events take no room.
 */
export class RunTable {
  readonly #db: SpoolDatabase;
  /** By stream: the start of the run that has a row and no end yet. Any other such row was cut off with its program. */
  readonly #open = new Map<number, number>();
  readonly #idle = new Map<number, Idle>();

  constructor(db: SpoolDatabase) {
    this.#db = db;
  }

  /** Inside the transaction of the commit. */
  add(stream: number, startedAt: number, { fetched, fresh, duplicates, quarantined, bytes }: RunFigures): void {
    this.#db
      .sql(
        `INSERT INTO runs (stream, started, last, outcome, fetched, fresh, duplicates, quarantined, bytes) VALUES (?, ?, ?, 'running', ?, ?, ?, ?, ?)
         ON CONFLICT (stream, started) DO UPDATE SET fetched = fetched + excluded.fetched, fresh = fresh + excluded.fresh,
         duplicates = duplicates + excluded.duplicates, quarantined = quarantined + excluded.quarantined, bytes = bytes + excluded.bytes`,
      )
      .run(stream, startedAt, startedAt, fetched, fresh, duplicates, quarantined, bytes);
    this.#open.set(stream, startedAt);
  }

  end(stream: number, end: RunEnd): void {
    this.#open.delete(stream);
    const own = this.#db.sql('SELECT id, fresh, quarantined FROM runs WHERE stream = ? AND started = ?').get(stream, end.startedAt);
    if (own === undefined && end.outcome === 'done') {
      const before = this.#idle.get(stream);
      const idle = { startedAt: before?.startedAt ?? end.startedAt, last: end, times: (before?.times ?? 0) + 1 };
      this.#idle.set(stream, idle);
      if (end.endedAt - idle.startedAt >= idleEveryMs) this.flush();
      return;
    }
    this.flush();
    this.#db.transaction(() => {
      const brought = own !== undefined && Number(own['fresh']) + Number(own['quarantined']) > 0;
      const outcome: RunOutcome = end.outcome === 'done' ? (brought ? 'ok' : 'nothing') : end.outcome;
      if (!brought && this.#joins(stream, end, outcome, own)) return;
      if (own === undefined) this.#db.sql("INSERT INTO runs (stream, started, last, outcome) VALUES (?, ?, ?, 'running')").run(stream, end.startedAt, end.startedAt);
      this.#close('stream = ? AND started = ?', [stream, end.startedAt], end, outcome);
      this.#prune(stream, end.endedAt);
    });
  }

  /** Writes down the polls that brought nothing. */
  flush(): void {
    if (this.#idle.size === 0) return;
    this.#db.transaction(() => {
      for (const [stream, { startedAt, last, times }] of this.#idle) {
        const before = this.#before(stream, startedAt);
        if (before?.['outcome'] === 'nothing') {
          this.#db.sql('UPDATE runs SET times = times + ? WHERE id = ?').run(times, Number(before['id']));
          this.#close('id = ?', [Number(before['id'])], last, 'nothing');
          continue;
        }
        this.#db.sql("INSERT OR IGNORE INTO runs (stream, started, last, outcome, times) VALUES (?, ?, ?, 'running', ?)").run(stream, startedAt, startedAt, times);
        this.#close('stream = ? AND started = ?', [stream, startedAt], last, 'nothing');
        this.#prune(stream, last.endedAt);
      }
    });
    this.#idle.clear();
  }

  page({ connectorId, logType, onlyFailed, before, limit }: RunAsk): RunPage {
    this.flush();
    const rows = this.#db
      .sql(
        `SELECT ${columns}, r.stream, s.connector, s.log_type FROM runs r JOIN streams s ON s.id = r.stream
         WHERE s.connector = ? AND (? IS NULL OR s.log_type = ?) AND (? = 0 OR r.outcome = 'failed') AND (r.last, r.id) < (?, ?)
         ORDER BY r.last DESC, r.id DESC LIMIT ?`,
      )
      .all(connectorId, logType, logType, onlyFailed ? 1 : 0, before?.at ?? Number.MAX_SAFE_INTEGER, before?.id ?? Number.MAX_SAFE_INTEGER, limit + 1);
    const runs = rows.slice(0, limit).map((row) => this.#runOf(row));
    const last = rows.length > limit ? runs.at(-1) : undefined;
    return { runs, next: last === undefined ? null : { at: last.lastStartedAt, id: last.id } };
  }

  /** True when the run became part of the one before it. */
  #joins(stream: number, end: RunEnd, outcome: RunOutcome, own: SqlRow | undefined): boolean {
    if (outcome === 'stopped') return false;
    const before = this.#before(stream, end.startedAt);
    if (before?.['outcome'] !== outcome || before['code'] !== (end.failure?.code ?? null)) return false;
    if (Number(before['fresh']) + Number(before['quarantined']) > 0) return false;
    const id = Number(before['id']);
    this.#db.sql('UPDATE runs SET times = times + 1 WHERE id = ?').run(id);
    if (own !== undefined) {
      this.#db
        .sql(
          `UPDATE runs SET fetched = runs.fetched + own.fetched, duplicates = runs.duplicates + own.duplicates, bytes = runs.bytes + own.bytes
           FROM runs own WHERE own.id = ? AND runs.id = ?`,
        )
        .run(Number(own['id']), id);
      this.#db.sql('DELETE FROM runs WHERE id = ?').run(Number(own['id']));
    }
    this.#close('id = ?', [id], end, outcome);
    return true;
  }

  #before(stream: number, startedAt: number): SqlRow | undefined {
    return this.#db.sql('SELECT id, outcome, code, fresh, quarantined FROM runs WHERE stream = ? AND started < ? ORDER BY started DESC LIMIT 1').get(stream, startedAt);
  }

  #close(where: 'id = ?' | 'stream = ? AND started = ?', key: readonly number[], end: RunEnd, outcome: RunOutcome): void {
    const { startedAt, endedAt, attempt, failure, nextPollAt } = end;
    this.#db
      .sql(`UPDATE runs SET last = ?, ended = ?, outcome = ?, attempt = ?, code = ?, detail = ?, ref = ?, next = ? WHERE ${where}`)
      .run(startedAt, endedAt, outcome, attempt, failure?.code ?? null, failure?.detail?.slice(0, longestDetail) ?? null, failure?.ref ?? null, nextPollAt, ...key);
  }

  #prune(stream: number, now: number): void {
    this.#db
      .sql('DELETE FROM runs WHERE stream = ? AND (last < ? OR started < (SELECT started FROM runs WHERE stream = ? ORDER BY started DESC LIMIT 1 OFFSET ?))')
      .run(stream, now - keptMs, stream, mostRuns - 1);
  }

  #runOf(row: SqlRow): Run {
    const outcome = row['outcome'] as RunOutcome;
    const cutOff = outcome === 'running' && this.#open.get(Number(row['stream'])) !== Number(row['started']);
    return {
      id: Number(row['id']),
      connectorId: String(row['connector']),
      logType: row['log_type'] as LogType,
      startedAt: Number(row['started']),
      lastStartedAt: Number(row['last']),
      times: Number(row['times']),
      durationMs: row['ended'] === null ? null : Math.max(0, Number(row['ended']) - Number(row['last'])),
      outcome: cutOff ? 'stopped' : outcome,
      fetched: Number(row['fetched']),
      fresh: Number(row['fresh']),
      duplicates: Number(row['duplicates']),
      quarantined: Number(row['quarantined']),
      bytes: Number(row['bytes']),
      attempt: Number(row['attempt']),
      failure: typeof row['code'] === 'string' ? { code: row['code'], detail: typeof row['detail'] === 'string' ? row['detail'] : null, ref: String(row['ref']) } : null,
      nextPollAt: typeof row['next'] === 'number' ? row['next'] : null,
    };
  }
}
