import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { FoundUpdate, UpdateEngine } from '../../../../electron/main/updates/update-engine';
import { nextStates } from '../../../../electron/main/updates/update-state';
import { Updates } from '../../../../electron/main/updates/updates';
import type { UpdateOffReason, UpdateSettings, UpdateState } from '../../../../shared/model/updates';
import { memoryLog } from '../support/profile';

/** An updater whose answers a test writes; a download lasts until the test ends it. */
class EngineDouble implements UpdateEngine {
  found: FoundUpdate | Error | null = null;
  readonly checks: string[] = [];
  readonly installs: string[] = [];
  installError: Error | null = null;
  #end: ((error?: Error) => void) | null = null;
  #onPercent: (percent: number) => void = () => undefined;
  aborted = 0;

  check(channel: string): Promise<FoundUpdate | null> {
    this.checks.push(channel);
    return this.found instanceof Error ? Promise.reject(this.found) : Promise.resolve(this.found);
  }

  download(onPercent: (percent: number) => void, signal: AbortSignal): Promise<void> {
    this.#onPercent = onPercent;
    return new Promise((resolve, reject) => {
      this.#end = (error) => {
        if (error === undefined) resolve();
        else reject(error);
      };
      signal.addEventListener('abort', () => {
        this.aborted += 1;
        reject(new Error('cancelled'));
      });
    });
  }

  percent(value: number): void {
    this.#onPercent(value);
  }

  async end(error?: Error): Promise<void> {
    this.#end?.(error);
    await vi.advanceTimersByTimeAsync(0);
  }

  install(): void {
    if (this.installError !== null) throw this.installError;
    this.installs.push('installed');
  }
}

function setUp({ policy = {}, off = null, mode = 'tell' }: { policy?: Partial<UpdateSettings>; off?: UpdateOffReason | null; mode?: UpdateSettings['mode'] } = {}) {
  const engine = new EngineDouble();
  const states: UpdateState[] = [];
  const installs: (() => void)[] = [];
  let settings: UpdateSettings = { mode, channel: 'latest' };
  const updates = new Updates({
    engine: () => Promise.resolve(engine),
    settings: () => settings,
    policy,
    whyOff: (wish) => off ?? (wish.mode === 'off' ? (wish.byPolicy ? 'policy' : 'setting') : null),
    now: () => Date.now(),
    log: memoryLog(),
    onChange: (state) => states.push(state),
    quitAndInstall: (install) => installs.push(install),
  });
  const choose = async (next: Partial<UpdateSettings>): Promise<void> => {
    settings = { ...settings, ...next };
    updates.configure();
    await vi.advanceTimersByTimeAsync(0);
  };
  return { updates, engine, states, installs, choose };
}

const minute = 60_000;
const day = 24 * 60 * minute;

beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 7, 22, 12) });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('the states of updates', () => {
  it('every state can be left, and only those that know a version lead to a download', () => {
    for (const [from, next] of Object.entries(nextStates)) expect(next.length, from).toBeGreaterThan(0);
    const toDownload = Object.entries(nextStates).filter(([, next]) => next.includes('downloading')).map(([from]) => from);
    expect(toDownload).toEqual(['available', 'downloading', 'failed']);
    expect(Object.entries(nextStates).filter(([, next]) => next.includes('ready')).map(([from]) => from)).toEqual(['downloading']);
  });
});

describe('looking for updates', () => {
  it('looks a minute after the start and then once a day, and fetches nothing by itself', async () => {
    const { updates, engine, states } = setUp();
    engine.found = { version: '1.1.0' };
    updates.start();
    await vi.advanceTimersByTimeAsync(minute - 1);
    expect(engine.checks).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(engine.checks).toEqual(['latest']);
    expect(updates.view.state).toMatchObject({ kind: 'available', version: '1.1.0' });
    await vi.advanceTimersByTimeAsync(day - 10 * minute);
    expect(engine.checks).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(20 * minute);
    expect(engine.checks).toHaveLength(2);
    expect(states.some((state) => state.kind === 'downloading')).toBe(false);
    updates.close();
  });

  it('says when nothing newer is there, and when that was', async () => {
    const { updates } = setUp();
    await updates.check();
    expect(updates.view.state).toEqual({ kind: 'idle', checkedAt: Date.now() });
  });

  it('a server that does not answer is a state with a remedy, and is asked again within the hour', async () => {
    const { updates, engine } = setUp();
    engine.found = Object.assign(new Error('connect ECONNREFUSED 192.0.2.1:443\nheaders: x'), { code: 'ECONNREFUSED' });
    updates.start();
    await vi.advanceTimersByTimeAsync(minute);
    expect(updates.view.state).toMatchObject({ kind: 'failed', version: null, failure: { code: 'APP-UPDATE-SERVER', detail: 'connect ECONNREFUSED 192.0.2.1:443' } });
    engine.found = null;
    await vi.advanceTimersByTimeAsync(70 * minute);
    expect(updates.view.state.kind).toBe('idle');
    updates.close();
  });

  it('two checks at once are one', async () => {
    const { updates, engine } = setUp();
    await Promise.all([updates.check(), updates.check()]);
    expect(engine.checks).toHaveLength(1);
  });

  it('another channel is asked at once', async () => {
    const { updates, engine, choose } = setUp();
    await updates.check();
    await choose({ channel: 'beta' });
    expect(engine.checks).toEqual(['latest', 'beta']);
    expect(updates.view.channel).toBe('beta');
  });
});

