import path from 'node:path';

import { describe, expect, it, onTestFinished } from 'vitest';

import type { CollectorConfig } from '../../../../electron/collector/collector';
import { noProbe } from '../../../../electron/collector/kit/probe';
import { Secret } from '../../../../electron/collector/kit/secret';
import { inlinePreview } from '../../../../electron/collector/preview/store';
import { Tap } from '../../../../electron/collector/preview/tap';
import { ProofStore } from '../../../../electron/collector/proof/proof-store';
import { Supervisor } from '../../../../electron/collector/supervisor/supervisor';
import type { ConnectorConfig } from '../../../../shared/model/connector';
import type { FileOutputConfig } from '../../../../shared/model/output';
import { never } from '../../../support/api';
import { commitOf, siem } from '../../../support/chunks';
import { listeningLog, roomyGuard } from '../../../support/doubles';
import { HeldClock } from '../../../support/fake-clock';
import { inlinePool } from '../../../support/inline-pool';
import { openedSpool } from '../../../support/loops';
import { tempDir } from '../../../support/temp-dir';
import { until } from '../../../support/until';
import { serve } from '../../../support/web-server';

async function bench() {
  const server = await serve(() => ({ status: 401, body: '{}' }));
  const dir = tempDir();
  const spool = await openedSpool();
  const clock = new HeldClock();
  const log = listeningLog();
  const supervisor = new Supervisor({
    proofs: new ProofStore(dir), spool, clock, log, pool: inlinePool, tap: new Tap(10, clock, inlinePreview({ events: 10, bytes: 1e8 }, clock)), random: () => 0.5, tempDir: path.join(dir, 'incoming'), guard: roomyGuard(clock), probe: noProbe, changed: () => undefined,
    secrets: { connectorSecret: () => Promise.resolve(new Secret('s')), outputSecret: () => Promise.resolve(null) },
  });
  onTestFinished(() => supervisor.stop(1000));
  const connector = (id: string, more: Partial<ConnectorConfig> = {}): ConnectorConfig => ({
    id, name: `Name ${id}`, baseUrl: server.url, clientId: 'x', logTypes: ['SIEM', 'DLP'], platform: 'cloud-gateway', siemDelivery: 'batch', startFrom: null, pollSeconds: null, outputs: ['file'], enabled: true, ...more,
  });
  const output = (id: string, more: Partial<FileOutputConfig> = {}): FileOutputConfig => ({ id, name: `Name ${id}`, enabled: true, format: 'raw', type: 'file', path: path.join(dir, id), rotateMiB: 1, ...more });
  const apply = (config: CollectorConfig): Promise<void> => supervisor.apply(config, true);
  /** Streams and outputs as the status shows them. */
  const shown = () => {
    const { streams, outputs } = supervisor.status();
    return { streams: streams.map((stream) => `${stream.connectorName} ${stream.logType} ${stream.health.state}`).sort(), outputs: outputs.map((one) => `${one.name} ${one.health.state}`).sort() };
  };
  return { supervisor, spool, clock, log, connector, output, apply, shown, server };
}

