import { describe, expect, it } from 'vitest';

import type { Condition } from '../../../../shared/model/condition';
import { conditionSeverity, outputCondition, rateLimitEnds, streamCondition, worstOf } from '../../../../shared/model/condition';
import { failure, health, outputStatus, stream } from '../../../window/support/samples';

const now = Date.UTC(2026, 10, 22, 12);
const minute = 60_000;
const at = (change: Parameters<typeof stream>[1]): Condition => streamCondition(stream('SIEM', { lastEventAt: now - minute, nextPollAt: now + minute, ...change }), now);
const past = { state: 'running', from: now - 1e9, collected: 5, progress: 0.4, failure: null } as const;

describe('the condition of a log type', () => {
  it('is the state of its health where nothing more is known', () => {
    expect(at({})).toBe('active');
    expect(at({ health: health({ state: 'paused' }) })).toBe('paused');
    expect(at({ health: health({ state: 'degraded', failure: failure('MC-SERVER-5XX') }) })).toBe('degraded');
    expect(at({ health: health({ state: 'failed', failure: failure('MC-PERM-403') }), backfill: past })).toBe('failed');
  });

  it('is rate-limited when the disturbance is a refusal to answer more often', () => {
    expect(at({ health: health({ state: 'degraded', failure: failure('MC-RATE-429') }) })).toBe('rate-limited');
  });

  it('is catching up while a poll that began a while ago still brings old events', () => {
    const old = { polling: true, nextPollAt: now - 5 * minute, lastEventAt: now - 600 * minute };
    expect(at(old)).toBe('catching-up');
    expect(at({ ...old, health: health({ state: 'starting', provenAt: null }) })).toBe('catching-up');
    expect(at({ ...old, health: health({ state: 'paused' }) })).toBe('paused');
  });

  it('does not take a quiet account, a short poll or present events for being behind', () => {
    expect(at({ lastEventAt: now - 600 * minute })).toBe('active');
    expect(at({ polling: true, nextPollAt: now - 5_000, lastEventAt: now - 600 * minute })).toBe('active');
    expect(at({ polling: true, nextPollAt: now - 5 * minute, lastEventAt: now - minute })).toBe('active');
    expect(at({ polling: true, nextPollAt: now - 5 * minute, lastEventAt: null, health: health({ state: 'starting' }) })).toBe('starting');
  });

  it('is catching up while the past is read beside a present that is proven', () => {
    expect(at({ backfill: past })).toBe('catching-up');
    expect(at({ backfill: { ...past, state: 'paused' } })).toBe('active');
    expect(at({ backfill: past, health: health({ state: 'starting', provenAt: null }) })).toBe('starting');
  });
});

describe('the condition of an output', () => {
  it('tells a receiver that asks to wait from a limit on the daily volume', () => {
    expect(outputCondition(outputStatus({ health: health({ state: 'degraded', failure: failure('OUT-THROTTLED') }) }))).toBe('rate-limited');
    expect(outputCondition(outputStatus({ health: health({ state: 'degraded', failure: failure('OUT-VOLUME') }) }))).toBe('degraded');
  });
});

describe('the end of a rate limit', () => {
  it('is the next poll, else what was asked for, else unknown', () => {
    const limited = health({ state: 'degraded', failure: { ...failure('MC-RATE-429'), at: 1000, retryAfterMs: 500 } });
    expect(rateLimitEnds({ health: limited, nextPollAt: 9000 })).toBe(9000);
    expect(rateLimitEnds({ health: limited, nextPollAt: null })).toBe(1500);
    expect(rateLimitEnds({ health: health({ failure: failure('MC-RATE-429') }), nextPollAt: null })).toBeNull();
  });
});

describe('the worst condition', () => {
  it('follows one order, from what a person must mend to what is proven', () => {
    const order: readonly Condition[] = ['failed', 'degraded', 'rate-limited', 'catching-up', 'paused', 'stopped', 'starting', 'active'];
    expect([...order].sort((left, right) => conditionSeverity[right] - conditionSeverity[left])).toEqual(order);
    order.forEach((each, index) => { expect(worstOf(order.slice(index).reverse())).toBe(each); });
    expect(worstOf([])).toBeNull();
  });
});
