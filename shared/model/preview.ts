import * as z from 'zod';

import { LogTypeSchema } from './log-type';

/** What the list asks for, about ten times a second: a window of the matching events, newest last. */
export const PreviewAskSchema = z.object({
  /** Case-insensitive text; every space-separated word must occur in the raw record. "" matches all. */
  text: z.string().max(500),
  /** Empty: all. */
  logTypes: z.array(LogTypeSchema),
  /** Empty: all. */
  connectorIds: z.array(z.string()),
  /**
   * `tail`: the last `count` matches. `from`: the `count` matches that start at index `from` of the matches
   * (0 = oldest still in the buffer). Freezing the list is asking with `upTo`: rows with a higher seq are left out.
   */
  at: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('tail') }),
    z.object({ kind: z.literal('from'), index: z.number().int().min(0) }),
  ]),
  count: z.number().int().min(0).max(200),
  upTo: z.number().int().nullable(),
});
export type PreviewAsk = z.infer<typeof PreviewAskSchema>;

/** One row of the live list. Texts are untrusted: shown as text only. */
export const PreviewRowSchema = z.object({
  /** Grows by one per event that entered the buffer: the key of the row. */
  seq: z.number().int(),
  time: z.string().nullable(),
  connector: z.string(),
  logType: LogTypeSchema,
  eventType: z.string(),
  action: z.string().nullable(),
  status: z.enum(['passed', 'failed']).nullable(),
  sender: z.string().nullable(),
  recipients: z.string().nullable(),
  subject: z.string().nullable(),
});
export type PreviewRow = z.infer<typeof PreviewRowSchema>;

export const PreviewReplySchema = z.object({
  rows: z.array(PreviewRowSchema),
  /** Index of the first row among the matches. */
  firstIndex: z.number().int(),
  /** How many events in the buffer match (up to `upTo`). */
  matched: z.number().int(),
  /** How many events the buffer holds (up to `upTo`), and how many it can hold. */
  buffered: z.number().int(),
  capacity: z.number().int(),
  /** Highest seq that entered the buffer so far: what "n new" counts from while paused. */
  latestSeq: z.number().int(),
  /** How many matches lie above `upTo` (0 when it is null). */
  newer: z.number().int(),
  /** Events the preview did not take because they came too fast, and those that left it; delivery is never affected. */
  skipped: z.number().int(),
  evicted: z.number().int(),
  /** Events per second over the last ten seconds. */
  rate: z.number(),
  /** Epoch ms of the newest arrival, or null. */
  lastArrivalAt: z.number().nullable(),
});
export type PreviewReply = z.infer<typeof PreviewReplySchema>;

export const PreviewDetailSchema = z.object({
  seq: z.number().int(),
  id: z.string(),
  connector: z.string(),
  logType: LogTypeSchema,
  /** The record as received, text untouched. */
  raw: z.string(),
  /** JSON text of the normalized event. */
  normalized: z.string(),
  arrivedAt: z.number(),
});
export type PreviewDetail = z.infer<typeof PreviewDetailSchema>;
