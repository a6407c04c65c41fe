import * as z from 'zod';

import { keptScreens } from '../../../shared/model/screens';

const RectangleSchema = z.object({ x: z.int(), y: z.int(), width: z.int(), height: z.int() });
export type Rectangle = z.infer<typeof RectangleSchema>;

export const WindowPlaceSchema = z.object({ version: z.literal(1), bounds: RectangleSchema.nullable(), maximized: z.boolean(), screen: z.enum(keptScreens).nullable().default(null).catch(null) });
export type WindowPlace = z.infer<typeof WindowPlaceSchema>;

export const smallest = { width: 900, height: 600 } as const;
const firstSize = { width: 1240, height: 820 } as const;

/** As much of the window must be on a display that it can be seen and dragged. */
const visibleAtLeast = 120;

/**
 * Where the window goes: where it was, moved and shrunk until it is on a display that exists; centred on the first
 * display when it was nowhere. `areas` are the work areas, the primary display first.
 */
export function placeOn(saved: Rectangle | null, areas: readonly Rectangle[]): Rectangle {
  const primary = areas[0] ?? { x: 0, y: 0, ...firstSize };
  const home = saved === null ? undefined : areas.find((area) => isVisible(saved, area));
  const area = home ?? primary;
  const wanted = saved ?? { ...primary, ...firstSize };
  const width = Math.min(Math.max(wanted.width, smallest.width), Math.max(area.width, smallest.width));
  const height = Math.min(Math.max(wanted.height, smallest.height), Math.max(area.height, smallest.height));
  if (home === undefined || saved === null) {
    return { x: area.x + half(area.width - width), y: area.y + half(area.height - height), width, height };
  }
  return { x: clamp(saved.x, area.x, area.x + area.width - width), y: clamp(saved.y, area.y, area.y + area.height - height), width, height };
}

function isVisible(window: Rectangle, area: Rectangle): boolean {
  const across = Math.min(window.x + window.width, area.x + area.width) - Math.max(window.x, area.x);
  const down = Math.min(window.y + window.height, area.y + area.height) - Math.max(window.y, area.y);
  return across >= visibleAtLeast && down >= visibleAtLeast;
}

function half(space: number): number {
  return Math.max(0, Math.floor(space / 2));
}

// The upper end may lie below the lower one on a display smaller than the window: then its corner counts.
function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(value, high));
}
