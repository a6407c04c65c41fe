import { describe, expect, it } from 'vitest';

import { askFor, emptiness, isFiltering, noFilter, rowAt, rowHeight, sameList, spare, toFromEnd, toIndex } from '../../../renderer/screens/preview/view';
import type { PreviewReply } from '../../../shared/model/preview';

const reply = (change: Partial<PreviewReply>): PreviewReply => ({
  bytes: 0, bytesAtMost: 0, unsearched: 0, problem: null, pausedBy: null, histogram: null, rows: [], firstIndex: 0, matched: 0, buffered: 0, capacity: 100, latestSeq: 0, newer: 0, skipped: 0, evicted: 0, rate: 0, lastArrivalAt: null, ...change,
});

describe('the question for the live list', () => {
  it('asks for the tail while following and for a frozen part while reading', () => {
    expect(askFor(noFilter, { kind: 'follow' }, 9999, 260)).toMatchObject({ at: { kind: 'tail' }, upTo: null, count: 10 + 2 * spare });
    expect(askFor(noFilter, { kind: 'reading', upTo: 77 }, 100 * rowHeight, 260)).toMatchObject({ at: { kind: 'from', index: 100 - spare }, upTo: 77 });
    expect(askFor(noFilter, { kind: 'paused', upTo: 77 }, 0, 260)).toMatchObject({ at: { kind: 'from', index: 0 } });
  });

  it('never asks for more than the contract gives', () => {
    expect(askFor(noFilter, { kind: 'follow' }, 0, 90_000).count).toBe(200);
  });

  it('compares places only within the same list', () => {
    const ask = askFor({ ...noFilter, text: 'a', logTypes: ['DLP'] }, { kind: 'reading', upTo: 5 }, 0, 260);
    expect(sameList(ask, { ...ask, at: { kind: 'from', index: 9 } })).toBe(true);
    expect(sameList(ask, { ...ask, upTo: 6 })).toBe(false);
    expect(sameList(ask, { ...ask, logTypes: [] })).toBe(false);
  });
});

describe('a place counted from the newest', () => {
  it('stays when the oldest leave the buffer', () => {
    const fromEnd = toFromEnd(495 - 1, 600);
    expect(toIndex(fromEnd, 600 - 180)).toBe(495 - 1 - 180);
  });

  it('finds its row among those at hand, or none', () => {
    const row = { seq: 8, time: null, arrivedAt: 0, extra: [], connector: 'c', logType: 'DLP' as const, eventType: 'dlp', action: null, status: null, sender: null, recipients: null, subject: null };
    expect(rowAt(reply({ rows: [row], firstIndex: 7, matched: 10 }), 2)).toBe(row);
    expect(rowAt(reply({ rows: [row], firstIndex: 7, matched: 10 }), 5)).toBeNull();
  });
});

describe('an empty list', () => {
  it('is empty for one of three reasons', () => {
    expect(emptiness(reply({}), { kind: 'follow' }, noFilter)).toBe('nothing-yet');
    expect(emptiness(reply({ buffered: 3 }), { kind: 'follow' }, { ...noFilter, text: 'x' })).toBe('filtered');
    expect(emptiness(reply({}), { kind: 'paused', upTo: 0 }, noFilter)).toBe('paused-before');
    expect(emptiness(reply({ matched: 1 }), { kind: 'follow' }, noFilter)).toBeNull();
  });

  it('is filtered by text and by log types', () => {
    expect([noFilter, { ...noFilter, text: 'a' }, { ...noFilter, logTypes: ['DLP' as const] }, { ...noFilter, after: 3 }].map(isFiltering)).toEqual([false, true, true, false]);
  });
});