describe('Supervisor.apply', () => {
  it('starts what is new and leaves alone what did not change', async () => {
    const { apply, connector, output, shown, clock } = await bench();
    await apply({ connectors: [connector('a')], outputs: [output('file')] });
    expect(shown()).toEqual({ streams: ['Name a DLP starting', 'Name a SIEM starting'], outputs: ['Name file starting'] });
    // Every loop rests: two streams, one output.
    await until('all rest', () => clock.sleeping === 3);
    await apply({ connectors: [connector('a'), connector('b', { logTypes: ['Audit_Events'] })], outputs: [output('file'), output('second')] });
    await until('all rest', () => clock.sleeping === 5);
    expect(shown().streams).toEqual(['Name a DLP starting', 'Name a SIEM starting', 'Name b Audit_Events starting']);
  });

  it('stops what is gone, and restarts what differs', async () => {
    const { apply, connector, output, shown, clock, spool } = await bench();
    await apply({ connectors: [connector('a'), connector('b')], outputs: [output('file'), output('gone')] });
    await until('all rest', () => clock.sleeping === 6);
    await spool.commit(commitOf(['x'], { outputs: ['gone'] }));
    await apply({ connectors: [connector('b', { name: 'Renamed' })], outputs: [output('file', { rotateMiB: 2 })] });
    await until('all rest', () => clock.sleeping === 3);
    expect(shown()).toEqual({ streams: ['Renamed DLP starting', 'Renamed SIEM starting'], outputs: ['Name file starting'] });
    // What waited for an output that is no more has an end, and is counted.
    expect((await spool.memory(siem)).counts).toMatchObject({ spooled: 0, released: 1, refused: { gone: 1 } });
  });

  it('pauses what is switched off, and shows what waits', async () => {
    const { apply, connector, output, shown, supervisor, spool, server } = await bench();
    await spool.commit(commitOf(['x', 'y'], { outputs: ['file'], stream: { connectorId: 'a', logType: 'SIEM' } }));
    await apply({ connectors: [connector('a', { enabled: false })], outputs: [output('file', { enabled: false })] });
    expect(shown()).toEqual({ streams: ['Name a DLP paused', 'Name a SIEM paused'], outputs: ['Name file paused'] });
    await until('counts are shown', () => supervisor.status().streams.some((stream) => stream.counts.spooled === 2) && supervisor.status().outputs[0]?.waiting === 2);
    // And --once neither polls it nor waits for it.
    expect(await supervisor.once(never)).toBe(true);
    expect(server.asked).toEqual([]);
  });

  it('changes that come together end with the last one, and nothing runs twice', async () => {
    const { apply, connector, output, shown, clock } = await bench();
    const outputs = [output('file')];
    await Promise.all([
      apply({ connectors: [connector('a')], outputs }),
      apply({ connectors: [connector('a', { name: 'Second' })], outputs }),
      apply({ connectors: [connector('a', { name: 'Third' }), connector('b')], outputs }),
      apply({ connectors: [connector('a', { name: 'Last' })], outputs }),
    ]);
    await until('all rest', () => clock.sleeping === 3);
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(clock.sleeping).toBe(3);
    expect(shown().streams).toEqual(['Last DLP starting', 'Last SIEM starting']);
  });

  it('stops everything, twice, and starts nothing afterwards', async () => {
    const { supervisor, apply, connector, output, shown, clock } = await bench();
    const changing = apply({ connectors: [connector('a')], outputs: [output('file')] });
    await Promise.all([changing, supervisor.stop(1000)]);
    await supervisor.stop(1000);
    await apply({ connectors: [connector('a'), connector('b')], outputs: [output('file'), output('more')] });
    expect(clock.sleeping).toBe(0);
    expect(shown().streams.filter((line) => !line.endsWith('stopped'))).toEqual([]);
    expect(shown().outputs.filter((line) => !line.endsWith('stopped'))).toEqual([]);
  });

  it('polls one log type at once when asked to', async () => {
    const { supervisor, apply, connector, output, clock } = await bench();
    await apply({ connectors: [connector('a')], outputs: [output('file')] });
    await until('all rest', () => clock.sleeping === 3);
    supervisor.pollNow('a', 'DLP');
    supervisor.pollNow('a', 'Audit_Events');
    supervisor.pollNow('nobody', 'DLP');
    const health = (logType: string) => supervisor.status().streams.find((stream) => stream.logType === logType)?.health;
    await until('it polled', () => health('DLP')?.state === 'failed');
    expect(health('DLP')?.failure?.code).toBe('MC-AUTH-401');
    expect(health('SIEM')?.state).toBe('starting');
    // The worst first: the order of the status screen.
    expect(supervisor.status().streams.map((stream) => stream.logType)).toEqual(['DLP', 'SIEM']);
  });
});
