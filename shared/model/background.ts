import * as z from 'zod';

/** Whether the program starts with the session, as the operating system says now. `needs-approval`: macOS asks in its own settings. */
export const LoginStartSchema = z.enum(['on', 'off', 'needs-approval', 'unsupported']);
export type LoginStart = z.infer<typeof LoginStartSchema>;

/** A pause of the whole collection. Epoch ms; `until` null: until a person resumes. */
export const PauseSchema = z.object({ since: z.number(), until: z.number().nullable() });
export type Pause = z.infer<typeof PauseSchema>;

/** What the program does when nobody looks. */
export const BackgroundStateSchema = z.object({ startAtLogin: LoginStartSchema, pause: PauseSchema.nullable() });
export type BackgroundState = z.infer<typeof BackgroundStateSchema>;

/** Minutes; null: until resumed. A day at the most: longer is what switching a connector off is for. */
export const PauseAskSchema = z.object({ minutes: z.number().int().min(1).max(1440).nullable() });
