import * as z from 'zod';

import { FailureSchema } from '../failures/failure';

/** `tell`: look once a day and say so. `download`: fetch it as well. It is installed only when a person says so. */
export const UpdateModeSchema = z.enum(['off', 'tell', 'download']);
export type UpdateMode = z.infer<typeof UpdateModeSchema>;

/** `beta` also offers versions that are being tried out. */
export const UpdateChannelSchema = z.enum(['latest', 'beta']);
export type UpdateChannel = z.infer<typeof UpdateChannelSchema>;

export const UpdateSettingsSchema = z.object({ mode: UpdateModeSchema, channel: UpdateChannelSchema });
export type UpdateSettings = z.infer<typeof UpdateSettingsSchema>;

export const defaultUpdateSettings: UpdateSettings = { mode: 'tell', channel: 'latest' };

/** Why this copy never looks for updates, or does not now. */
export const updateOffReasons = ['checkout', 'not-for-release', 'package-manager', 'no-address', 'no-publisher', 'policy', 'setting'] as const;
export type UpdateOffReason = (typeof updateOffReasons)[number];

/** Times are epoch ms. */
export const UpdateStateSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('off'), reason: z.enum(updateOffReasons) }),
  /** `checkedAt` null: not looked yet. Otherwise this was the newest version then. */
  z.object({ kind: z.literal('idle'), checkedAt: z.number().nullable() }),
  z.object({ kind: z.literal('checking') }),
  z.object({ kind: z.literal('available'), version: z.string(), checkedAt: z.number() }),
  z.object({ kind: z.literal('downloading'), version: z.string(), percent: z.number().min(0).max(100) }),
  z.object({ kind: z.literal('ready'), version: z.string() }),
  /** `version` null: it is not even known whether there is an update. */
  z.object({ kind: z.literal('failed'), version: z.string().nullable(), failure: FailureSchema }),
]);
export type UpdateState = z.infer<typeof UpdateStateSchema>;

export const UpdatesViewSchema = z.object({
  state: UpdateStateSchema,
  /** What is in force: the policy of the organization before the choice of the administrator. */
  mode: UpdateModeSchema,
  channel: UpdateChannelSchema,
  /** What the organization decided: shown, not changed. */
  managed: z.object({ mode: z.boolean(), channel: z.boolean() }),
});
export type UpdatesView = z.infer<typeof UpdatesViewSchema>;
