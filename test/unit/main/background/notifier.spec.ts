import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { Alert } from '../../../../electron/main/background/notifier';
import { Notifier } from '../../../../electron/main/background/notifier';
import type { CollectionStatus } from '../../../../shared/model/collection';
import type { HealthState } from '../../../../shared/model/health';
import { emptyStatus, health, outputStatus, streamStatus } from '../support/status';

const minute = 60_000;

beforeEach(() => {
  vi.useFakeTimers({ now: 100 * minute });
});
afterEach(() => {
  vi.useRealTimers();
});

function watcher(options: { readonly visible?: boolean; readonly level?: 'all' | 'important' | 'none' } = {}) {
  const alerts: Alert[] = [];
  const notifier = new Notifier({ now: () => Date.now(), level: () => options.level ?? 'all', isWindowVisible: () => options.visible === true, show: (alert) => alerts.push(alert) });
  const look = (...states: readonly HealthState[]): void => {
    notifier.look(status(...states));
    vi.advanceTimersByTime(1_000);
  };
  return { alerts, look, notifier };
}

const status = (...states: readonly HealthState[]): CollectionStatus => ({
  ...emptyStatus,
  streams: states.map((state, index) => streamStatus({ connectorId: `c${String(index)}`, connectorName: `Office ${String(index)}`, health: { ...health(state), since: 100 * minute } })),
});

describe('notifications', () => {
  it('tell once of what needs a person, and that it works again', () => {
    const { alerts, look } = watcher();
    look('active');
    look('failed');
    look('failed');
    expect(alerts).toEqual([{ title: 'Action needed', body: 'Office 0, SIEM: No answer in time', route: '/status', important: true }]);
    look('active');
    expect(alerts).toHaveLength(2);
    expect(alerts[1]).toMatchObject({ title: 'Works again', important: false });
  });

  it('tell the same trouble once an hour, however often it comes', () => {
    const { alerts, look } = watcher({ level: 'important' });
    for (let at = 0; at < 20; at += 1) {
      look('failed');
      look('active');
    }
    expect(alerts).toHaveLength(1);
    vi.advanceTimersByTime(60 * minute);
    look('failed');
    expect(alerts).toHaveLength(2);
  });

  it('tell of a disturbance only when it lasts', () => {
    const { alerts, look } = watcher();
    look('degraded');
    expect(alerts).toEqual([]);
    vi.advanceTimersByTime(10 * minute);
    look('degraded');
    expect(alerts).toEqual([expect.objectContaining({ title: 'Collection is disturbed', important: false })]);
  });

  it('gather what fails together', () => {
    const { alerts, look } = watcher();
    look('failed', 'failed', 'failed');
    expect(alerts).toEqual([expect.objectContaining({ body: 'Office 0, SIEM and 2 more: No answer in time' })]);
  });

  it('an all-clear waits until all is clear', () => {
    const { alerts, look } = watcher();
    look('failed', 'failed');
    look('active', 'failed');
    expect(alerts).toHaveLength(1);
    look('active', 'active');
    expect(alerts.at(-1)?.title).toBe('Works again');
  });

  it.each([
    ['while the window is visible', { visible: true }],
    ['when none are wanted', { level: 'none' as const }],
  ])('none %s', (_what, options) => {
    const { alerts, look } = watcher(options);
    look('failed');
    look('active');
    expect(alerts).toEqual([]);
  });

  it('outputs count too', () => {
    const { alerts, notifier } = watcher({ level: 'important' });
    notifier.look({ ...emptyStatus, outputs: [outputStatus({ health: health('failed') })] });
    vi.advanceTimersByTime(1_000);
    expect(alerts[0]?.body).toBe('Local files: No answer in time');
  });
});
