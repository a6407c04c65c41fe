import type { Clock } from '../../electron/collector/kit/clock';
import { systemClock } from '../../electron/collector/kit/clock';

/** A real clock that runs `speed` times as fast: waits of minutes pass in seconds, and everything stays in proportion. */
export function fastClock(speed: number): Clock {
  const begun = Date.now();
  return {
    now: () => begun + (Date.now() - begun) * speed,
    sleep: (ms, signal) => systemClock.sleep(ms / speed, signal),
  };
}