describe('fetching and installing', () => {
  it('fetches when a person says so, tells how far it is in whole percent, and installs after the drain only', async () => {
    const { updates, engine, states, installs } = setUp();
    engine.found = { version: '1.1.0' };
    await updates.check();
    void updates.download();
    await vi.advanceTimersByTimeAsync(0);
    for (const percent of [0.2, 0.4, 12.7, 12.9, 100]) engine.percent(percent);
    expect(states.flatMap((state) => (state.kind === 'downloading' ? [state.percent] : []))).toEqual([0, 12, 100]);
    await engine.end();
    expect(updates.view.state).toEqual({ kind: 'ready', version: '1.1.0' });
    await updates.install();
    expect(engine.installs).toEqual([]);
    installs[0]?.();
    expect(engine.installs).toEqual(['installed']);
  });

  it('what is ready is not forgotten by a later check', async () => {
    const { updates, engine } = setUp();
    engine.found = { version: '1.1.0' };
    await updates.check();
    void updates.download();
    await vi.advanceTimersByTimeAsync(0);
    await engine.end();
    engine.found = null;
    await updates.check();
    expect(updates.view.state.kind).toBe('ready');
    expect(engine.checks).toHaveLength(1);
  });

  it('a file that is not the announced one is refused, and can be fetched again', async () => {
    const { updates, engine } = setUp();
    engine.found = { version: '1.1.0' };
    await updates.check();
    void updates.download();
    await vi.advanceTimersByTimeAsync(0);
    await engine.end(Object.assign(new Error('sha512 checksum mismatch, expected a, got b'), { code: 'ERR_CHECKSUM_MISMATCH' }));
    expect(updates.view.state).toMatchObject({ kind: 'failed', version: '1.1.0', failure: { code: 'APP-UPDATE-REFUSED' } });
    void updates.download();
    await vi.advanceTimersByTimeAsync(0);
    await engine.end();
    expect(updates.view.state.kind).toBe('ready');
  });

  it('with the setting it fetches by itself, and still does not install', async () => {
    const { updates, engine, installs } = setUp({ mode: 'download' });
    engine.found = { version: '1.1.0' };
    void updates.check();
    await vi.advanceTimersByTimeAsync(0);
    await engine.end();
    expect(updates.view.state.kind).toBe('ready');
    expect(installs).toEqual([]);
  });

  it('nothing is installed that is not ready', async () => {
    const { updates, installs } = setUp();
    await updates.install();
    await updates.download();
    expect(installs).toEqual([]);
    expect(updates.view.state.kind).toBe('idle');
  });
});

describe('switching updates off', () => {
  it('asks nothing while it is off, whatever the reason', async () => {
    const { updates, engine } = setUp({ off: 'package-manager' });
    updates.start();
    await updates.check();
    await vi.advanceTimersByTimeAsync(3 * day);
    expect(engine.checks).toEqual([]);
    expect(updates.view.state).toEqual({ kind: 'off', reason: 'package-manager' });
    updates.close();
  });

  it('the setting ends a download that is under way', async () => {
    const { updates, engine, choose } = setUp();
    engine.found = { version: '1.1.0' };
    await updates.check();
    void updates.download();
    await vi.advanceTimersByTimeAsync(0);
    await choose({ mode: 'off' });
    expect(engine.aborted).toBe(1);
    expect(updates.view.state).toEqual({ kind: 'off', reason: 'setting' });
    engine.percent(50);
    expect(updates.view.state.kind).toBe('off');
    await choose({ mode: 'tell' });
    expect(updates.view.state).toEqual({ kind: 'idle', checkedAt: null });
  });

  it('the policy goes before the setting, and says that it decided', async () => {
    const { updates, choose, engine } = setUp({ policy: { mode: 'off', channel: 'latest' } });
    await choose({ mode: 'download', channel: 'beta' });
    expect(updates.view).toEqual({ state: { kind: 'off', reason: 'policy' }, mode: 'off', channel: 'latest', managed: { mode: true, channel: true } });
    expect(engine.checks).toEqual([]);
  });
});
