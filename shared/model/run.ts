import * as z from 'zod';

import { LogTypeSchema } from './log-type';

const count = z.number().int().min(0);

/** `ok`: it brought something. `stopped`: it was cut off, by the administrator or by the end of the program. */
export const runOutcomes = ['running', 'ok', 'nothing', 'failed', 'stopped'] as const;
export type RunOutcome = (typeof runOutcomes)[number];

/**
 * One poll of one log type, or several in a row that brought nothing and ended alike: then times and figures are those of all
 * of them, and what is said of a moment is that of the last.
 */
export const RunSchema = z.object({
  id: z.number().int(),
  connectorId: z.string(),
  logType: LogTypeSchema,
  /** Epoch ms; of the first. */
  startedAt: z.number(),
  /** Epoch ms; of the last. */
  lastStartedAt: z.number(),
  /** How many polls this is. */
  times: z.number().int().min(1),
  /** Of the last, ms; null while it runs, and when it was cut off with the program. */
  durationMs: z.number().nullable(),
  outcome: z.enum(runOutcomes),
  fetched: count,
  /** New events. */
  fresh: count,
  duplicates: count,
  quarantined: count,
  /** Of the records as they are kept, after decompression. */
  bytes: count,
  /** Which failure in a row the last was; 0 when it did not fail. */
  attempt: count,
  /** Why the last failed: a code of the catalogue, the technical detail, and the reference that is in the log. */
  failure: z.object({ code: z.string(), detail: z.string().nullable(), ref: z.string() }).nullable(),
  /** Epoch ms when the next poll was due; null when none was. */
  nextPollAt: z.number().nullable(),
});
export type Run = z.infer<typeof RunSchema>;

/** Where a page ends. */
const place = z.object({ at: z.number(), id: z.number().int() });

export const RunsOfSchema = z.object({
  connectorId: z.string().max(64),
  /** null: all of them. */
  logType: LogTypeSchema.nullable(),
  onlyFailed: z.boolean(),
});
export type RunsOf = z.infer<typeof RunsOfSchema>;

/** Newest first, those behind `before`. */
export const RunAskSchema = RunsOfSchema.extend({ before: place.nullable(), limit: z.number().int().min(1).max(500) });
export type RunAsk = z.infer<typeof RunAskSchema>;

export const RunPageSchema = z.object({
  runs: z.array(RunSchema),
  /** The `before` of the next page; null when there is none. */
  next: place.nullable(),
});
export type RunPage = z.infer<typeof RunPageSchema>;
