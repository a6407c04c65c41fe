// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';

import { statusCsv } from '../../../electron/main/ipc/handlers/collection';
import { activityOf } from '../../../renderer/screens/status/activity';
import { nextOf } from '../../../renderer/screens/status/next-step';
import { viewOf } from '../../../renderer/screens/status/status-view';
import type { LedgerRow } from '../../../shared/model/collection';
import { failure, health, stream } from '../../window/support/samples';
import { connector } from '../../window/support/samples';

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
    expect(at({ health: health({ state: 'paused' }) }, true).person).toContain('Resume');
    expect(at({ health: health({ state: 'paused' }) }, false, false).person).toContain('Switch the connector on');
  });

  it('asks nothing of a person while all is well, and leaves the remedy to the card of the failure', () => {
    expect(at({ nextPollAt: 7 })).toEqual({ does: 'The next poll is', at: 7, person: 'Nothing.' });
    expect(at({ health: health({ state: 'failed', failure: failure('MC-AUTH-401') }) }).person).toBeNull();
  });
});

describe('the exported status', () => {
  it('is a table that no spreadsheet runs', () => {
    const text = statusCsv([stream('SIEM', { connectorName: '=cmd()', lastPollAt: null })]);
    expect(text).toContain("'=cmd(),SIEM,active,");
    expect(text.split('\r\n')[0]).toContain('last poll (UTC)');
  });
});
