import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { LifecycleOptions } from '../../../electron/main/lifecycle';
import { Lifecycle } from '../../../electron/main/lifecycle';
import { memoryLog } from './support/profile';

function setUp(overrides: Partial<LifecycleOptions> = {}) {
  const told: string[] = [];
  let endDrain: (error?: Error) => void = () => undefined;
  const event = {
    preventDefault: () => {
      told.push('prevented');
    },
  };
  const lifecycle: Lifecycle = new Lifecycle({
    log: memoryLog(),
    requestQuit: () => {
      lifecycle.beforeQuit(event);
    },
    exit: (code) => told.push(`exit ${String(code)}`),
    startAgain: () => told.push('start again'),
    drain: (deadlineMs) => {
      told.push(`drain ${String(deadlineMs)}`);
      return new Promise((resolve, reject) => {
        endDrain = (error) => {
          if (error === undefined) resolve();
          else reject(error);
        };
      });
    },
    closesToTray: () => true,
    hasTray: () => Promise.resolve(true),
    isCloseNoticeShown: () => true,
    askOnFirstClose: () => Promise.resolve('keep-running'),
    hideWindow: () => told.push('hide'),
    minimizeWindow: () => told.push('minimize'),
    pollAll: () => told.push('poll'),
    personQuits: () => { lifecycle.quit(); },
    quitsFromDock: false,
    ...overrides,
  });
  return { lifecycle, told, event, endDrain: (error?: Error) => { endDrain(error); } };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('quitting', () => {
  it('drains once, however often it is asked for, and then ends', async () => {
    const { lifecycle, told, event, endDrain } = setUp();
    lifecycle.quit();
    lifecycle.quit();
    lifecycle.beforeQuit(event);
    lifecycle.signalled('SIGTERM');
    expect(told.filter((what) => what.startsWith('drain'))).toEqual(['drain 10000']);
    expect(told).not.toContain('exit 0');
    endDrain();
    await vi.runAllTimersAsync();
    expect(told.filter((what) => what.startsWith('exit'))).toEqual(['exit 0']);
  });

  it('ends with the code of the limited run, and with 1 when the drain failed', async () => {
    const limited = setUp();
    limited.lifecycle.quit(1);
    limited.endDrain();
    const broken = setUp();
    broken.lifecycle.quit();
    broken.endDrain(new Error('spool'));
    await vi.runAllTimersAsync();
    expect([limited.told.at(-1), broken.told.at(-1)]).toEqual(['exit 1', 'exit 1']);
  });

  it('installs an update after the drain, and lets the updater quit then', async () => {
    const { lifecycle, told, event, endDrain } = setUp();
    lifecycle.quitThen(() => {
      told.push('install');
      lifecycle.beforeQuit(event);
    });
    expect(told).not.toContain('install');
    endDrain();
    await vi.advanceTimersByTimeAsync(0);
    expect(told).toEqual(['prevented', 'drain 10000', 'install']);
  });

  it('starts again when an update cannot be installed, or never is', async () => {
    const refused = setUp();
    refused.lifecycle.quitThen(() => {
      throw new Error('EACCES');
    });
    refused.endDrain();
    await vi.advanceTimersByTimeAsync(0);
    expect(refused.told.at(-1)).toBe('start again');
    const hangs = setUp();
    hangs.lifecycle.quitThen(() => undefined);
    hangs.endDrain();
    await vi.advanceTimersByTimeAsync(119_000);
    expect(hangs.told.at(-1)).toBe('drain 10000');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(hangs.told.at(-1)).toBe('start again');
  });

  it('ends anyway when the drain does not', async () => {
    const { lifecycle, told } = setUp();
    lifecycle.quit();
    await vi.advanceTimersByTimeAsync(14_999);
    expect(told.at(-1)).toBe('drain 10000');
    await vi.advanceTimersByTimeAsync(1);
    expect(told.at(-1)).toBe('exit 1');
  });

  it('ends at once for a person who presses Ctrl-C twice', () => {
    const { lifecycle, told } = setUp();
    lifecycle.signalled('SIGINT');
    lifecycle.signalled('SIGINT');
    expect(told.at(-1)).toBe('exit 130');
  });
});

describe('quitting from the Dock', () => {
  const asked = () => {
    const questions: string[] = [];
    return { questions, ...setUp({ quitsFromDock: true, personQuits: () => questions.push('asked') }) };
  };

  it('asks like the menu, and ends nothing before the answer', () => {
    const { lifecycle, told, event, questions } = asked();
    lifecycle.beforeQuit(event);
    expect(questions).toEqual(['asked']);
    expect(told).toEqual(['prevented']);
    expect(lifecycle.isQuitting).toBe(false);
    // The answer of a person: quit.
    lifecycle.quit();
    expect(told).toEqual(['prevented', 'prevented', 'drain 10000']);
    expect(questions).toHaveLength(1);
  });

  it('never asks at the end of a session, which is told before, nor for a signal, nor while it drains', () => {
    const { lifecycle, told, event, questions } = asked();
    // powerMonitor `shutdown`, then macOS asks every program to quit.
    lifecycle.quit();
    lifecycle.beforeQuit(event);
    lifecycle.signalled('SIGTERM');
    expect(questions).toEqual([]);
    expect(told.filter((what) => what.startsWith('drain'))).toHaveLength(1);
  });

  it('an open question does not hold up the end of a session', () => {
    const { lifecycle, told, event, questions } = asked();
    lifecycle.beforeQuit(event);
    lifecycle.quit();
    expect(questions).toEqual(['asked']);
    expect(told.at(-1)).toBe('drain 10000');
  });

  it('an update is installed without a question', () => {
    const { lifecycle, told, questions } = asked();
    lifecycle.quitThen(() => told.push('install'));
    expect(questions).toEqual([]);
    expect(told.at(-1)).toBe('drain 10000');
  });

  it('on other systems a quit that nobody here began drains at once', () => {
    const questions: string[] = [];
    const { lifecycle, told, event } = setUp({ personQuits: () => questions.push('asked') });
    lifecycle.beforeQuit(event);
    expect(questions).toEqual([]);
    expect(told).toEqual(['prevented', 'drain 10000']);
  });
});

describe('closing the window', () => {
  it('hides it, and the collection goes on', async () => {
    const { lifecycle, told } = setUp();
    expect(lifecycle.mayClose()).toBe(false);
    await vi.runAllTimersAsync();
    expect(told).toEqual(['hide']);
  });

  it('only minimises it where no tray could bring it back', async () => {
    const { lifecycle, told } = setUp({ hasTray: () => Promise.resolve(false) });
    lifecycle.mayClose();
    await vi.runAllTimersAsync();
    expect(told).toEqual(['minimize']);
  });

  it('asks the first time, one question at a time, and obeys', async () => {
    const asked: boolean[] = [];
    const { lifecycle, told } = setUp({
      isCloseNoticeShown: () => false,
      askOnFirstClose: (hidden) => {
        asked.push(hidden);
        return Promise.resolve('quit');
      },
    });
    lifecycle.mayClose();
    lifecycle.mayClose();
    await vi.advanceTimersByTimeAsync(1);
    expect(asked).toEqual([true]);
    expect(told).toEqual(['prevented', 'drain 10000']);
  });

  it('quits when the administrator wants that, after the drain', () => {
    const { lifecycle, told } = setUp({ closesToTray: () => false });
    expect(lifecycle.mayClose()).toBe(false);
    expect(told).toEqual(['prevented', 'drain 10000']);
    expect(lifecycle.mayClose()).toBe(true);
  });
});

describe('waking up', () => {
  it('polls at once', () => {
    const { lifecycle, told } = setUp();
    lifecycle.suspended();
    lifecycle.resumed();
    expect(told).toEqual(['poll']);
  });
});
