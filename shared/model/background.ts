import * as z from 'zod';

/** Whether the program starts with the session, as the operating system says now. `needs-approval`: macOS asks in its own settings. */
export const LoginStartSchema = z.enum(['on', 'off', 'needs-approval', 'unsupported']);
export type LoginStart = z.infer<typeof LoginStartSchema>;

/** What is paused: a connector by its id, or everything. No id looks like the latter: ids are UUIDs. */
export type PauseScope = string;
export const everything = 'all' satisfies PauseScope;

/** A pause of the whole collection or of one connector. Epoch ms; `until` null: until a person resumes. */
export const PauseSchema = z.object({ since: z.number(), until: z.number().nullable() });
export type Pause = z.infer<typeof PauseSchema>;

/** What the program does when nobody looks. */
export const BackgroundStateSchema = z.object({
  startAtLogin: LoginStartSchema,
  /** Of the whole collection. */
  pause: PauseSchema.nullable(),
  /** Of single connectors, by id. Absent: none. */
  connectorPauses: z.record(z.string(), PauseSchema).optional(),
});
export type BackgroundState = z.infer<typeof BackgroundStateSchema>;

/** Minutes; null: until resumed. A day at the most: longer is what switching a connector off is for. */
export const PauseAskSchema = z.object({ minutes: z.number().int().min(1).max(1440).nullable() });
