import { describe, expect, it, onTestFinished } from 'vitest';

import { checkConnector } from '../../../../electron/collector/sources/mimecast/check';
import { SiemPlatformStream } from '../../../../electron/collector/sources/mimecast/streams/siem-platform';
import { step } from '../../../../electron/collector/sources/source';
import type { SimulatorOptions } from '../../../../electron/simulator/simulator';
import { startSimulator } from '../../../../electron/simulator/simulator';
import type { ConnectorConfig } from '../../../../shared/model/connector';
import { logTypes } from '../../../../shared/model/log-type';
import { clientOf, failureOf, never } from '../../../support/api';
import { ScriptedStream } from '../../../support/doubles';
import { FakeClock, HeldClock } from '../../../support/fake-clock';
import { json, serve } from '../../../support/web-server';

const config = (baseUrl: string, more: Partial<ConnectorConfig> = {}): ConnectorConfig => ({
  id: 'a', name: 'A', baseUrl, clientId: 'demo-client-id', logTypes: [...logTypes], platform: 'cloud-gateway', siemDelivery: 'batch', startFrom: null, pollSeconds: null, outputs: ['x'], enabled: true, ...more,
});

/** The simulator does not know the canary secret of the test client: it gets it as its own. */
async function check(options: SimulatorOptions, more: Partial<ConnectorConfig> = {}) {
  const clock = new HeldClock();
  const simulator = await startSimulator({ events: 200, dlpEvents: 5, auditEvents: 5, heldMessages: 5, clientSecret: 'canary-client-secret', clientId: 'client-id', now: () => clock.now(), ...options });
  onTestFinished(() => simulator.close());
  const report = await checkConnector(config(simulator.url, more), clientOf(simulator.url, clock), clock, never);
  return { report, states: Object.fromEntries(report.items.map((item) => [item.id, item.failure?.code ?? item.state])) };
}

const good = { reach: 'passed', token: 'passed', SIEM: 'passed', DLP: 'passed', Audit_Events: 'passed', Hold_Message_List: 'passed', quota: 'passed', clock: 'passed' };

