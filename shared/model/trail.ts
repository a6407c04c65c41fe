import * as z from 'zod';

import { LogTypeSchema } from './log-type';

export const TrailAskSchema = z.object({
  connectorId: z.string().max(64),
  logType: LogTypeSchema,
  /** As events carry it: 32 hexadecimal digits. */
  id: z.string().regex(/^[0-9a-f]{32}$/),
});
export type TrailAsk = z.infer<typeof TrailAskSchema>;

/**
 * Where an event is at an output. `removed`: it waited when the output was removed. `not-offered`: the output did not want the
 * log type then, or was not there. `unknown`: settled by a version that did not write it down.
 */
export const passages = ['waiting', 'sending', 'acknowledged', 'refused', 'filtered', 'removed', 'not-offered', 'unknown'] as const;
export type Passage = (typeof passages)[number];

export const TrailOutputSchema = z.object({
  outputId: z.string(),
  passage: z.enum(passages),
  /** Epoch ms when the output settled it; null while it has not, and where that is not known. */
  at: z.number().nullable(),
  /** The entry in quarantine of a refused event; null when there is none any more. */
  refusal: z.object({ id: z.number().int(), code: z.string(), detail: z.string() }).nullable(),
});
export type TrailOutput = z.infer<typeof TrailOutputSchema>;

/** One time that the event came into the spool: when it was fetched, or later, out of quarantine for one output. */
export const TrailBatchSchema = z.object({
  /** Number of its batch; 0 when no output wanted it. */
  batch: z.number().int(),
  /** Epoch ms of the commit; null when an earlier version wrote it. */
  spooledAt: z.number().nullable(),
  outputs: z.array(TrailOutputSchema),
});
export type TrailBatch = z.infer<typeof TrailBatchSchema>;

export const EventTrailSchema = z.object({
  /** Oldest first. Empty: the id is not among those that are remembered, so nothing can be said of it any more. */
  batches: z.array(TrailBatchSchema),
  /** False when the search ran out of time: then there may be more. */
  complete: z.boolean(),
});
export type EventTrail = z.infer<typeof EventTrailSchema>;
