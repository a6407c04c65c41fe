import { describe, expect, it } from 'vitest';

import { failure } from '../../../../electron/collector/kit/failure-error';
import { HealthTracker } from '../../../../electron/collector/supervisor/health-tracker';
import { needsPerson, retryWaitMs } from '../../../../electron/collector/supervisor/retry-policy';
import { describeFailure, failureCodes } from '../../../../shared/failures/catalogue';
import { say, wordsOnly } from '../../../../shared/text/message';
import { FakeClock } from '../../../support/fake-clock';

const made = (code: Parameters<typeof failure>[0], retryAfterMs: number | null = null) => failure(code, { at: 1, retryAfterMs });

describe('needsPerson', () => {
  it.each(failureCodes)('%s follows its kind', (code) => {
    const { kind } = describeFailure(code);
    expect(needsPerson(made(code))).toBe(kind === 'configuration' || kind === 'authentication' || kind === 'permission');
  });
});

describe('retryWaitMs', () => {
  it('grows from seconds to minutes, and never ends', () => {
    expect(retryWaitMs(made('NET-RESET'), 1, () => 0)).toBe(1_000);
    expect(retryWaitMs(made('NET-RESET'), 3, () => 0.999_999_999)).toBe(8_000);
    expect(retryWaitMs(made('NET-RESET'), 10_000, () => 0.999_999_999)).toBe(300_000);
  });

  it('is slow where only a person helps', () => {
    expect(retryWaitMs(made('MC-PERM-403'), 1, () => 0)).toBe(30_000);
    expect(retryWaitMs(made('MC-AUTH-REFUSED'), 1, () => 0)).toBe(1_000);
  });

  it('is never shorter than what the other side asked for', () => {
    expect(retryWaitMs(made('MC-RATE-429', 40_000), 1, () => 0)).toBe(40_000);
    expect(retryWaitMs(made('MC-RATE-429', 10), 1, () => 0)).toBe(1_000);
  });
});

describe('HealthTracker', () => {
  it('moves as the table allows, keeps the time of the last proof, and ignores what comes too late', () => {
    const clock = new FakeClock(1000);
    const health = new HealthTracker(clock, wordsOnly('Waiting'));
    expect(health.value).toEqual({ state: 'starting', since: 1000, provenAt: null, failure: null, note: wordsOnly('Waiting') });
    clock.advance(5);
    health.proven();
    expect(health.value).toEqual({ state: 'active', since: 1005, provenAt: 1005, failure: null, note: null });
    clock.advance(5);
    health.proven();
    expect(health.value).toMatchObject({ since: 1005, provenAt: 1010 });
    const problem = made('NET-RESET');
    health.failing(problem, false);
    expect(health.value).toMatchObject({ state: 'degraded', failure: problem, provenAt: 1010 });
    health.failing(made('MC-PERM-403'), true);
    expect(health.value.state).toBe('failed');
    health.proven();
    expect(health.value).toMatchObject({ state: 'active', failure: null });
    health.enter('stopping', null);
    health.proven();
    health.failing(problem, false);
    expect(health.value.state).toBe('stopping');
    health.enter('stopped', null);
    health.enter('starting', null);
    expect(health.value.state).toBe('stopped');
  });

  it('a disturbance that is over proves nothing that was not proven before', () => {
    const clock = new FakeClock(1000);
    const fresh = new HealthTracker(clock, wordsOnly('Waiting'));
    fresh.failing(made('PC-SPOOL'), false);
    fresh.recovered(say('collector.nothingSent'));
    expect(fresh.value).toMatchObject({ state: 'starting', failure: null, provenAt: null, note: say('collector.nothingSent') });
    const proven = new HealthTracker(clock, wordsOnly('Waiting'));
    proven.proven();
    clock.advance(50);
    proven.failing(made('PC-SPOOL'), false);
    proven.recovered(say('collector.nothingSent'));
    expect(proven.value).toMatchObject({ state: 'active', failure: null, provenAt: 1000 });
  });
});
