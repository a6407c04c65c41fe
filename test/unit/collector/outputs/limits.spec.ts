import { describe, expect, it } from 'vitest';

import { DailyBudget } from '../../../../electron/collector/outputs/limits/daily-budget';
import { paceOf } from '../../../../electron/collector/outputs/limits/pace';
import { FakeClock } from '../../../support/fake-clock';

const never = new AbortController().signal;
const mebibyte = 1024 * 1024;

describe('pace', () => {
  it('holds the rate over any stretch of time, whatever the sizes of the pieces', async () => {
    const clock = new FakeClock();
    const pace = paceOf({ eventsPerSecond: 100 }, clock);
    const started = clock.now();
    let sent = 0;
    for (const piece of [1, 25, 25, 500, 3, 250, 25, 1, 170]) {
      await pace.take(piece, never);
      sent += piece;
    }
    // Everything but the last piece must have been paid for.
    expect(clock.now() - started).toBeGreaterThanOrEqual(((sent - 170 - 100) / 100) * 1000);
    expect(clock.now() - started).toBeLessThanOrEqual((sent / 100) * 1000);
  });

  it('lets no more than a second be saved up', async () => {
    const clock = new FakeClock();
    const pace = paceOf({ eventsPerSecond: 100 }, clock);
    clock.advance(3_600_000);
    await pace.take(100, never);
    expect(clock.slept).toEqual([]);
    await pace.take(50, never);
    expect(clock.slept).toEqual([500]);
  });

  it('asks for pieces of a quarter of a second, and for none without a limit', () => {
    expect(paceOf({ eventsPerSecond: 100 }, new FakeClock()).eventsAtOnce).toBe(25);
    expect(paceOf({ eventsPerSecond: 1 }, new FakeClock()).eventsAtOnce).toBe(1);
    expect(paceOf(undefined, new FakeClock()).eventsAtOnce).toBe(Infinity);
    expect(paceOf({}, new FakeClock()).eventsAtOnce).toBe(Infinity);
  });

  it('ends its wait with the reason of the signal', async () => {
    const stop = new AbortController();
    const clock = new FakeClock();
    clock.sleep = () => {
      stop.abort(new Error('stop now'));
      return Promise.reject(new DOMException('aborted', 'AbortError'));
    };
    const pace = paceOf({ eventsPerSecond: 1 }, clock);
    await pace.take(1, never);
    await expect(pace.take(1, stop.signal)).rejects.toThrow('stop now');
  });

  it('loses nothing when the clock is set back', async () => {
    const clock = new FakeClock();
    const pace = paceOf({ eventsPerSecond: 10 }, clock);
    clock.advance(-3_600_000);
    await pace.take(3, never);
    expect(clock.slept).toEqual([]);
  });
});

describe('daily budget', () => {
  it('allows up to the limit, and the first piece always', () => {
    const budget = new DailyBudget(1, new FakeClock());
    expect(budget.allows(5 * mebibyte, 0)).toBe(true);
    expect(budget.allows(mebibyte / 2, mebibyte / 2)).toBe(true);
    expect(budget.allows(mebibyte / 2 + 1, mebibyte / 2)).toBe(false);
    budget.spend(mebibyte);
    expect(budget.allows(1, 0)).toBe(false);
  });

  it('is renewed at midnight of UTC, not by setting the clock back', () => {
    const clock = new FakeClock(Date.UTC(2026, 0, 1, 23, 59, 59));
    const budget = new DailyBudget(1, clock);
    budget.spend(2 * mebibyte);
    expect(budget.renewedAt).toBe(Date.UTC(2026, 0, 2));
    clock.advance(-86_400_000);
    expect(budget.allows(1, 0)).toBe(false);
    clock.advance(86_400_000 + 1000);
    expect(budget.allows(1, 0)).toBe(true);
  });

  it('survives a restart on the same day beside the state of the output', () => {
    const clock = new FakeClock();
    const before = new DailyBudget(1, clock);
    before.spend(mebibyte);
    const saved = before.save({ files: { a: 1 } });
    expect(saved).toMatchObject({ files: { a: 1 } });
    const after = new DailyBudget(1, clock);
    after.restore(saved);
    expect(after.allows(1, 0)).toBe(false);
    clock.advance(86_400_000);
    const tomorrow = new DailyBudget(1, clock);
    tomorrow.restore(saved);
    expect(tomorrow.allows(1, 0)).toBe(true);
  });

  it.each([null, {}, { sentToday: null }, { sentToday: 'x' }, { sentToday: { day: 'x', bytes: -5 } }])('ignores a state that is not its own: %j', (state) => {
    const budget = new DailyBudget(1, new FakeClock());
    budget.restore(state);
    expect(budget.allows(mebibyte, 0)).toBe(true);
  });
});
