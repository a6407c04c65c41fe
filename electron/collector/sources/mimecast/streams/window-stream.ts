import * as z from 'zod';

import type { LogType } from '../../../../../shared/model/log-type';
import type { Message } from '../../../../../shared/text/message';
import { decodePage } from '../../../pipeline/decode-lines';
import type { PollContext, Step, Stream } from '../../source';
import { step } from '../../source';
import type { ApiClient } from '../client/api-client';
import { listPages } from '../client/list-pages';

/**
 * Read again with every poll: records appear in the log some time after they happened (API.md §8 trap 10), and the
 * ids tell the repeats apart.
 */
const lookbackMs = 30 * 60_000;
/** A backlog is read in pieces, so that each is saved before the next. */
const sliceMs = 24 * 3_600_000;
/** The end of the window lags behind the clock: both clocks and Mimecast's own writes need a moment. */
const settleMs = 1000;
/** Headroom at the horizon: a walk that begins at its edge must not cross it on its way. */
const edgeMs = 10 * 60_000;

const CursorSchema = z.object({
  /** Everything up to here was read, epoch ms. */
  until: z.number(),
});

export type WindowDeclaration = {
  readonly logType: LogType;
  readonly path: string;
  readonly records: readonly (string | number)[];
  /** The filter for [from, to], ISO times in UTC. */
  readonly filter: (from: string, to: string) => Readonly<Record<string, unknown>>;
  /** How far back Mimecast answers, ms; null: not documented. */
  readonly horizonMs: number | null;
};

/** DLP logs: no id of their own, oldest first (API.md §3). */
export const dlpDeclaration: WindowDeclaration = {
  logType: 'DLP',
  path: '/api/dlp/get-logs',
  records: ['data', 0, 'dlpLogs'],
  filter: (from, to) => ({ from, to, oldestFirst: true }),
  horizonMs: null,
};

/** Audit events: 60 days of history, order not documented (API.md §4). */
export const auditDeclaration: WindowDeclaration = {
  logType: 'Audit_Events',
  path: '/api/audit/get-audit-events',
  records: ['data'],
  filter: (from, to) => ({ startDateTime: from, endDateTime: to }),
  horizonMs: 60 * 24 * 3_600_000,
};

/**
 * Whether a position lies in the future: the clock of this computer was ahead when it was saved. What happened since
 * was never asked for, so the position means nothing.
 */
export function isInFuture(position: number, now: number): boolean {
  return position > now;
}

/** Where to go on instead: at the newest event that was collected, by Mimecast's own clock. */
export function beforeClockWasWrong(context: PollContext, now: number): number {
  return Math.min(context.newest ?? context.startFrom, now);
}

/** `+0000` without a colon is the documented form (API.md §3). */
export function apiTime(epochMs: number): string {
  return `${new Date(epochMs).toISOString().slice(0, 19)}+0000`;
}

/** A log read by windows of time: [until - lookback, now], each window paged to its end before the position moves. */
export class WindowStream implements Stream {
  readonly logType: LogType;
  readonly horizonMs: number | null;
  readonly #declaration: WindowDeclaration;
  readonly #client: ApiClient;

  constructor(declaration: WindowDeclaration, client: ApiClient) {
    this.logType = declaration.logType;
    this.horizonMs = declaration.horizonMs;
    this.#declaration = declaration;
    this.#client = client;
  }

  async *poll(context: PollContext): AsyncGenerator<Step, void, void> {
    const { clock, signal } = context;
    const { path, records, filter, horizonMs } = this.#declaration;
    await this.#client.authenticate(signal);
    const parsed = CursorSchema.safeParse(context.cursor);
    let from = parsed.success ? parsed.data.until - lookbackMs : context.startFrom;
    const inFuture = parsed.success && isInFuture(from, this.#client.now());
    if (inFuture) from = beforeClockWasWrong(context, this.#client.now()) - lookbackMs;
    if (horizonMs !== null) from = Math.max(from, this.#client.now() - horizonMs + edgeMs);
    let position = { until: parsed.success && !inFuture ? Math.max(parsed.data.until, from) : from + lookbackMs };
    // Pins the start: were the first window interrupted, the next try would otherwise begin later.
    if (!parsed.success) yield step(position);
    for (;;) {
      const now = this.#client.now() - settleMs;
      // A clock that was set back must not move the position back with it.
      const to = Math.max(Math.min(from + sliceMs, now), from);
      for await (const page of listPages(this.#client, clock, { path, records, filter: filter(apiTime(from), apiTime(to)), source: `${this.logType} ${apiTime(from)}` }, signal)) {
        // The position stays until the window is complete: the order of pages is not promised.
        yield step(position, decodePage(this.logType, page, page.source));
      }
      position = { until: Math.max(to, position.until) };
      yield step(position);
      if (to >= now) return;
      from = to;
    }
  }

  notes(): readonly Message[] {
    return [];
  }

  /** No quota is documented; below this nothing is gained. */
  floorMs(): number {
    return 5_000;
  }
}
