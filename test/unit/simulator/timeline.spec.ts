import { describe, expect, it } from 'vitest';

import { CG_FAMILIES } from '../../../electron/simulator/data/events';
import { LogTimeline, share, SiemTimeline } from '../../../electron/simulator/timeline';
import { NOON } from './support';

const SPAN = { startAt: NOON, historyMs: 86_400_000 };

describe('share', () => {
  it.each([0, 1, 9, 10, 11, 300, 1001])('splits %i exactly', (total) => {
    const parts = share(total, CG_FAMILIES.map((family) => family.weight));
    expect(parts.reduce((a, b) => a + b, 0)).toBe(total);
    if (total >= 10) expect(Math.min(...parts)).toBeGreaterThan(0);
  });
});

describe('SIEM timeline', () => {
  const timeline = new SiemTimeline(SPAN, 50, 5000, CG_FAMILIES, 3000, 7);

  it('files hold every index once, in the order of creation', () => {
    const now = NOON + 100_000;
    for (const plan of timeline.plans) {
      let next = 0;
      let last = 0;
      for (let k = 0; k < timeline.files(plan, now); k += 1) {
        const slot = timeline.file(plan, k);
        expect(slot.first).toBe(next);
        expect(slot.createdAt).toBeGreaterThanOrEqual(last);
        expect(slot.createdAt).toBeLessThanOrEqual(now);
        next = slot.end;
        last = slot.createdAt;
      }
      expect(next).toBe(timeline.count(plan, now));
    }
  });

  it('dates events in order, before their file appears', () => {
    const now = NOON + 60_000;
    for (const plan of timeline.plans) {
      for (let k = 0; k < timeline.files(plan, now); k += 1) {
        const slot = timeline.file(plan, k);
        for (let i = slot.first; i < slot.end; i += 1) {
          expect(timeline.timeOf(plan, i)).toBeLessThanOrEqual(slot.createdAt);
          if (i > 0) expect(timeline.timeOf(plan, i)).toBeGreaterThan(timeline.timeOf(plan, i - 1));
        }
      }
    }
  });

  it('lets the families of a moment share messages', () => {
    const [receipt, process, delivery] = timeline.plans;
    if (receipt === undefined || process === undefined || delivery === undefined) throw new Error('families missing');
    const messages = (plan: typeof receipt): Set<number> => new Set(Array.from({ length: plan.backlog }, (_, i) => timeline.messageOf(plan, i)));
    const shared = [...messages(process)].filter((message) => messages(receipt).has(message) && messages(delivery).has(message));
    expect(shared.length).toBeGreaterThan(process.backlog * 0.8);
  });

  it('finds the first file and event of a time', () => {
    const [plan] = timeline.plans;
    if (plan === undefined) throw new Error('no family');
    const k = timeline.fileAt(plan, NOON - 3_600_000, NOON);
    expect(timeline.file(plan, k).createdAt).toBeGreaterThanOrEqual(NOON - 3_600_000);
    expect(timeline.file(plan, k - 1).createdAt).toBeLessThan(NOON - 3_600_000);
    expect(timeline.eventAt(plan, NOON + 1e9, NOON)).toBe(plan.backlog);
  });
});

describe('log timeline', () => {
  it('never goes back, never runs ahead of the clock', () => {
    const timeline = new LogTimeline(SPAN, 3, 4, 200, 0.5);
    const now = NOON + 60_000;
    expect(timeline.count(NOON)).toBe(200);
    expect(timeline.count(now)).toBe(230);
    for (let i = 1; i < timeline.count(now); i += 1) expect(timeline.timeOf(i)).toBeGreaterThanOrEqual(timeline.timeOf(i - 1));
    expect(timeline.timeOf(199)).toBeLessThan(NOON);
    expect(timeline.timeOf(229)).toBeLessThanOrEqual(now);
  });
});
