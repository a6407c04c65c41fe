import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, it, onTestFinished } from 'vitest';

import type { Collector, CollectorConfig } from '../../electron/collector/collector';
import { createCollector } from '../../electron/collector/collector';
import { Secret } from '../../electron/collector/kit/secret';
import type { Simulator, SimulatorOptions } from '../../electron/simulator/simulator';
import { startSimulator } from '../../electron/simulator/simulator';
import type { ConnectorConfig } from '../../shared/model/connector';
import type { LogType } from '../../shared/model/log-type';
import { logTypes } from '../../shared/model/log-type';
import type { FileOutputConfig, HttpOutputConfig } from '../../shared/model/output';
import { HttpReceiver } from '../receivers/http-receiver';
import { builtWorkers } from '../support/built-workers';
import { listeningLog } from '../support/doubles';
import { fastClock } from '../support/fast-clock';
import { tempDir } from '../support/temp-dir';
import { compare } from '../support/truth';

const workers = builtWorkers();
/** A closed port: nothing listens below 1024 without being asked to. */
const nobody = 'http://127.0.0.1:9/events';

async function eventually(what: string, condition: () => boolean): Promise<void> {
  const end = Date.now() + 45_000;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`Never happened: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function bench(options: SimulatorOptions) {
  // Waits of the retry policy pass twenty times as fast, for both sides.
  const clock = fastClock(20);
  const simulator = await startSimulator({ now: () => clock.now(), ...options });
  const receiver = await HttpReceiver.start();
  const dir = tempDir();
  const log = listeningLog();
  const collectors: Collector[] = [];
  onTestFinished(async () => {
    for (const collector of collectors) await collector.stop({ deadlineMs: 1000 });
    await receiver.stop();
    await simulator.close();
  });
  const collector = (): Collector => {
    const made = createCollector({
      stateDir: path.join(dir, 'state'), workersDir: workers.dir, log, clock, random: () => 0,
      secrets: { connectorSecret: () => Promise.resolve(new Secret('demo-client-secret')), outputSecret: () => Promise.resolve(new Secret('canary-output-secret')) },
    });
    collectors.push(made);
    return made;
  };
  const connector: ConnectorConfig = {
    id: 'hq', name: 'HQ', baseUrl: simulator.url, clientId: simulator.clientId, logTypes: [...logTypes], platform: 'cloud-gateway', siemDelivery: 'batch',
    startFrom: new Date(clock.now() - 2 * 86_400_000).toISOString(), pollSeconds: 60, outputs: ['files', 'dnif'], enabled: true,
  };
  const files: FileOutputConfig = { id: 'files', name: 'Files', enabled: true, format: 'both', type: 'file', path: path.join(dir, 'out'), rotateMiB: 8 };
  const dnif: HttpOutputConfig = { id: 'dnif', name: 'DNIF', enabled: true, format: 'both', type: 'http', url: receiver.url, auth: { kind: 'bearer' }, maxEvents: 500, maxKiB: 1024, gzip: true };
  const config = (url: string): CollectorConfig => ({ connectors: [connector], outputs: [files, { ...dnif, url }] });
  return { simulator, receiver, dir, log, collector, config, out: files.path };
}

function stream(collector: Collector, logType: LogType) {
  const found = collector.status().streams.find((one) => one.logType === logType);
  if (found === undefined) throw new Error(`No stream ${logType}`);
  return found;
}

/** The natural key of a held message's leaving is not in the truth: `compare` leaves those lines out. */
async function expectComplete(out: string, simulator: Simulator): Promise<number> {
  let offered = 0;
  for (const logType of logTypes) {
    const found = await compare(out, simulator, logType);
    expect({ logType, ...found }).toMatchObject({ missing: [], twice: [], invented: [] });
    offered += found.offered;
  }
  return offered;
}

describe('a bad day', () => {
  it('everything fails for a while, and in the end every event is there once, and the books balance', async () => {
    const { simulator, receiver, log, collector, config, out, dir } = await bench({
      seed: 11, events: 9000, eventsPerFile: 100, dlpEvents: 900, auditEvents: 900, heldMessages: 700, denied: ['hold'],
      faults: [
        { fault: 'tokenExpiresMidPage', times: 3 },
        { fault: 'transient401', on: 'audit', times: 1 },
        { fault: 'rateLimited429', on: 'dlp', times: 1, ms: 20_000 },
        { fault: 'serverError', on: 'audit', times: 2, variant: '503' },
        { fault: 'resetMidBody', on: 'siem.batch', times: 1 },
        { fault: 'truncatedFile', match: 'email_receipt_000003', times: 2 },
        { fault: 'serverError', on: 'siem.file', match: 'email_delivery_000002', times: 2 },
        { fault: 'signedUrl403', match: 'email_process_000004', times: 2 },
        { fault: 'badLine', match: 'email_spam' },
        { fault: 'invalidUtf8', match: 'email_receipt_000001' },
        { fault: 'outOfOrder' },
        { fault: 'overlappingPages', times: 2 },
      ],
    });
    receiver.auth = { kind: 'bearer', token: 'canary-output-secret' };
    const first = collector();
    const seen: string[] = [];
    first.onStatus((status) => {
      for (const one of [...status.streams, ...status.outputs]) {
        // Never green without proof, never green beside a failure.
        if (one.health.state === 'active' && (one.health.provenAt === null || one.health.failure !== null)) seen.push(JSON.stringify(one.health));
      }
    });
    await first.start(config(nobody));

    // The files are complete although the other output is down and one permission is missing.
    await eventually('the permission is named', () => stream(first, 'Hold_Message_List').health.failure?.code === 'MC-PERM-403');
    await eventually('SIEM, DLP and audit are collected', () => (['SIEM', 'DLP', 'Audit_Events'] as const).every((logType) => stream(first, logType).health.state === 'active'));
    const output = (id: string) => first.status().outputs.find((one) => one.outputId === id);
    await eventually('the files have everything', () => output('files')?.waiting === 0);
    expect(stream(first, 'Hold_Message_List')).toMatchObject({ health: { state: 'failed' }, counts: { fetched: 0 } });
    expect(output('dnif')).toMatchObject({ delivered: 0, health: { failure: { code: 'OUT-UNREACHABLE' } } });
    expect(output('dnif')?.waiting).toBe(10_800);

    // The permission comes, and so does the receiver: first it stumbles.
    simulator.setDenied([]);
    receiver.script.push({ kind: 'status', status: 503 }, { kind: 'accept-and-reset' }, { kind: 'status', status: 429, headers: { 'retry-after': '2' } }, { kind: 'reset' });
    await first.apply(config(receiver.url));
    first.pollNow('hq', 'Hold_Message_List');
    await eventually('the hold list is collected', () => stream(first, 'Hold_Message_List').health.state === 'active');
    await eventually('nothing waits', () => first.status().outputs.every((one) => one.waiting === 0 && one.health.state === 'active'));

    const offered = await expectComplete(out, simulator);
    expect(offered).toBe(11_500);
    expect(new Set(receiver.ids).size).toBe(offered);
    // At least once: only what was taken before the connection broke came twice.
    expect(receiver.ids.length - offered).toBeLessThanOrEqual(500);
    expect(await first.ledger.unbalanced()).toEqual([]);
    for (const one of first.status().streams) {
      const { fetched, duplicates, quarantined, spooled, released } = one.counts;
      expect({ logType: one.logType, sum: duplicates + quarantined + spooled + released, spooled, gaps: one.gaps }).toEqual({ logType: one.logType, sum: fetched, spooled: 0, gaps: [] });
    }
    const { items, total } = await first.quarantine.page(null, 200);
    expect(total).toBeGreaterThan(1);
    expect(new Set(items.map((item) => item.code))).toEqual(new Set(['MC-LINE-BROKEN']));
    expect(seen).toEqual([]);

    const acted = new Set(simulator.requests().flatMap((request) => request.faults));
    expect([...acted]).toEqual(expect.arrayContaining(['tokenExpiresMidPage', 'transient401', 'rateLimited429', 'serverError', 'resetMidBody', 'truncatedFile', 'signedUrl403', 'overlappingPages']));

    // What was said on the way names no secret, and nothing is left of the downloads.
    const said = JSON.stringify(log.lines);
    for (const secret of ['demo-client-secret', 'canary-output-secret', 'X-Amz-Signature', 'sim.']) expect(said).not.toContain(secret);
    await first.stop({ deadlineMs: 5000 });
    const incoming = path.join(dir, 'state', 'incoming');
    expect(existsSync(incoming) ? readdirSync(incoming, { recursive: true }) : []).toEqual([]);

    // The next start goes on from there and repeats nothing.
    simulator.setFaults([]);
    const second = collector();
    await second.start(config(receiver.url));
    await eventually('all are polled again', () => second.status().streams.length === 4 && second.status().streams.every((one) => one.health.state === 'active'));
    await second.stop({ deadlineMs: 5000 });
    expect(await expectComplete(out, simulator)).toBe(offered);
    expect(new Set(receiver.ids).size).toBe(offered);
  });
});

describe('Test Connection', () => {
  it('beside a running collection disturbs no download', async () => {
    const { simulator, collector, config, out } = await bench({ seed: 12, events: 6000, eventsPerFile: 50, dlpEvents: 20, auditEvents: 20, heldMessages: 20 });
    const running = collector();
    const { connectors, outputs } = config(nobody);
    const own = { connectors: connectors.map((one) => ({ ...one, outputs: ['files'] })), outputs: outputs.slice(0, 1) };
    await running.start(own);
    const connector = own.connectors[0];
    if (connector === undefined) throw new Error('no connector');
    for (let n = 0; n < 5; n += 1) {
      const report = await running.check(connector, new Secret('demo-client-secret'), new AbortController().signal);
      expect(report, JSON.stringify(report)).toMatchObject({ passed: true });
    }
    const wrong = await running.check(connector, new Secret('canary-wrong'), new AbortController().signal);
    expect(wrong.passed).toBe(false);
    expect(wrong.items.find((item) => item.id === 'token')).toMatchObject({ state: 'failed', failure: { code: 'MC-AUTH-401' } });
    expect(JSON.stringify(wrong)).not.toContain('canary-wrong');
    await eventually('all is delivered', () => running.status().streams.every((one) => one.health.state === 'active') && running.status().outputs.every((one) => one.waiting === 0 && one.delivered > 0));
    await expectComplete(out, simulator);
    expect(running.status().streams.map((one) => one.counts.quarantined)).toEqual([0, 0, 0, 0]);
  });
});
