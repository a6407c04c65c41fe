import * as z from 'zod';

import { longestFilter } from '../filter/parse';
import { MessageSchema } from '../text/message';
import { PreviewRowSchema } from './preview';

const count = z.number().int().min(0);

/** The searchable past on disk: whether it is kept, and its bounds. Whichever is reached first, the oldest events leave. */
export const HistorySettingsSchema = z.object({
  on: z.boolean(),
  /** MiB that the file may take. */
  megabytes: z.number().int().min(64).max(16_384),
  days: z.number().int().min(1).max(30),
});
export type HistorySettings = z.infer<typeof HistorySettingsSchema>;

export const defaultHistorySettings: HistorySettings = { on: true, megabytes: 512, days: 7 };

/** What the history holds. It is a copy for looking at: collection and delivery never wait for it. */
export const HistoryStatusSchema = z.object({
  on: z.boolean(),
  events: count,
  bytes: count,
  /** Epoch ms since when the file is complete, but for `notIndexed`: when it was begun or switched on again. Null while there is none. */
  since: z.number().nullable(),
  /** Events that were collected but not taken in, since the program started. */
  notIndexed: count,
  /** Events on their way into the file. */
  waiting: count,
  /** Epoch ms when a damaged file was thrown away last, since the program started. */
  begunAnewAt: z.number().nullable(),
  /** Why nothing is taken in at the moment; null when all is well. */
  problem: MessageSchema.nullable(),
});
export type HistoryStatus = z.infer<typeof HistoryStatusSchema>;

/** One event of the past as a list shows it. Texts are untrusted. */
export const HistoryRowSchema = PreviewRowSchema.omit({ seq: true, extra: true }).extend({ id: z.string() });
export type HistoryRow = z.infer<typeof HistoryRowSchema>;

/** A part of the past, the newest first. `before` is where the answer before said to go on. */
export const HistoryAskSchema = z.object({
  text: z.string().max(longestFilter),
  /** Epoch ms, when the events happened. */
  from: z.number().int().min(0),
  to: z.number().int().min(0),
  before: z.number().int().nullable(),
  limit: z.number().int().min(1).max(500),
});
export type HistoryAsk = z.infer<typeof HistoryAskSchema>;

export const HistoryPageSchema = z.object({
  rows: z.array(HistoryRowSchema),
  /** Where to go on; null when everything was looked at. A page may be empty and have more behind it. */
  next: z.number().int().nullable(),
  /** Why the filter cannot be used. */
  problem: MessageSchema.nullable(),
});
export type HistoryPage = z.infer<typeof HistoryPageSchema>;
