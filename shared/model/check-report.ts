import * as z from 'zod';

import { failureCodes } from '../failures/catalogue';
import { FailureSchema } from '../failures/failure';
import { MessageSchema, StoredMessageSchema } from '../text/message';
import type { LogType } from './log-type';
import { LogTypeSchema } from './log-type';

/** One line of a connection test. */
export const CheckItemSchema = z.object({
  id: z.string(),
  /** e.g. "Reach api.services.mimecast.com", "Access token", "SIEM". */
  title: MessageSchema,
  logType: LogTypeSchema.nullable(),
  state: z.enum(['passed', 'failed', 'warning', 'skipped']),
  /** What was seen, e.g. "TLS 1.3, 84 ms" or "1 of 412 records read". */
  message: MessageSchema,
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

/** One check that is under way: what it is, and epoch ms when it is given up. */
export const RunningCheckSchema = z.object({ title: MessageSchema, endsAt: z.number() });
export type RunningCheck = z.infer<typeof RunningCheckSchema>;

/** What is kept of a test after its form was left. No detail of a failure: those words come from the wire. */
export const LastTestSchema = z.object({
  /** Epoch ms when it ended. */
  at: z.number(),
  passed: z.boolean(),
  /** Of the program that tested. */
  version: z.string(),
  items: z.array(CheckItemSchema.pick({ id: true, logType: true, state: true, durationMs: true }).extend({ title: StoredMessageSchema, message: StoredMessageSchema, code: z.enum(failureCodes).nullable() })),
});
export type LastTest = z.infer<typeof LastTestSchema>;

/** What stays of a test when a newer one has come: which checks failed and why, without what they saw. */
export const PastTestSchema = LastTestSchema.extend({ items: z.array(LastTestSchema.shape.items.element.pick({ id: true, title: true, logType: true, state: true, code: true })) });
export type PastTest = z.infer<typeof PastTestSchema>;

/** Tests that are kept of a connector. */
export const mostTestsKept = 10;

/** The tests of a connector with this one as the newest; it may be among them already. */
export function withTest(tests: readonly PastTest[], { at, passed, version, items }: LastTest): PastTest[] {
  const past = { at, passed, version, items: items.map(({ id, title, logType, state, code }) => ({ id, title, logType, state, code })) };
  return [past, ...tests.filter((test) => test.at !== at)].slice(0, mostTestsKept);
}

/** What a report says about these log types: one that was tested too, but is not wanted, does not count. */
export function lastTestOf(report: CheckReport, logTypes: readonly LogType[], version: string): LastTest {
  const items = report.items
    .filter((item) => item.logType === null || logTypes.includes(item.logType))
    .map(({ id, title, logType, state, message, durationMs, failure }) => ({ id, title, logType, state, message, durationMs, code: failure?.code ?? null }));
  return { at: report.startedAt + report.durationMs, passed: items.every(({ state }) => state === 'passed' || state === 'warning'), version, items };
}
