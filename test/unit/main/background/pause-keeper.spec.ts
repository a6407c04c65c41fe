import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { PauseKeeper } from '../../../../electron/main/background/pause-keeper';
import { NewerFileError } from '../../../../electron/main/storage/document';
import type { Pause } from '../../../../shared/model/background';
import { documents, readJson } from '../support/profile';

const minute = 60_000;

beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 7, 22, 12) });
});
afterEach(() => {
  vi.useRealTimers();
});

function keeper(context = { ...documents(), now: () => Date.now() }) {
  const told: (Pause | null)[] = [];
  const pause = new PauseKeeper(context, (_scope, current) => told.push(current));
  return { pause, told, context };
}

describe('the pause', () => {
  it('ends by itself, once, and says so', () => {
    const { pause, told } = keeper();
    pause.pause(15);
    expect(pause.current).toEqual({ since: Date.now(), until: Date.now() + 15 * minute });
    vi.advanceTimersByTime(15 * minute - 1);
    expect(pause.current).not.toBeNull();
    vi.advanceTimersByTime(1);
    expect(pause.current).toBeNull();
    expect(told.map((each) => each === null)).toEqual([false, true]);
    vi.advanceTimersByTime(60 * minute);
    expect(told).toHaveLength(2);
  });

  it('survives a restart, and ends while the program is off', () => {
    const { pause, context } = keeper();
    pause.pause(60);
    pause.close();
    vi.advanceTimersByTime(30 * minute);
    const second = keeper(context);
    expect(second.pause.current).not.toBeNull();
    second.pause.look();
    vi.advanceTimersByTime(30 * minute);
    expect(second.told).toEqual([null]);
    second.pause.pause(60);
    second.pause.close();
    vi.advanceTimersByTime(61 * minute);
    expect(keeper(context).pause.current).toBeNull();
  });

  it('without an end it lasts until a person resumes', () => {
    const { pause, told, context } = keeper();
    pause.pause(null);
    vi.advanceTimersByTime(30 * 24 * 60 * minute);
    expect(keeper(context).pause.current).toMatchObject({ until: null });
    pause.resume();
    pause.resume();
    expect(told).toHaveLength(2);
    expect(keeper(context).pause.current).toBeNull();
  });

  it('ends after a sleep, however the timers stood still', () => {
    const { pause, told } = keeper();
    pause.pause(15);
    vi.setSystemTime(Date.now() + 8 * 60 * minute);
    pause.look();
    expect(told.at(-1)).toBeNull();
  });

  it('a clock that is set back does not make it longer', () => {
    const { pause } = keeper();
    pause.pause(15);
    vi.setSystemTime(Date.now() - 24 * 60 * minute);
    expect(pause.current).toBeNull();
  });

  it('one connector rests while the others go on, each with an end of its own', () => {
    const context = { ...documents(), now: () => Date.now() };
    const told: string[] = [];
    const pause = new PauseKeeper(context, (scope, current) => told.push(`${scope} ${current === null ? 'resumed' : 'paused'}`));
    pause.pause(15, 'c1');
    pause.pause(60, 'c2');
    pause.pause(null, 'c3');
    expect(pause.current).toBeNull();
    expect([pause.of('c1')?.until, pause.of('c4')]).toEqual([Date.now() + 15 * minute, null]);
    vi.advanceTimersByTime(15 * minute);
    expect(Object.keys(pause.connectors)).toEqual(['c2', 'c3']);
    pause.resume('c2');
    pause.close();
    vi.advanceTimersByTime(48 * 60 * minute);
    const again = new PauseKeeper(context, (scope, current) => told.push(`${scope} ${current === null ? 'resumed' : 'paused'}`));
    expect(Object.entries(again.connectors).map(([id, { until }]) => [id, until])).toEqual([['c3', null]]);
    again.keepOnly(['c1']);
    expect(again.connectors).toEqual({});
    expect(told).toEqual(['c1 paused', 'c2 paused', 'c3 paused', 'c1 resumed', 'c2 resumed', 'c3 resumed']);
  });

  it('the pause of everything and that of a connector end separately', () => {
    const { pause } = keeper();
    pause.pause(60, 'c1');
    pause.pause(15);
    pause.resume();
    expect([pause.current, pause.of('c1') !== null]).toEqual([null, true]);
  });

  it('a file of the version before is kept as a copy and brought up to date', () => {
    const context = { ...documents(), now: () => Date.now() };
    const since = Date.now();
    writeFileSync(join(context.dir, 'background.json'), JSON.stringify({ version: 1, pause: { since, until: since + minute } }));
    expect(keeper(context).pause.current).toEqual({ since, until: since + minute });
    expect(readJson(context.dir, 'background.json')).toEqual({ version: 2, pauses: { all: { since, until: since + minute } } });
    expect(readdirSync(context.dir).filter((name) => name.startsWith('background.v1-'))).toHaveLength(1);
  });

  it('a file of a newer version is refused and left alone', () => {
    const context = { ...documents(), now: () => Date.now() };
    writeFileSync(join(context.dir, 'background.json'), '{"version":3,"pauses":{}}');
    expect(() => keeper(context)).toThrow(NewerFileError);
    expect(readJson(context.dir, 'background.json')).toEqual({ version: 3, pauses: {} });
  });

  it('a file that nobody understands is set aside, and collection goes on', () => {
    const context = { ...documents(), now: () => Date.now() };
    writeFileSync(join(context.dir, 'background.json'), '{"version":1,"pause":{"since":"x"}}');
    expect(keeper(context).pause.current).toBeNull();
    expect(context.notices).toHaveLength(1);
  });
});
