import * as z from 'zod';

import { languages, pseudoLanguages } from '../text/languages';
import { defaultHistorySettings, HistorySettingsSchema } from './history';
import { LiveLogsSettingsSchema, noLiveLogsSettings } from './live-logs-settings';
import { defaultUpdateSettings, UpdateSettingsSchema } from './updates';
import { WatchRulesSchema } from './watch-rules';

/** From which weight on the program writes a line into its own log. */
export const logLevels = ['info', 'warn', 'error'] as const;

const LanguageSchema = z.enum(['system', ...languages, ...pseudoLanguages]);

/** The app's own preferences: one row each, the default beside the validator. */
export const SettingsSchema = z.object({
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  /** Of window, menus and notifications; the pseudo-languages are for tests. */
  language: LanguageSchema.default('system'),
  /** What the close button does: keep collecting in the tray, or quit. */
  closeToTray: z.boolean().default(true),
  /** The one-time notice that collection continues in the background was shown. */
  closeNoticeShown: z.boolean().default(false),
  /** Say how many events wait before a person quits. */
  askBeforeQuit: z.boolean().default(true),
  timeZone: z.enum(['local', 'utc']).default('local'),
  /** What the desktop tells of while the window is hidden: every change, only what needs a person, or nothing. */
  notifications: z.enum(['all', 'important', 'none']).default('all'),
  logLevel: z.enum(logLevels).default('info'),
  liveLogs: LiveLogsSettingsSchema.default(noLiveLogsSettings),
  history: HistorySettingsSchema.default(defaultHistorySettings),
  /** Rules as they were last set; shipped ones that are not in here are off. */
  watchRules: WatchRulesSchema.default([]),
  updates: UpdateSettingsSchema.default(defaultUpdateSettings),
});
export type Settings = z.infer<typeof SettingsSchema>;

export const defaultSettings: Settings = SettingsSchema.parse({});

export const SettingsPatchSchema = z.object({
  theme: z.enum(['system', 'light', 'dark']).optional(),
  language: LanguageSchema.optional(),
  closeToTray: z.boolean().optional(),
  closeNoticeShown: z.boolean().optional(),
  askBeforeQuit: z.boolean().optional(),
  timeZone: z.enum(['local', 'utc']).optional(),
  notifications: z.enum(['all', 'important', 'none']).optional(),
  logLevel: z.enum(logLevels).optional(),
  liveLogs: LiveLogsSettingsSchema.optional(),
  history: HistorySettingsSchema.optional(),
  watchRules: WatchRulesSchema.optional(),
  updates: UpdateSettingsSchema.optional(),
});
export type SettingsPatch = z.infer<typeof SettingsPatchSchema>;
