import * as z from 'zod';

import { failureCodes } from '../failures/catalogue';
import { MessageSchema } from '../text/message';

/** One thing that was looked at. `payload` holds figures and words of our own as the report names them, never a secret and nothing from an event. */
export const DiagnosticStepSchema = z.object({
  id: z.string(),
  title: MessageSchema,
  state: z.enum(['ok', 'warning', 'failed']),
  message: MessageSchema,
  /** The entry of the catalogue that says who acts. */
  code: z.enum(failureCodes).nullable(),
  payload: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
});
export type DiagnosticStep = z.infer<typeof DiagnosticStepSchema>;

/** `text` is the whole report as it would be saved, to be read before. */
export const DiagnosticsSchema = z.object({ at: z.number(), durationMs: z.number(), steps: z.array(DiagnosticStepSchema), text: z.string() });
export type Diagnostics = z.infer<typeof DiagnosticsSchema>;

export const LogLevelSchema = z.enum(['info', 'warn', 'error']);
export type LogLevel = z.infer<typeof LogLevelSchema>;

/** One line of the program's own log; `fields` as JSON, empty when there are none. */
export const LogLineSchema = z.object({ at: z.string(), level: LogLevelSchema, event: z.string(), fields: z.string() });
export type LogLine = z.infer<typeof LogLineSchema>;

export const StoragePartSchema = z.object({ id: z.enum(['spool', 'events', 'logs', 'configuration']), path: z.string(), bytes: z.number(), files: z.number().int() });
export type StoragePart = z.infer<typeof StoragePartSchema>;

/** The spool as it was before an update changed its tables. `at` is epoch ms. */
export const SpoolCopySchema = z.object({ path: z.string(), bytes: z.number(), at: z.number() });
export type SpoolCopyView = z.infer<typeof SpoolCopySchema>;

/** What lies on the disk of this computer. `freeBytes` of the disk of the profile; the copy is not among the parts. */
export const StorageSchema = z.object({ parts: z.array(StoragePartSchema), spoolCopy: SpoolCopySchema.nullable(), freeBytes: z.number() });
export type Storage = z.infer<typeof StorageSchema>;
