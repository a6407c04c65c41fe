import * as z from 'zod';

import { LogTypeSchema } from './log-type';

const bytes = z.number().int().min(0);

/** How a forecast came about: from the shape of the days before, or by the rate of today alone. */
export const forecastBases = ['previous-days', 'today'] as const;
export type ForecastBasis = (typeof forecastBases)[number];

/** What an output sent on the current day of UTC, in bytes as the events are written, before compression. */
export const VolumeStatusSchema = z.object({
  /** Epoch ms of the day's start. */
  day: z.number(),
  bytes,
  /** Log types of which nothing was sent today are absent. */
  byLogType: z.partialRecord(LogTypeSchema, bytes),
  /** null: no limit was entered. */
  limitBytes: bytes.nullable(),
  warnAtPercent: z.number().int(),
  /** Whether sending pauses at the limit. */
  stops: z.boolean(),
  /** Bytes expected by the end of the day; null as long as nothing can be said. */
  forecast: z.object({ bytes, basis: z.enum(forecastBases) }).nullable(),
});
export type VolumeStatus = z.infer<typeof VolumeStatusSchema>;

/** Where the warning stands when the administrator did not choose. */
export const defaultWarnAtPercent = 80;
