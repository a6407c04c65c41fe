import { describe, expect, it } from 'vitest';

import { Quota, quotaRules, Quotas } from '../../../../electron/collector/sources/mimecast/client/quota';
import { never } from '../../../support/api';
import { FakeClock } from '../../../support/fake-clock';

describe('Quota', () => {
  it('never lets more calls into any window than the rule says', async () => {
    const clock = new FakeClock();
    const quota = new Quota({ calls: 3, windowMs: 1000 }, clock);
    const taken: number[] = [];
    for (let i = 0; i < 20; i += 1) {
      await quota.take(never);
      taken.push(clock.now());
      clock.advance(i % 4 === 0 ? 130 : 20);
    }
    for (const from of taken) expect(taken.filter((at) => at >= from && at < from + 1000).length).toBeLessThanOrEqual(3);
  });

  it('lets several wait for their turn', async () => {
    const clock = new FakeClock();
    const quota = new Quota({ calls: 2, windowMs: 1000 }, clock);
    const startedAt = clock.now();
    await Promise.all(Array.from({ length: 6 }, () => quota.take(never)));
    expect(clock.now() - startedAt).toBeGreaterThanOrEqual(2000);
  });

  it('ends a wait by the signal, and takes nothing then', async () => {
    const clock = new FakeClock();
    const quota = new Quota({ calls: 1, windowMs: 1000 }, clock);
    await quota.take(never);
    const stop = new AbortController();
    stop.abort(new Error('stop'));
    await expect(quota.take(stop.signal)).rejects.toThrow('stop');
    clock.advance(1000);
    await quota.take(never);
    expect(clock.slept).toEqual([]);
  });

  it('does not wait for ever when the clock is set back', async () => {
    const clock = new FakeClock();
    const quota = new Quota({ calls: 2, windowMs: 1000 }, clock);
    await quota.take(never);
    await quota.take(never);
    clock.advance(-86_400_000);
    const before = clock.now();
    await quota.take(never);
    expect(clock.now() - before).toBeLessThanOrEqual(1000);
  });
});

describe('Quotas', () => {
  it('are shared by who uses the same application, and by nobody else', () => {
    const quotas = new Quotas(new FakeClock());
    expect(quotas.of('app', 'siem-batch')).toBe(quotas.of('app', 'siem-batch'));
    expect(quotas.of('app', 'siem-batch')).not.toBe(quotas.of('other', 'siem-batch'));
    expect(quotas.of('app', 'siem-batch')).not.toBe(quotas.of('app', 'siem-streaming'));
    expect(quotas.of('app', 'dlp')).toBeNull();
    expect(quotaRules).toEqual({ 'siem-batch': { calls: 50, windowMs: 900_000 }, 'siem-streaming': { calls: 300, windowMs: 3_600_000 } });
  });
});
