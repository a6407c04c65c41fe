import * as z from 'zod';

import { FailureSchema } from '../failures/failure';
import { MessageSchema } from '../text/message';
import { VolumeStatusSchema } from './budget';
import { HealthSchema } from './health';
import { LogTypeSchema } from './log-type';
import { ArrivalStatusSchema } from './proof';

const count = z.number().int().min(0);

/**
 * What became of every record of one connector and log type since it was created.
 * Always: fetched = duplicates + quarantined + spooled + released, and for every output that wants the stream
 * released = delivered[output] + refused[output] + filtered[output] as soon as nothing waits for another output.
 */
export const CountsSchema = z.object({
  fetched: count,
  duplicates: count,
  quarantined: count,
  /** In the spool: not yet settled by every output that wants it. */
  spooled: count,
  /** Settled (acknowledged or refused) by every output that wanted it. */
  released: count,
  /** By output id. */
  delivered: z.record(z.string(), count),
  refused: z.record(z.string(), count),
  /** Events that the output's filter left out: settled, never sent. Absent where nothing was filtered. */
  filtered: z.record(z.string(), count).optional(),
});
export type Counts = z.infer<typeof CountsSchema>;

/** A span that could not be collected: shown, never silent. Times are ISO UTC. */
export const GapSchema = z.object({ from: z.string(), to: z.string(), why: MessageSchema, at: z.number() });
export type Gap = z.infer<typeof GapSchema>;

/** One hour of the loss ledger of one connector and log type. `hour` is epoch ms of its start (UTC). */
export const LedgerRowSchema = z.object({
  connectorId: z.string(),
  logType: LogTypeSchema,
  hour: z.number(),
  fetched: count,
  duplicates: count,
  quarantined: count,
  spooled: count,
  released: count,
  delivered: z.record(z.string(), count),
  refused: z.record(z.string(), count),
  /** Left out by the output's filter: settled, never sent. Hours that were counted before this was booked have such events under `delivered`. */
  filtered: z.record(z.string(), count),
  /** fetched = duplicates + quarantined + spooled + released. */
  balanced: z.boolean(),
});
export type LedgerRow = z.infer<typeof LedgerRowSchema>;

/** A read of the past beside live collection. */
export const BackfillStatusSchema = z.object({
  state: z.enum(['running', 'paused']),
  /** Epoch ms where it began. */
  from: z.number(),
  /** New events it brought so far. */
  collected: count,
  /** 0 to 1; null where the vendor does not tell positions in time. */
  progress: z.number().nullable(),
  failure: FailureSchema.nullable(),
});
export type BackfillStatus = z.infer<typeof BackfillStatusSchema>;

export const StreamStatusSchema = z.object({
  connectorId: z.string(),
  connectorName: z.string(),
  logType: LogTypeSchema,
  health: HealthSchema,
  /** A poll is under way now. */
  polling: z.boolean(),
  lastPollAt: z.number().nullable(),
  nextPollAt: z.number().nullable(),
  /** Epoch ms of the newest event seen. */
  lastEventAt: z.number().nullable(),
  counts: CountsSchema,
  gaps: z.array(GapSchema),
  /** Epoch ms when Mimecast starts to give up logs that were not read yet; null: not documented, or nothing read yet. */
  dataExpiresAt: z.number().nullable(),
  /** How far back Mimecast still answers the way this log type is collected now, ms; null where nothing is documented. */
  horizonMs: z.number().nullable(),
  backfill: BackfillStatusSchema.nullable(),
  /** Epoch ms at which a pause that a person asked for ends; null: when resumed. Absent: no such pause. */
  pausedUntil: z.number().nullable().optional(),
  /** What the collector found out and remembers, e.g. which form of the SIEM request works. */
  notes: z.array(MessageSchema),
});
export type StreamStatus = z.infer<typeof StreamStatusSchema>;

export const OutputStatusSchema = z.object({
  outputId: z.string(),
  name: z.string(),
  health: HealthSchema,
  /** Events waiting for this output. */
  waiting: count,
  delivered: count,
  refused: count,
  /** Left out by the output's filter: neither sent nor owed. Absent: none. */
  filtered: count.optional(),
  lastDeliveredAt: z.number().nullable(),
  /** What was sent today, against the daily volume. */
  volume: VolumeStatusSchema.optional(),
  /** The canary; absent where it is off. */
  arrival: ArrivalStatusSchema.optional(),
});
export type OutputStatus = z.infer<typeof OutputStatusSchema>;

/** Everything the status screen, the tray and the terminal show. */
export const CollectionStatusSchema = z.object({
  streams: z.array(StreamStatusSchema),
  outputs: z.array(OutputStatusSchema),
  /** Bytes of the spool file. */
  spoolBytes: count,
});
export type CollectionStatus = z.infer<typeof CollectionStatusSchema>;
