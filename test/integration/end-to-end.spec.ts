import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, it, onTestFinished } from 'vitest';

import { startSimulator } from '../../electron/simulator/simulator';
import { logTypes } from '../../shared/model/log-type';
import { isBalanced, startCollect, writeConfig } from '../support/collect';
import { tempDir } from '../support/temp-dir';
import { compare } from '../support/truth';

const secret = { MIMECAST_TEST_SECRET: 'demo-client-secret' };

async function simulator(options: Parameters<typeof startSimulator>[0]) {
  const running = await startSimulator(options);
  onTestFinished(() => running.close());
  return running;
}

/** A fixed sequence: a failure can be repeated. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

function bytesIn(folder: string): number {
  if (!existsSync(folder)) return 0;
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).reduce((sum, name) => sum + (statSync(path.join(folder, name), { throwIfNoEntry: false })?.size ?? 0), 0);
}

describe('npm run collect -- --once', () => {
  it('delivers every record of all four log types once, and the ledger balances', async () => {
    const mimecast = await simulator({ seed: 1, events: 20_000, dlpEvents: 1500, auditEvents: 1500, heldMessages: 1200 });
    const dir = tempDir();
    const run = await startCollect({ config: writeConfig(dir, mimecast.url), env: secret }).done;
    expect(run.code, run.stderr).toBe(0);
    const streams = run.ledger?.connectors[0]?.streams ?? [];
    expect(streams.map((stream) => stream.logType)).toEqual([...logTypes]);
    for (const stream of streams) {
      expect(isBalanced(stream), JSON.stringify(stream)).toBe(true);
      expect(stream).toMatchObject({ spooled: 0, quarantined: 0, gaps: [], health: 'active' });
      const found = await compare(path.join(dir, 'out'), mimecast, stream.logType);
      expect(found).toMatchObject({ missing: [], twice: [], invented: [] });
      expect(stream.delivered['files']).toBe(found.offered);
    }
  });

  it('survives SIGKILL at five random moments with nothing missing and nothing twice', async () => {
    const mimecast = await simulator({ seed: 2, events: 60_000, eventsPerFile: 12_000, dlpEvents: 3000, auditEvents: 3000, heldMessages: 2500 });
    const dir = tempDir();
    const config = writeConfig(dir, mimecast.url, { outputs: [{ name: 'files', type: 'file', path: 'out', format: 'both', rotateMiB: 8 }] });
    const random = chance(20_261_122);
    const out = path.join(dir, 'out');
    for (let kill = 1; kill <= 5; kill += 1) {
      const { child, done } = startCollect({ config, env: secret });
      // By what it has written, not by the clock: on any machine all five fall into the work.
      const written = bytesIn(out) + random() * 8_000_000;
      const watch = setInterval(() => {
        if (bytesIn(out) >= written) child.kill('SIGKILL');
      }, 5);
      const run = await done;
      clearInterval(watch);
      expect(run.signal, `kill ${kill}: ${run.stderr}`).toBe('SIGKILL');
    }
    const run = await startCollect({ config, env: secret }).done;
    expect(run.code, run.stderr).toBe(0);
    for (const stream of run.ledger?.connectors[0]?.streams ?? []) {
      expect(isBalanced(stream), JSON.stringify(stream)).toBe(true);
      expect(stream.spooled).toBe(0);
      expect(await compare(out, mimecast, stream.logType)).toMatchObject({ missing: [], twice: [], invented: [] });
    }
  });

  it('a second run finds nothing new and invents nothing', async () => {
    const mimecast = await simulator({ seed: 3, events: 3000, dlpEvents: 200, auditEvents: 200, heldMessages: 100 });
    const dir = tempDir();
    const config = writeConfig(dir, mimecast.url);
    expect((await startCollect({ config, env: secret }).done).code).toBe(0);
    const run = await startCollect({ config, env: secret }).done;
    expect(run.code, run.stderr).toBe(0);
    for (const stream of run.ledger?.connectors[0]?.streams ?? []) {
      expect(isBalanced(stream)).toBe(true);
      expect(await compare(path.join(dir, 'out'), mimecast, stream.logType)).toMatchObject({ missing: [], twice: [], invented: [] });
    }
  });

  it('goes on with the other log types when one lacks its permission, and says which', async () => {
    const mimecast = await simulator({ seed: 4, events: 2000, dlpEvents: 100, auditEvents: 100, heldMessages: 50, denied: ['audit'] });
    const dir = tempDir();
    const run = await startCollect({ config: writeConfig(dir, mimecast.url), env: secret }).done;
    expect(run.code).toBe(1);
    const health = Object.fromEntries((run.ledger?.connectors[0]?.streams ?? []).map((stream) => [stream.logType, [stream.health, stream.failure]]));
    expect(health).toEqual({ SIEM: ['active', null], DLP: ['active', null], Audit_Events: ['failed', 'MC-PERM-403'], Hold_Message_List: ['active', null] });
    for (const logType of ['SIEM', 'DLP', 'Hold_Message_List'] as const) {
      expect(await compare(path.join(dir, 'out'), mimecast, logType)).toMatchObject({ missing: [], twice: [], invented: [] });
    }
  });

  it('a wrong secret fails every log type with the credentials failure, and the secret is nowhere', async () => {
    const mimecast = await simulator({ seed: 5, events: 100 });
    const dir = tempDir();
    const run = await startCollect({ config: writeConfig(dir, mimecast.url), env: { MIMECAST_TEST_SECRET: 'canary-wrong-secret' } }).done;
    expect(run.code).toBe(1);
    expect(run.ledger?.connectors[0]?.streams.map((stream) => stream.failure)).toEqual(logTypes.map(() => 'MC-AUTH-401'));
    expect(run.stdout + run.stderr).not.toContain('canary-wrong-secret');
  });

  it('falls back to one type at a time when the list is refused or partial', async () => {
    for (const fault of ['batch.noList', 'batch.listPartial'] as const) {
      const mimecast = await simulator({ seed: 6, events: 3000, dlpEvents: 20, auditEvents: 20, heldMessages: 20, faults: [{ fault }] });
      const dir = tempDir();
      const run = await startCollect({ config: writeConfig(dir, mimecast.url, { connector: { logTypes: ['SIEM'] } }), env: secret }).done;
      expect(run.code, run.stderr).toBe(0);
      expect(await compare(path.join(dir, 'out'), mimecast, 'SIEM'), fault).toMatchObject({ missing: [], twice: [], invented: [] });
    }
  });

  it('names what is wrong in the config file', async () => {
    const dir = tempDir();
    const config = writeConfig(dir, 'https://us-api.mimecast.com');
    const run = await startCollect({ config, env: secret }).done;
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('API 1.0 host');
  });
});
