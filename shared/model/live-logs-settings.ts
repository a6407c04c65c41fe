import * as z from 'zod';

import { longestFilter } from '../filter/parse';

/** A column and its width in pixels. `field` is a field as a filter names it. */
export const ColumnLayoutSchema = z.object({ field: z.string().min(1).max(100), width: z.number().int().min(48).max(1200) });
export type ColumnLayout = z.infer<typeof ColumnLayoutSchema>;

export const SavedFilterSchema = z.object({ name: z.string().min(1).max(80), text: z.string().max(longestFilter) });
export type SavedFilter = z.infer<typeof SavedFilterSchema>;

/** Text that is marked in the rows; colour 0-8. */
export const HighlightSchema = z.object({ text: z.string().min(1).max(200), colour: z.number().int().min(0).max(8) });
export type Highlight = z.infer<typeof HighlightSchema>;

/** How the times of rows are written: as moments, as their age, or as the span since the row before. */
export const timeForms = ['moment', 'age', 'step'] as const;
export type TimeForm = (typeof timeForms)[number];

/** What Live Logs remembers. */
export const LiveLogsSettingsSchema = z.object({
  filters: z.array(SavedFilterSchema).max(50),
  /** By log type, "all" for several at once; a missing one is the layout that the program comes with. */
  layouts: z.record(z.string().max(40), z.array(ColumnLayoutSchema).min(1).max(24)),
  highlights: z.array(HighlightSchema).max(9),
  /** Keys without Ctrl work in the list (WCAG 2.1.4). */
  letterKeys: z.boolean(),
  /** Addresses in texts are written so that nothing makes a link of them. */
  defang: z.boolean(),
  times: z.enum(timeForms).default('moment'),
  /** What arrives is summed up for screen readers, at most every ten seconds. */
  spokenSummary: z.boolean().default(false),
});
export type LiveLogsSettings = z.infer<typeof LiveLogsSettingsSchema>;

export const noLiveLogsSettings: LiveLogsSettings = { filters: [], layouts: {}, highlights: [], letterKeys: true, defang: false, times: 'moment', spokenSummary: false };
