import { describeFailure } from '../../../shared/failures/catalogue';
import type { Failure } from '../../../shared/failures/failure';
import type { BackoffSettings } from '../kit/backoff';
import { backoffMs } from '../kit/backoff';
import type { Random } from '../kit/clock';

/** Disturbances pass in seconds to minutes. */
const transientWait: BackoffSettings = { baseMs: 2_000, capMs: 5 * 60_000 };
/** What needs a person is looked at again now and then, so that collection starts by itself once it is mended. */
const personWait: BackoffSettings = { baseMs: 60_000, capMs: 5 * 60_000 };

/** Whether only a person can mend it. */
export function needsPerson(failure: Failure): boolean {
  switch (describeFailure(failure.code).kind) {
    case 'configuration':
    case 'authentication':
    case 'permission':
      return true;
    case 'throttled':
    case 'transient':
    case 'bad-data':
    case 'refused':
    case 'internal':
      return false;
  }
}

/**
 * How long to wait before try number `attempt` + 1, ms. A wait that the other side asked for is never cut short;
 * the longer of the two is taken. There is no last try: giving up would lose events.
 */
export function retryWaitMs(failure: Failure, attempt: number, random: Random): number {
  // A token refused once is more often a passing disturbance than a withdrawn key (API.md §1.3).
  const settings = needsPerson(failure) && failure.code !== 'MC-AUTH-REFUSED' ? personWait : transientWait;
  return Math.max(failure.retryAfterMs ?? 0, backoffMs(attempt, settings, random));
}
