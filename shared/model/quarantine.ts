import * as z from 'zod';

import { LogTypeSchema } from './log-type';

/** One item that could not become an event, or that an output refused for good. */
export const QuarantineItemSchema = z.object({
  id: z.number().int(),
  connectorId: z.string(),
  connectorName: z.string(),
  logType: LogTypeSchema,
  at: z.number(),
  /** A failure code of the catalogue. */
  code: z.string(),
  detail: z.string(),
  source: z.string(),
  /** Bytes kept, and whether they are not all of it. */
  size: z.number().int(),
  cut: z.boolean(),
  /** The output that refused it; null when it could not be decoded. */
  outputId: z.string().nullable(),
  /** Whether trying again can help: a whole line, or an event an output refused. */
  retryable: z.boolean(),
});
export type QuarantineItem = z.infer<typeof QuarantineItemSchema>;

/** Newest first. */
export const QuarantinePageSchema = z.object({ total: z.number().int(), items: z.array(QuarantineItemSchema) });
export type QuarantinePage = z.infer<typeof QuarantinePageSchema>;

/** What became of a retry. */
export const RetryResultSchema = z.object({
  /** Back in the spool on their way to the outputs. */
  requeued: z.number().int(),
  /** Decoded now, but known already. */
  duplicates: z.number().int(),
  /** Still broken, or not retryable. */
  kept: z.number().int(),
});
export type RetryResult = z.infer<typeof RetryResultSchema>;
