import * as z from 'zod';

import { FailureSchema } from '../failures/failure';
import { LogTypeSchema } from './log-type';

/** One line of a connection test. */
export const CheckItemSchema = z.object({
  id: z.string(),
  /** e.g. "Reach api.services.mimecast.com", "Access token", "SIEM". */
  title: z.string(),
  logType: LogTypeSchema.nullable(),
  state: z.enum(['passed', 'failed', 'warning', 'skipped']),
  /** What was seen, e.g. "TLS 1.3, 84 ms" or "1 of 412 records read". */
  message: z.string(),
  failure: FailureSchema.nullable(),
  /** What went over the wire and what came back, as text without secrets; `answer` null: nothing came back. */
  exchange: z.object({ sent: z.string(), answer: z.string().nullable() }).optional(),
  durationMs: z.number(),
});
export type CheckItem = z.infer<typeof CheckItemSchema>;

/** The result of Test Connection. `passed` only when every item passed or is a warning. */
export const CheckReportSchema = z.object({
  passed: z.boolean(),
  startedAt: z.number(),
  durationMs: z.number(),
  items: z.array(CheckItemSchema),
});
export type CheckReport = z.infer<typeof CheckReportSchema>;
