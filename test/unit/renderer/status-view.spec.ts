// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';

import { statusCsv } from '../../../electron/main/ipc/handlers/collection';
import { overallOf } from '../../../renderer/overall';
import { activityOf } from '../../../renderer/screens/status/activity';
import { nextOf } from '../../../renderer/screens/status/next-step';
import type { Samples } from '../../../renderer/screens/status/rates';
import { rateOf, withSample } from '../../../renderer/screens/status/rates';
import { spokenRow, stateWord } from '../../../renderer/screens/status/row-words';
import { viewOf } from '../../../renderer/screens/status/status-view';
import type { LedgerRow } from '../../../shared/model/collection';
import { connector, failure, health, outputStatus, stream } from '../../window/support/samples';

const hourMs = 3_600_000;
const noon = Date.UTC(2026, 10, 22, 12, 30);
const row = (hour: number, fetched: number): LedgerRow => ({
  connectorId: 'c1', logType: 'SIEM', hour, fetched, duplicates: 0, quarantined: 0, spooled: 0, released: fetched, delivered: {}, refused: {}, filtered: {}, balanced: true,
});

describe('the bars of a row', () => {
  it('are the 24 hours that end with the present one; what lies outside does not count', () => {
    const begun = Math.floor(noon / hourMs) * hourMs;
    const hours = activityOf([row(begun, 5), row(begun - 23 * hourMs, 2), row(begun - 24 * hourMs, 9), row(begun + hourMs, 9)], noon).get('c1 SIEM');
    expect(hours).toHaveLength(24);
    expect([hours?.[0], hours?.[23], hours?.reduce((sum, count) => sum + count, 0)]).toEqual([2, 5, 7]);
  });
});

describe('filter and search', () => {
  it('count what each choice shows among what is found', () => {
    const streams = [stream('SIEM'), stream('DLP', { health: health({ state: 'failed' }) }), stream('SIEM', { connectorName: 'Branch' })];
    expect(viewOf(streams, { filter: 'active', search: '' })).toMatchObject({ rows: [{ logType: 'SIEM' }, { connectorName: 'Branch' }], counts: { all: 3, active: 2, inactive: 1 } });
    expect(viewOf(streams, { filter: 'all', search: ' head OFF' }).counts).toEqual({ all: 2, active: 1, inactive: 1 });
    expect(viewOf(streams, { filter: 'inactive', search: 'branch' }).rows).toEqual([]);
  });
});

describe('what happens next', () => {
  const at = (change: Parameters<typeof stream>[1], paused = false, enabled = true): ReturnType<typeof nextOf> => nextOf(stream('SIEM', { nextPollAt: null, ...change }), connector({ enabled }), paused);

  it('tells when requests are allowed again', () => {
    const health429 = health({ state: 'degraded', failure: { ...failure('MC-RATE-429'), at: 1000, retryAfterMs: 500 } });
    expect(at({ health: health429 }).at).toBe(1500);
    expect(at({ health: health429, nextPollAt: 9000 }).at).toBe(9000);
  });

  it('says who paused', () => {
    expect(at({ health: health({ state: 'paused' }) }, true).personId).toBe('status.next.resume');
    expect(at({ health: health({ state: 'paused' }) }, false, false).personId).toBe('status.next.switchOn');
  });

  it('asks nothing of a person while all is well, and leaves the remedy to the card of the failure', () => {
    expect(at({ nextPollAt: 7 })).toEqual({ nextId: 'status.next.pollAt', at: 7, personId: 'status.next.nothing' });
    expect(at({ health: health({ state: 'failed', failure: failure('MC-AUTH-401') }) }).personId).toBeNull();
  });
});

describe('a row in words', () => {
  it('is one sentence for a screen reader, without short forms', () => {
    expect(spokenRow(stream('SIEM', { lastEventAt: noon - 125_000 }), 'Active', noon)).toBe('SIEM, Active, last event 2 minutes ago');
    expect(spokenRow(stream('DLP', { lastEventAt: noon - hourMs }), 'Retrying', noon)).toBe('DLP, Retrying, last event 1 hour ago');
    expect(spokenRow(stream('DLP', { lastEventAt: null }), 'Action needed', noon)).toBe('DLP, Action needed, no event yet');
  });

  it('names when a rate limit ends, where that is known', () => {
    const limited = stream('SIEM', { nextPollAt: Date.UTC(2026, 10, 22, 14, 30), health: health({ state: 'degraded', failure: failure('MC-RATE-429') }) });
    expect(stateWord(limited, 'rate-limited', 'utc')).toBe('Rate-limited until 14:30');
    expect(stateWord({ ...limited, nextPollAt: null }, 'rate-limited', 'utc')).toBe('Rate-limited');
  });
});

describe('events per second', () => {
  const status = (fetched: number): Parameters<typeof withSample>[1] => ({ streams: [withFetched(fetched)], outputs: [], spoolBytes: 0 });
  const withFetched = (fetched: number): ReturnType<typeof stream> => stream('SIEM', { counts: { ...stream('SIEM').counts, fetched } });
  const watch = (...points: readonly (readonly [seconds: number, fetched: number])[]): Samples => points.reduce<Samples>((samples, [seconds, fetched]) => withSample(samples, status(fetched), seconds * 1000), []);

  it('are a mean over the time that was watched, and unknown at first', () => {
    expect(rateOf(watch([0, 100]), withFetched(100), 10_000)).toBeNull();
    expect(rateOf(watch([0, 100], [40, 500]), withFetched(500), 40_000)).toEqual({ perSecond: 10, overMs: 40_000 });
  });

  it('sink when nothing arrives any more, and forget what is older than five minutes', () => {
    expect(rateOf(watch([0, 0], [60, 600]), withFetched(600), 120_000)?.perSecond).toBe(5);
    expect(rateOf(watch([0, 0], [60, 600], [320, 600], [370, 600]), withFetched(600), 370_000)?.perSecond).toBe(0);
  });

  it('are unknown when the count began anew', () => {
    expect(rateOf(watch([0, 900], [60, 950]), withFetched(3), 60_000)).toBeNull();
  });
});

describe('the overall state', () => {
  it('is the worst of all, in the order of what a person must do', () => {
    const limited = stream('DLP', { health: health({ state: 'degraded', failure: failure('MC-RATE-429') }) });
    expect(overallOf({ streams: [stream('SIEM'), limited], outputs: [outputStatus()], spoolBytes: 0 })).toEqual({ state: 'rate-limited', text: '2 of 3 active' });
    expect(overallOf({ streams: [limited], outputs: [outputStatus({ health: health({ state: 'failed' }) })], spoolBytes: 0 })?.state).toBe('failed');
    expect(overallOf({ streams: [], outputs: [], spoolBytes: 0 })).toBeNull();
    expect(overallOf(null)).toBeNull();
  });
});

describe('the exported status', () => {
  it('is a table that no spreadsheet runs', () => {
    const text = statusCsv([stream('SIEM', { connectorName: '=cmd()', lastPollAt: null })]);
    expect(text).toContain("'=cmd(),SIEM,active,");
    expect(text.split('\r\n')[0]).toContain('last poll (UTC)');
  });
});
