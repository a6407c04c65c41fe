import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { Alert } from '../../../../electron/main/background/notifier';
import { WatchNotices } from '../../../../electron/main/background/watch-notices';
import type { Settings } from '../../../../shared/model/settings';
import type { WatchHit } from '../../../../shared/model/watch-rules';

const hit = (ruleId: string, count = 1): WatchHit => ({ id: 1, ruleId, ruleName: `Rule ${ruleId}`, text: 'a', at: 1, from: 1, to: 1, count, events: [] });

function setUp() {
  const state = { now: 1e12, level: 'all' as Settings['notifications'], visible: false, demo: false };
  const shown: Alert[] = [];
  const notices = new WatchNotices({ now: () => state.now, level: () => state.level, isWindowVisible: () => state.visible, isDemo: () => state.demo, show: (alert) => shown.push(alert) });
  const found = (...hits: WatchHit[]): void => {
    notices.found(hits);
    vi.advanceTimersByTime(1000);
  };
  return { state, shown, found, notices };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('notifications of watch rules', () => {
  it('name the rule and the number, never anything from an event', () => {
    const { shown, found } = setUp();
    found(hit('a', 3));
    expect(shown).toEqual([{ title: 'Rule a', body: '3 matching events', route: '/watch', important: false }]);
  });

  it('come once in a quarter of an hour for a rule, and together for several', () => {
    const { state, shown, found } = setUp();
    found(hit('a'));
    found(hit('a'), hit('b'), hit('c'));
    expect(shown[1]).toMatchObject({ title: 'Rule b', body: '1 matching event, and 1 more rule' });
    found(hit('a'), hit('b'));
    expect(shown).toHaveLength(2);
    state.now += 15 * 60_000;
    found(hit('a'));
    expect(shown).toHaveLength(3);
  });

  it('stay away while the window is visible, when they are off, and after the end', () => {
    const { state, shown, found, notices } = setUp();
    state.visible = true;
    found(hit('a'));
    state.visible = false;
    state.level = 'none';
    found(hit('a'));
    state.level = 'important';
    notices.found([hit('b')]);
    notices.close();
    vi.advanceTimersByTime(1000);
    expect(shown).toEqual([]);
  });

  it('say that the demo is a demo', () => {
    const { state, shown, found } = setUp();
    state.demo = true;
    found(hit('a'));
    expect(shown[0]?.title).toBe('Demo data: Rule a');
  });
});
