import type { OutputStatus } from '../../../shared/model/collection';

/** What can be said of one event at one output. */
export type Passage = 'through' | 'open' | 'unknown';

/** Every spooled batch makes a new report; after this time the report at hand knows of the event. */
const reportedAfterMs = 5000;

/** The status counts per output, not per event: only when nothing waits is it certain that the output is through with this one. */
export function passageOf(output: OutputStatus | undefined, now: number, spooledAt: number): Passage {
  if (output === undefined) return 'unknown';
  if (output.waiting > 0) return 'open';
  return now - spooledAt < reportedAfterMs ? 'unknown' : 'through';
}
