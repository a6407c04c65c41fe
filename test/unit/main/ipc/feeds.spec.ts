import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { Feeds } from '../../../../electron/main/ipc/feeds';
import { emptyStatus } from '../support/status';

class Page {
  readonly got: { revision: number; value: unknown }[] = [];
  destroyed = false;

  constructor(readonly id: number) {}

  isDestroyed(): boolean {
    return this.destroyed;
  }

  send(_channel: string, message: unknown): void {
    this.got.push(message as { revision: number; value: unknown });
  }
}

function setUp() {
  const state = { bytes: 0, reads: 0, route: null as { route: string } | null };
  const feeds = new Feeds({
    'collection.status': () => {
      state.reads += 1;
      return { ...emptyStatus, spoolBytes: state.bytes };
    },
    'connectors.changed': () => ({ at: 1 }),
    'app.navigate': () => {
      const { route } = state;
      state.route = null;
      return route;
    },
    'background.changed': () => null,
    'updates.changed': () => null,
  });
  const change = (bytes: number): void => {
    state.bytes = bytes;
    feeds.touch('collection.status');
  };
  return { state, feeds, change };
}

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a feed', () => {
  it('costs nothing while nobody follows', () => {
    const { state, change } = setUp();
    for (let n = 0; n < 1000; n += 1) change(n);
    expect(state.reads).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('gives the current value first, and only newer ones after it', () => {
    const { feeds, change } = setUp();
    change(1);
    change(2);
    const page = new Page(1);
    const first = feeds.follow('collection.status', page);
    expect(first?.value.spoolBytes).toBe(2);
    change(3);
    expect(page.got).toHaveLength(1);
    expect(page.got[0]?.revision).toBeGreaterThan(first?.revision ?? 0);
    expect(page.got[0]?.value).toMatchObject({ spoolBytes: 3 });
  });

  it('joins a burst into two pushes at the most, the second with the last value', () => {
    const { feeds, change } = setUp();
    const page = new Page(1);
    feeds.follow('collection.status', page);
    for (let n = 1; n <= 500; n += 1) change(n);
    expect(page.got).toHaveLength(1);
    vi.advanceTimersByTime(249);
    expect(page.got).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(page.got).toHaveLength(2);
    expect(page.got[1]?.value).toMatchObject({ spoolBytes: 500 });
    vi.advanceTimersByTime(10_000);
    expect(page.got).toHaveLength(2);
  });

  it('stops at a page that is destroyed or gone', () => {
    const { feeds, change } = setUp();
    const [one, two] = [new Page(1), new Page(2)];
    feeds.follow('collection.status', one);
    feeds.follow('collection.status', two);
    one.destroyed = true;
    feeds.forget(2);
    change(1);
    expect([...one.got, ...two.got]).toEqual([]);
  });

  it('is silent after the close', () => {
    const { feeds, change } = setUp();
    const page = new Page(1);
    feeds.follow('collection.status', page);
    change(1);
    change(2);
    feeds.close();
    vi.advanceTimersByTime(1000);
    expect(page.got).toHaveLength(1);
  });

  it('that has no value yet gives none, and tells a value once', () => {
    const { feeds, state } = setUp();
    const page = new Page(1);
    expect(feeds.follow('app.navigate', page)).toBeNull();
    state.route = { route: '/status' };
    feeds.touch('app.navigate');
    expect(page.got).toMatchObject([{ value: { route: '/status' } }]);
    expect(feeds.follow('app.navigate', new Page(2))).toBeNull();
  });

  it('keeps a value that nobody heard for the page that comes', () => {
    const { feeds, state } = setUp();
    state.route = { route: '/logs' };
    feeds.touch('app.navigate');
    expect(feeds.follow('app.navigate', new Page(1))?.value).toEqual({ route: '/logs' });
  });
});
