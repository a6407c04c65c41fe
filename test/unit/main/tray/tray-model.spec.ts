import { describe, expect, it } from 'vitest';

import type { TrayFacts } from '../../../../electron/main/tray/tray-model';
import { trayModel } from '../../../../electron/main/tray/tray-model';
import type { CollectionStatus, StreamStatus } from '../../../../shared/model/collection';
import { emptyStatus, health, outputStatus, streamStatus } from '../support/status';

const minute = 60_000;
const now = 1_000_000_000;

function model(status: Partial<CollectionStatus>, overrides: Partial<TrayFacts> = {}) {
  return trayModel({ status: { ...emptyStatus, ...status }, demo: false, pause: null, now, pollSecondsOf: () => 300, timeOf: (ms) => `t${String(ms)}`, ...overrides });
}

const proven = (minutesAgo: number, overrides: Partial<StreamStatus> = {}): StreamStatus =>
  streamStatus({ health: health('active', now - minutesAgo * minute), ...overrides });
const having = (state: Parameters<typeof health>[0], overrides: Partial<StreamStatus> = {}): StreamStatus =>
  streamStatus({ health: health(state, now), ...overrides });

describe('the tray', () => {
  it.each<[string, Partial<CollectionStatus>, string, string]>([
    ['no connector', {}, 'idle', 'No connector yet'],
    ['all proven', { streams: [proven(1), proven(14, { lastEventAt: now })] }, 'active', 'Active'],
    ['proven, nothing seen', { streams: [proven(1)] }, 'active', 'Active, no events yet'],
    ['one without recent proof', { streams: [proven(1), proven(16, { logType: 'DLP' })] }, 'degraded', 'No recent answer: Head office, DLP'],
    ['one never proven', { streams: [streamStatus({ health: health('active', null) })] }, 'degraded', 'No recent answer: Head office, SIEM'],
    ['one degraded', { streams: [proven(1), having('degraded', { logType: 'DLP' })] }, 'degraded', 'Disturbed, tries again: Head office, DLP'],
    ['failed beats degraded', { streams: [having('degraded'), having('failed', { logType: 'DLP' }), having('failed')] }, 'failed', 'Action needed: Head office, DLP and 1 more'],
    ['an output failed', { streams: [proven(1)], outputs: [outputStatus({ health: health('failed') })] }, 'failed', 'Action needed: Local files'],
    ['an output without news is no alarm', { streams: [proven(1)], outputs: [outputStatus({ health: health('active', 5) })] }, 'active', 'Active, no events yet'],
    ['all paused', { streams: [having('paused')], outputs: [outputStatus({ health: health('paused') })] }, 'paused', 'Paused'],
    ['some paused', { streams: [having('paused'), proven(1, { logType: 'DLP' })] }, 'paused', 'Paused: Head office, SIEM'],
    ['starting', { streams: [having('starting'), proven(1)] }, 'idle', 'Starting'],
    ['stopping', { streams: [having('stopping'), proven(1)] }, 'idle', 'Stopping'],
    ['stopped', { streams: [having('stopped')] }, 'idle', 'Stopped'],
  ])('%s', (_what, status, icon, line) => {
    const shown = model(status);
    expect(shown.icon).toBe(icon);
    expect(shown.tooltip).toMatch(new RegExp(`^Mimecast Connector – ${line}( · last event just now)?$`));
    expect(shown.items[0]).toEqual({ kind: 'text', label: line });
  });

  it('gives slow streams three intervals to prove themselves', () => {
    const status = { streams: [proven(50)] };
    expect(model(status, { pollSecondsOf: () => 1000 }).icon).toBe('active');
    expect(model(status, { pollSecondsOf: () => 999 }).icon).toBe('degraded');
  });

  it('says that it is a demo', () => {
    expect(model({ streams: [proven(1)] }, { demo: true }).tooltip).toBe('Mimecast Connector – Demo: Active, no events yet');
  });

  it('shows an & of a name as one', () => {
    const [first] = model({ streams: [having('failed', { connectorName: 'R&D' })] }).items;
    expect(first).toEqual({ kind: 'text', label: 'Action needed: R&&D, SIEM' });
  });

  it('cuts what Windows would cut, in the names and not in the facts', () => {
    const shown = model({ streams: [having('failed', { connectorName: 'x'.repeat(200), lastEventAt: now - 3 * minute })], outputs: [outputStatus({ waiting: 1204 })] });
    expect(shown.tooltip).toHaveLength(120);
    expect(shown.tooltip).toMatch(/^Mimecast Connector – Action needed: x+… · last event 3 min ago · 1,204 waiting$/);
  });

  it.each([
    [20_000, 'just now'],
    [3 * minute, '3 min ago'],
    [59.9 * minute, '59 min ago'],
    [47 * 60 * minute, '47 h ago'],
    [72 * 60 * minute, '3 days ago'],
    // A clock that was set back.
    [-5 * minute, 'just now'],
  ])('says how old the newest event is: %i ms is %s', (age, words) => {
    expect(model({ streams: [proven(1, { lastEventAt: now - age }), proven(1, { lastEventAt: now - age - 1, logType: 'DLP' })] }).tooltip).toContain(`last event ${words}`);
  });

  it('an event more changes the tooltip and not the menu, which would close under the pointer', () => {
    const before = model({ streams: [proven(1, { lastEventAt: now - 9 * minute })] });
    const after = model({ streams: [proven(1, { lastEventAt: now })] });
    expect(after.items).toEqual(before.items);
    expect(after.tooltip).not.toBe(before.tooltip);
  });

  it('offers to poll when something runs, and to look when something is wrong', () => {
    const actions = (status: Partial<CollectionStatus>): string[] =>
      model(status).items.flatMap((item) => (item.kind === 'action' && item.enabled ? [item.action] : []));
    expect(actions({})).toEqual(['open', 'open-logs', 'open-settings', 'quit']);
    expect(actions({ streams: [having('paused')] })).toEqual(['open', 'open-logs', 'open-settings', 'quit']);
    expect(actions({ streams: [proven(1)] })).toEqual(['open', 'poll-now', 'open-logs', 'open-settings', 'quit']);
    expect(actions({ streams: [having('failed')] })).toEqual(['open', 'open-status', 'poll-now', 'open-logs', 'open-settings', 'quit']);
  });

  it('says how long a pause lasts, and offers to end it instead of another one', () => {
    const paused = { streams: [having('paused')] };
    const until = model(paused, { pause: { since: now, until: now + 15 * minute } });
    expect(until).toMatchObject({ icon: 'paused', tooltip: `Mimecast Connector – Paused until t${String(now + 15 * minute)}` });
    const open = model(paused, { pause: { since: now, until: null } });
    expect(open.tooltip).toContain('Paused until you resume');
    expect(open.items).toContainEqual({ kind: 'action', label: 'Resume collection', action: 'resume', enabled: true });
    expect(open.items.some((item) => item.kind === 'menu')).toBe(false);
    expect(model({ streams: [proven(1)] }).items).toContainEqual(expect.objectContaining({ kind: 'menu', label: 'Pause collection' }));
  });

  it('a pause hides no trouble of an output', () => {
    const shown = model({ streams: [having('paused')], outputs: [outputStatus({ health: health('failed') })] }, { pause: { since: now, until: null } });
    expect(shown.icon).toBe('failed');
  });

  it('says how much waits', () => {
    const shown = model({ streams: [proven(1, { lastEventAt: now - 2 * minute })], outputs: [outputStatus({ waiting: 1204 })] });
    expect(shown.tooltip).toBe('Mimecast Connector – Active · last event 2 min ago · 1,204 waiting');
    expect(shown.items[1]).toEqual({ kind: 'text', label: '1,204 events wait to be delivered' });
  });
});
