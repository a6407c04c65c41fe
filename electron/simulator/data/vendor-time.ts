/** The vendor's spelling of a time in /api/* answers: seconds, `+0000`, no colon (API.md §3). */
export function vendorTime(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}+0000`;
}

const ACCEPTED = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?(Z|[+-]\d{2}:?\d{2})$/;

/** Reads the forms that peers send successfully: `Z`, `+0000`, `+00:00` (API.md §3). Epoch ms, or null. */
export function parseVendorTime(text: unknown): number | null {
  if (typeof text !== 'string' || !ACCEPTED.test(text)) return null;
  const time = Date.parse(text.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
  return Number.isNaN(time) ? null : time;
}

export const DAY_MS = 86_400_000;

/** `YYYY-MM-DD` as the start of that UTC day, or null for anything else (API.md §2.2: batch dates have no time). */
export function parseDay(text: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  const time = Date.parse(`${text}T00:00:00.000Z`);
  return Number.isNaN(time) || !new Date(time).toISOString().startsWith(text) ? null : time;
}

/** ISO date-time with milliseconds and Z (API.md §2.2, streaming), or null. */
export function parseInstant(text: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/.test(text)) return null;
  const time = Date.parse(text);
  return Number.isNaN(time) ? null : time;
}
