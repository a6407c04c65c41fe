import { describe, expect, it } from 'vitest';

import { isAbort, untilAborted } from '../../../../electron/collector/kit/abort';
import { backoffMs } from '../../../../electron/collector/kit/backoff';
import { systemClock } from '../../../../electron/collector/kit/clock';

describe('backoffMs', () => {
  const settings = { baseMs: 1000, capMs: 60_000 };

  it.each([
    [1, 500, 1000],
    [2, 1000, 2000],
    [4, 4000, 8000],
    [7, 30_000, 60_000],
    [1000, 30_000, 60_000],
  ])('attempt %i waits between %i and %i ms', (attempt, low, high) => {
    expect(backoffMs(attempt, settings, () => 0)).toBe(low);
    expect(backoffMs(attempt, settings, () => 0.999_999_9)).toBe(high);
  });
});

describe('untilAborted', () => {
  it('gives the outcome, or the reason of the signal, whichever is first', async () => {
    const stop = new AbortController();
    await expect(untilAborted(Promise.resolve(1), stop.signal)).resolves.toBe(1);
    await expect(untilAborted(Promise.reject(new Error('no')), stop.signal)).rejects.toThrow('no');
    const waiting = untilAborted(new Promise(() => undefined), stop.signal);
    const reason = new Error('stop');
    stop.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    await expect(untilAborted(new Promise(() => undefined), stop.signal)).rejects.toBe(reason);
  });
});

describe('isAbort', () => {
  it('is nothing but the end of that signal', () => {
    const stop = new AbortController();
    expect(isAbort(new DOMException('x', 'AbortError'), stop.signal)).toBe(false);
    const reason = new Error('stop');
    stop.abort(reason);
    expect(isAbort(reason, stop.signal)).toBe(true);
    expect(isAbort(new DOMException('x', 'AbortError'), stop.signal)).toBe(true);
    expect(isAbort(new Error('something else'), stop.signal)).toBe(false);
  });
});

describe('systemClock', () => {
  it('sleeps longer than a timer can, and ends by the signal', async () => {
    const stop = new AbortController();
    let over = false;
    const sleeping = systemClock.sleep(Number.MAX_SAFE_INTEGER, stop.signal).finally(() => {
      over = true;
    });
    await systemClock.sleep(5, new AbortController().signal);
    expect(over).toBe(false);
    stop.abort();
    await expect(sleeping).rejects.toThrow();
    await systemClock.sleep(-5, new AbortController().signal);
  });
});
