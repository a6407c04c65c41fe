import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, describe, expect, it } from 'vitest';

import { type CliResult,runCli } from '../../../electron/simulator/run-cli';
import { Client } from './support';

const results: CliResult[] = [];
const folder = mkdtempSync(join(tmpdir(), 'simulator-cli-'));

afterEach(async () => {
  for (const result of results.splice(0)) if (result.kind === 'running') await result.simulator.close();
});

async function run(argv: readonly string[], env: Record<string, string> = {}): Promise<{ result: CliResult; out: string; error: string }> {
  let out = '';
  let error = '';
  const result = await runCli(argv, { env, out: (text) => (out += `${text}\n`), error: (text) => (error += `${text}\n`) });
  results.push(result);
  return { result, out, error };
}

describe('command line', () => {
  it('prints the URL as the only line with --print-url', async () => {
    const { result, out, error } = await run(['--events', '50', '--dlp', '3', '--audit', '4', '--held', '5', '--seed', '9', '--print-url']);
    expect(out).toMatch(/^http:\/\/127\.0\.0\.1:\d+\n$/);
    expect(error).toBe('');
    if (result.kind !== 'running') throw new Error('not running');
    expect(result.simulator.truth()).toMatchObject({ siem: 50, dlp: 3, audit: 4, hold: { heldNow: 5 } });
  });

  it('greets otherwise', async () => {
    const { out } = await run(['--events', '50', '--platform', 'ci']);
    expect(out).toContain('demo-client-id');
    expect(out).toContain('Ctrl+C');
  });

  it('takes the secret from the environment and does not print it', async () => {
    const { result, out } = await run(['--client-id', 'me', '--client-secret-env', 'SIM_SECRET'], { SIM_SECRET: 'hush-hush' });
    expect(out).not.toContain('hush-hush');
    if (result.kind !== 'running') throw new Error('not running');
    expect((await new Client(result.simulator.url).buy({ client_id: 'me', client_secret: 'hush-hush' })).status).toBe(200);
  });

  it('reads fault rules from a file', async () => {
    const file = join(folder, 'faults.json');
    writeFileSync(file, JSON.stringify([{ fault: 'serverError', on: 'token' }]));
    const { result } = await run(['--faults', file]);
    if (result.kind !== 'running') throw new Error('not running');
    expect((await new Client(result.simulator.url).buy()).status).toBe(500);
    rmSync(folder, { recursive: true });
  });

  it.each([
    [['--bogus'], /Unknown option '--bogus'/],
    [['--events', 'many'], /--events expects a number/],
    [['--platform', 'xx'], /--platform expects cg or ci/],
    [['--client-secret-env', 'NOT_SET'], /NOT_SET is not set/],
    [['--faults', '/does/not/exist'], /no such file/],
    [['--denied', 'mail'], /unknown source "mail"/],
    [['stray'], /Unexpected argument 'stray'/],
    [['--history-hours', '500'], /historyHours/],
  ])('%j ends with code 2 and a reason', async (argv, reason) => {
    const { result, out, error } = await run(argv);
    expect(result).toEqual({ kind: 'ended', code: 2 });
    expect(out).toBe('');
    expect(error).toMatch(reason);
  });

  it('ends with code 1 when the port is taken', async () => {
    const { result } = await run(['--events', '0']);
    if (result.kind !== 'running') throw new Error('not running');
    const second = await run(['--port', new URL(result.simulator.url).port]);
    expect(second.result).toEqual({ kind: 'ended', code: 1 });
    expect(second.error).toContain('EADDRINUSE');
  });
});
