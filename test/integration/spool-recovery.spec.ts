import { closeSync, existsSync, openSync, readdirSync, readFileSync, statSync, writeSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, it, onTestFinished } from 'vitest';

import { openDriver } from '../../electron/collector/spool/driver';
import { SqliteSpool } from '../../electron/collector/spool/sqlite-spool';
import { startSimulator } from '../../electron/simulator/simulator';
import { logTypes } from '../../shared/model/log-type';
import { isBalanced, startCollect, writeConfig } from '../support/collect';
import { tempDir } from '../support/temp-dir';
import { compare } from '../support/truth';
import { until } from '../support/until';

const secret = { MIMECAST_TEST_SECRET: 'demo-client-secret' };
const pageSize = 16_384;

function spoolFile(dir: string): string {
  const found = readdirSync(dir, { recursive: true, encoding: 'utf8' }).find((name) => path.basename(name) === 'spool.db' && !name.includes('damaged'));
  if (found === undefined) throw new Error('There is no spool.');
  return path.join(dir, found);
}

/** Everything out of the log and into the file; its pages. */
function checkpoint(file: string): number {
  const driver = openDriver(file);
  driver.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  driver.close();
  return Math.floor(statSync(file).size / pageSize);
}

function damage(file: string, first: number, count: number): void {
  const handle = openSync(file, 'r+');
  writeSync(handle, Buffer.alloc(count * pageSize, 0xa5), 0, count * pageSize, first * pageSize);
  closeSync(handle);
}

describe('npm run collect on a spool that was damaged while it was off', () => {
  it.each<readonly [string, (pages: number) => readonly [number, number]]>([
    ['its first page', () => [0, 1]],
    ['a third of its pages', (pages) => [4, Math.floor(pages / 3)]],
    ['all of it', (pages) => [0, pages]],
  ])('%s: everything arrives, nobody has to act, and it says what happened', async (_what, place) => {
    const mimecast = await startSimulator({ seed: 5, events: 20_000, eventsPerFile: 500, dlpEvents: 300, auditEvents: 300, heldMessages: 200 });
    onTestFinished(() => mimecast.close());
    const dir = tempDir();
    const config = writeConfig(dir, mimecast.url);
    const { child, done } = startCollect({ config, env: secret });
    const out = path.join(dir, 'out');
    // Killed with something delivered and something waiting.
    await until('something is delivered', () => existsSync(out) && readdirSync(out).some((name) => (statSync(path.join(out, name), { throwIfNoEntry: false })?.size ?? 0) > 200_000));
    child.kill('SIGKILL');
    await done;
    const file = spoolFile(dir);
    const [first, count] = place(checkpoint(file));
    expect(count).toBeGreaterThan(0);
    damage(file, first, count);
    const run = await startCollect({ config, env: secret }).done;
    expect(run.code, run.stderr).toBe(0);
    const streams = run.ledger?.connectors[0]?.streams ?? [];
    expect(streams.map((stream) => stream.logType)).toEqual([...logTypes]);
    for (const stream of streams) {
      expect(isBalanced(stream), JSON.stringify(stream)).toBe(true);
      expect(stream.spooled).toBe(0);
      expect(await compare(out, mimecast, stream.logType)).toMatchObject({ missing: [], invented: [] });
    }
    const state = path.dirname(file);
    expect(readdirSync(path.join(state, 'damaged'))).toHaveLength(1);
    const spool = new SqliteSpool({ dir: state });
    const { items } = spool.quarantine(null, 100);
    spool.close();
    expect(items.map((item) => item.code)).toContain('PC-SPOOL');
    const [set = ''] = readdirSync(path.join(state, 'damaged'));
    expect(readFileSync(path.join(state, 'damaged', set, 'recovered.txt'), 'utf8')).not.toBe('');
  });
});
