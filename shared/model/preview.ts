import * as z from 'zod';

import { longestFilter } from '../filter/parse';
import { MessageSchema } from '../text/message';
import { LogTypeSchema } from './log-type';

/** More bookmarks than this make no list to go through. */
export const mostMarks = 200;

/** Which events of the buffer are meant, oldest first. */
const listShape = {
  /** A filter (shared/filter); moments in it carry their offset. "" matches all. */
  text: z.string().max(longestFilter),
  /** Empty: all. */
  logTypes: z.array(LogTypeSchema),
  /** Empty: all. */
  connectorIds: z.array(z.string()),
  /** Freezing the list is asking with `upTo`: events with a higher seq are left out. */
  upTo: z.number().int().nullable(),
  /** Clearing the list is asking with `after`: events up to this seq are left out. */
  after: z.number().int().min(0).default(0),
  /** Bookmarked events: in the list whatever the filter says. */
  marks: z.array(z.number().int()).max(mostMarks).default([]),
};
export const PreviewListSchema = z.object(listShape);
export type PreviewList = z.infer<typeof PreviewListSchema>;

/** A field as a filter names it. */
const fieldName = z.string().min(1).max(100);

/** What the window asks for, about ten times a second: a part of the list. */
export const PreviewAskSchema = z.object({
  ...listShape,
  /** `tail`: the last `count` matches. `from`: the `count` matches that start at index `from` of the list (0 = oldest). */
  at: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('tail') }),
    z.object({ kind: z.literal('from'), index: z.number().int().min(0) }),
  ]),
  count: z.number().int().min(0).max(200),
  /** Fields shown beside those that every row has. */
  extra: z.array(fieldName).max(24).default([]),
  /** Tell when an event later than `after` matches this filter. */
  pauseOn: z.object({ text: z.string().max(longestFilter), after: z.number().int() }).nullable().default(null),
  /** Whether the arrivals over time are wanted. */
  histogram: z.boolean().default(false),
});
export type PreviewAsk = z.infer<typeof PreviewAskSchema>;

/** One row of the live list. Texts are untrusted: shown as text only. */
export const PreviewRowSchema = z.object({
  /** Grows by one per event that entered the buffer: the key of the row. */
  seq: z.number().int(),
  time: z.string().nullable(),
  /** Epoch ms. */
  arrivedAt: z.number(),
  connector: z.string(),
  logType: LogTypeSchema,
  eventType: z.string(),
  action: z.string().nullable(),
  status: z.enum(['passed', 'failed']).nullable(),
  sender: z.string().nullable(),
  recipients: z.string().nullable(),
  subject: z.string().nullable(),
  /** The values of the fields asked for with `extra`, in that order. */
  extra: z.array(z.string().nullable()),
});
export type PreviewRow = z.infer<typeof PreviewRowSchema>;

/** Arrivals in equal steps from `from` to `to`, epoch ms: of all events in the buffer, and of those in the list. */
export const HistogramSchema = z.object({ from: z.number(), to: z.number(), all: z.array(z.number().int()), matched: z.array(z.number().int()) });
export type Histogram = z.infer<typeof HistogramSchema>;

export const PreviewReplySchema = z.object({
  rows: z.array(PreviewRowSchema),
  /** Index of the first row in the list. */
  firstIndex: z.number().int(),
  /** How many events the list has, as far as it was searched. */
  matched: z.number().int(),
  /** How many events the buffer holds (between `after` and `upTo`), and how many it can hold. */
  buffered: z.number().int(),
  capacity: z.number().int(),
  /** Bytes that the buffer takes, and may take. */
  bytes: z.number().int(),
  bytesAtMost: z.number().int(),
  /** Highest seq that entered the buffer so far. */
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
  /** Events that the filter has not looked at yet; the newest are looked at first. */
  unsearched: z.number().int(),
  /** Why the filter cannot be used; the list is empty then. */
  problem: MessageSchema.nullable(),
  /** The first event that `pauseOn` asks for. */
  pausedBy: z.number().int().nullable(),
  histogram: HistogramSchema.nullable(),
});
export type PreviewReply = z.infer<typeof PreviewReplySchema>;

export const PreviewDetailSchema = z.object({
  seq: z.number().int(),
  id: z.string(),
  connectorId: z.string(),
  connector: z.string(),
  logType: LogTypeSchema,
  /** The record as received, text untouched. */
  raw: z.string(),
  /** JSON text of the normalized event. */
  normalized: z.string(),
  arrivedAt: z.number(),
  /** Which raw field feeds which normalized one; paths with dots. */
  pairs: z.array(z.object({ raw: z.string(), field: z.string() })),
  /** Raw fields that no normalized field takes anything from. */
  unmapped: z.array(z.string()),
});
export type PreviewDetail = z.infer<typeof PreviewDetailSchema>;

/** Values of a field that occur in the buffer, most frequent first. */
export const PreviewValuesAskSchema = z.object({ field: fieldName, prefix: z.string().max(200) });
export const PreviewValuesSchema = z.array(z.object({ value: z.string(), count: z.number().int() }));
export type PreviewValue = z.infer<typeof PreviewValuesSchema>[number];

export const previewFormats = ['ndjson', 'json', 'csv'] as const;
export type PreviewFormat = (typeof previewFormats)[number];

/** Events of the list as text: NDJSON and JSON hold the records as received, CSV the columns named. */
export const PreviewTextAskSchema = z.object({
  list: PreviewListSchema,
  format: z.enum(previewFormats),
  columns: z.array(fieldName).max(40),
  /** Mail addresses, IP addresses, subjects and file names are blotted out. */
  redact: z.boolean(),
});
export type PreviewTextAsk = z.infer<typeof PreviewTextAskSchema>;
/** At most as many events are copied to the clipboard at once. */
export const mostCopied = 5000;
