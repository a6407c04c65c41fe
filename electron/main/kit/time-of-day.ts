/** Hours, minutes and seconds, in the zone the administrator chose. */
export function timeOfDay(ms: number, zone: 'local' | 'utc'): string {
  return new Date(ms).toLocaleTimeString('en-GB', { timeStyle: 'medium', ...(zone === 'utc' ? { timeZone: 'UTC' } : {}) });
}