describe('checkConnector', () => {
  it('reads each log type once and says what it found, in order', async () => {
    const { report, states } = await check({});
    expect(states).toEqual(good);
    expect(report.passed).toBe(true);
    expect(report.items.map((item) => item.id)).toEqual(['reach', 'token', ...logTypes, 'quota', 'clock']);
    expect(report.items.find((item) => item.id === 'Hold_Message_List')?.message.english).toBe('Readable, 5 messages held since yesterday.');
  });

  it.each(['streaming', 'hybrid'] as const)('reads the SIEM feed of the chosen delivery: %s', async (siemDelivery) => {
    expect((await check({ historyHours: 0.5 }, { siemDelivery })).states['SIEM']).toBe('passed');
  });

  it('names the one permission that is missing, and tests the others', async () => {
    const { report, states } = await check({ denied: ['audit'] });
    expect(states).toEqual({ ...good, Audit_Events: 'MC-PERM-403' });
    expect(report.passed).toBe(false);
    expect(report.items.find((item) => item.id === 'Audit_Events')?.message.english).toBe('Permission missing: Account | Logs | Read');
  });

  it('stops at wrong credentials, and says that the rest was not tested', async () => {
    const { report, states } = await check({ clientSecret: 'another' });
    expect(states).toEqual({ reach: 'passed', token: 'MC-AUTH-401', SIEM: 'skipped', DLP: 'skipped', Audit_Events: 'skipped', Hold_Message_List: 'skipped', clock: 'passed' });
    expect(JSON.stringify(report)).not.toContain('canary');
  });

  it('does not pass an answer that collection would not understand', async () => {
    const server = await serve((asked) => (asked.url === '/oauth/token' ? json({ access_token: 't' }) : json({ message: 'ok' })));
    const clock = new HeldClock(Date.now());
    const report = await checkConnector(config(server.url), clientOf(server.url, clock), clock, never);
    expect(report.items.filter((item) => item.logType !== null).map((item) => item.failure?.code)).toEqual(logTypes.map(() => 'MC-ANSWER-SHAPE'));
  });

  it('a log that is empty so far is a warning with a hint, not a failure', async () => {
    const { report } = await check({ events: 0, dlpEvents: 0 });
    expect(report.passed).toBe(true);
    expect(report.items.find((item) => item.id === 'SIEM')).toMatchObject({ state: 'warning', message: { id: 'check.readable.noLogs' } });
  });

  it('warns of a clock that is wrong', async () => {
    const { report } = await check({ faults: [{ fault: 'clockSkew', ms: -3_600_000 }] });
    expect(report.items.find((item) => item.id === 'clock')).toMatchObject({ state: 'warning', message: { id: 'check.clock.differs', values: { count: 60 } } });
  });

  it('tells a name that is not known from a host that does not answer, and recognizes a region that is not documented', async () => {
    const clock = new HeldClock();
    const states = async (baseUrl: string): Promise<unknown> => {
      const report = await checkConnector(config(baseUrl), clientOf(baseUrl, clock), clock, never);
      return report.items.slice(0, 3).map(({ id, state }) => `${id} ${state}`);
    };
    expect(await states('https://xx-api.services.mimecast.invalid')).toEqual(['dns failed', 'tls skipped', 'reach failed']);
    expect(await states('https://localhost:9')).toEqual(['dns passed', 'tls skipped', 'reach failed']);
  });

  it('finds out the platform', async () => {
    expect((await check({ platform: 'cloud-integrated' }, { platform: 'auto' })).states['SIEM']).toBe('passed');
    expect((await check({ platform: 'cloud-integrated' }, { platform: 'cloud-gateway' })).states['SIEM']).toBe('MC-PRODUCT-403');
  });

  it('gives a check up after its time, says which one is under way, and goes on with the others', async () => {
    const server = await serve((asked) => (asked.url.includes('/dlp/') ? new Promise<never>(() => undefined) : asked.url === '/oauth/token' ? json({ access_token: 't' }) : json({ data: [], value: [], isCaughtUp: true })));
    const clock = new HeldClock();
    const seen: string[][] = [];
    const report = await checkConnector(config(server.url, { logTypes: ['DLP', 'Audit_Events'] }), clientOf(server.url, clock), clock, never, (running) => {
      seen.push(running.map(({ title }) => title.english));
      // Only the one that hangs is left: its time is over now.
      if (running.length === 1 && running[0]?.title.english === 'DLP' && seen.some((titles) => titles.includes('Audit_Events'))) clock.advance(75_000);
    });
    expect(seen).toContainEqual(['Access token']);
    expect(seen).toContainEqual(['DLP', 'Audit_Events']);
    expect(seen.at(-1)).toEqual([]);
    expect(report.items.map(({ id, failure }) => `${id} ${failure?.code ?? 'ok'}`)).toEqual(['reach ok', 'token ok', 'DLP NET-TIMEOUT', 'Audit_Events ok', 'quota ok', 'clock ok']);
  });

  it('rejects only when it is told to end', async () => {
    const clock = new HeldClock();
    await expect(checkConnector(config('http://127.0.0.1:9'), clientOf('http://127.0.0.1:9', clock), clock, AbortSignal.abort(new Error('stop')))).rejects.toThrow('stop');
    const report = await checkConnector(config('http://127.0.0.1:9'), clientOf('http://127.0.0.1:9', clock), clock, never);
    expect(report.items[0]).toMatchObject({ id: 'reach', state: 'failed', failure: { code: 'NET-REFUSED' } });
  });
});

describe('SiemPlatformStream', () => {
  it('remembers nothing while neither platform answers, and finds the right one later', async () => {
    let missing = true;
    const server = await serve((asked) => {
      if (asked.url === '/oauth/token') return json({ access_token: 't' });
      const refused = missing || asked.url.includes('/cg?');
      return refused ? json({ fail: [{ code: 'err_permission', message: 'No' }] }, { status: 403 }) : json({ value: [], isCaughtUp: true });
    });
    const polled: string[] = [];
    const stream = new SiemPlatformStream(clientOf(server.url), (platform) => new ScriptedStream(async function* () {
      polled.push(platform);
      yield await Promise.resolve(step({ of: platform }));
    }));
    const clock = new FakeClock();
    const poll = async (cursor: unknown) => {
      const cursors: unknown[] = [];
      for await (const next of stream.poll({ cursor, startFrom: 0, newest: null, loadState: () => Promise.resolve([]), clock, signal: never })) cursors.push(next.cursor);
      return cursors;
    };
    expect((await failureOf(poll(null))).code).toBe('MC-PERM-403');
    expect(polled).toEqual([]);
    missing = false;
    const cursors = await poll(null);
    expect(cursors).toEqual([{ platform: 'cloud-integrated', inner: { of: 'cloud-integrated' } }]);
    const asked = server.asked.length;
    await poll(cursors[0]);
    expect(server.asked.length).toBe(asked);
    expect(polled).toEqual(['cloud-integrated', 'cloud-integrated']);
  });
});
