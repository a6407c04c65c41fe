import { describe, expect, it } from 'vitest';

import { DailyVolume } from '../../../../electron/collector/outputs/limits/daily-volume';
import { forecastDay } from '../../../../electron/collector/outputs/limits/forecast';
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

const spent = (bytes: number): ReadonlyMap<'SIEM', number> => new Map([['SIEM', bytes]]);

describe('daily volume', () => {
  it('allows up to the limit, and the first piece always', () => {
    const volume = new DailyVolume({ mibPerDay: 1 }, new FakeClock());
    expect(volume.allows(5 * mebibyte, 0)).toBe(true);
    expect(volume.allows(mebibyte / 2, mebibyte / 2)).toBe(true);
    expect(volume.allows(mebibyte / 2 + 1, mebibyte / 2)).toBe(false);
    volume.spend(spent(mebibyte));
    expect(volume.allows(1, 0)).toBe(false);
  });

  it('only warns where it was told not to stop, and without a limit does neither', () => {
    const advice = new DailyVolume({ mibPerDay: 1, stopAtLimit: false, warnAtPercent: 50 }, new FakeClock());
    advice.spend(spent(mebibyte / 2 - 1));
    expect(advice.warning).toBeNull();
    advice.spend(spent(1));
    expect(advice.warning).toContain('50 %');
    advice.spend(spent(9 * mebibyte));
    expect(advice.allows(1, 0)).toBe(true);
    expect(advice.warning).toContain('sending goes on above the limit');
    const free = new DailyVolume(undefined, new FakeClock());
    free.spend(spent(1e12));
    expect([free.allows(1e12, 0), free.warning, free.status.limitBytes]).toEqual([true, null, null]);
  });

  it('is renewed at midnight of UTC, not by setting the clock back', () => {
    const clock = new FakeClock(Date.UTC(2026, 0, 1, 23, 59, 59));
    const volume = new DailyVolume({ mibPerDay: 1 }, clock);
    volume.spend(spent(2 * mebibyte));
    expect(volume.renewedAt).toBe(Date.UTC(2026, 0, 2));
    clock.advance(-86_400_000);
    expect(volume.allows(1, 0)).toBe(false);
    clock.advance(86_400_000 + 1000);
    expect(volume.allows(1, 0)).toBe(true);
    expect(volume.status).toMatchObject({ day: Date.UTC(2026, 0, 2), bytes: 0, byLogType: {} });
  });

  it('survives a restart beside the state of the output, by log type and with the days before', () => {
    const clock = new FakeClock(Date.UTC(2026, 0, 1, 12));
    const before = new DailyVolume({ mibPerDay: 1 }, clock);
    before.spend(new Map([['SIEM', mebibyte], ['DLP', 7]]));
    const saved = JSON.parse(JSON.stringify(before.save({ files: { a: 1 } }))) as Record<string, unknown>;
    expect(saved).toMatchObject({ files: { a: 1 } });
    const after = new DailyVolume({ mibPerDay: 1 }, clock);
    after.restore(saved);
    expect(after.allows(1, 0)).toBe(false);
    expect(after.status).toMatchObject({ bytes: mebibyte + 7, byLogType: { SIEM: mebibyte, DLP: 7 } });
    clock.advance(86_400_000);
    const tomorrow = new DailyVolume({ mibPerDay: 1 }, clock);
    tomorrow.restore(saved);
    expect(tomorrow.allows(1, 0)).toBe(true);
    tomorrow.spend(spent(mebibyte));
    // Yesterday everything was sent in this hour, of which nothing has passed yet.
    expect(tomorrow.status.forecast).toMatchObject({ basis: 'previous-days' });
    clock.advance(30 * 86_400_000);
    const month = new DailyVolume(undefined, clock);
    month.restore(saved);
    expect(month.status.forecast).toBeNull();
  });

  it.each([null, {}, { volume: null }, { volume: 'x' }, { volume: { day: 'x', hours: [] } }, { volume: { day: 3, hours: Array.from({ length: 24 }, () => -5) } }])(
    'ignores a state that is not its own: %j',
    (state) => {
      const volume = new DailyVolume({ mibPerDay: 1 }, new FakeClock());
      volume.restore(state);
      expect(volume.status.bytes).toBe(0);
    },
  );
});

describe('forecast of a day', () => {
  const hours = (entries: Readonly<Record<number, number>>): number[] => Array.from({ length: 24 }, (_one, hour) => entries[hour] ?? 0);
  const hour = 3_600_000;

  it('goes on at the rate of today when nothing else is known, but not in the first minutes', () => {
    expect(forecastDay(hours({ 0: 100 }), [], 10 * 60_000)).toBeNull();
    expect(forecastDay(hours({}), [], 6 * hour)).toBeNull();
    expect(forecastDay(hours({ 3: 100 }), [], 6 * hour)).toEqual({ bytes: 400, basis: 'today' });
  });

  it('takes the shape of the days before', () => {
    // Nine tenths of an ordinary day come before noon.
    const ordinary = hours({ 9: 90, 15: 10 });
    expect(forecastDay(hours({ 9: 180 }), [ordinary, ordinary], 12 * hour)).toEqual({ bytes: 200, basis: 'previous-days' });
  });

  it('expects an ordinary day as long as a share of nothing would be divided by', () => {
    expect(forecastDay(hours({ 0: 3 }), [hours({ 9: 90 })], hour)).toEqual({ bytes: 90, basis: 'previous-days' });
  });

  it('never expects less than was sent', () => {
    expect(forecastDay(hours({ 0: 500 }), [hours({ 9: 90 })], hour)?.bytes).toBe(500);
  });
});
