import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Mutation } from '../torture/mutations';
import { buildPrograms, mistake, mutations } from '../torture/mutations';
import type { Verdict } from '../torture/scenario';

const root = path.resolve(import.meta.dirname, '..', '..');

/** Builds in a folder of its own; native modules are found through a link. */
async function programs(dir: string, mutation: Mutation | null): Promise<string> {
  mkdirSync(dir, { recursive: true });
  symlinkSync(path.join(root, 'node_modules'), path.join(dir, 'node_modules'), 'junction');
  const out = path.join(dir, 'programs');
  await buildPrograms(root, out, mutation);
  return out;
}

/** A broken collector shows it within seconds; a sound one may take its time on a busy machine. */
async function play(dir: string, scenarios: readonly string[], patience: number): Promise<readonly Verdict[]> {
  const args = ['--json', '--patience', String(patience), ...scenarios.flatMap((name) => ['--scenario', name])];
  const child = spawn(process.execPath, [path.join(dir, 'torture.js'), ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  for await (const piece of child.stdout.setEncoding('utf8')) text += String(piece);
  return text.trimEnd().split('\n').map((line) => JSON.parse(line) as Partial<Verdict>).filter((line): line is Verdict => line.name !== undefined);
}

describe('the torture notices a collector that is broken on purpose', () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'mimecast-connector-test-'));
  const broken = new Map<string, Verdict | undefined>();
  let sound: readonly Verdict[] = [];

  afterAll(() => {
    rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
  });

  // Side by side: most of it is waiting.
  beforeAll(async () => {
    const plays: Promise<void>[] = [];
    const whole = await programs(path.join(dir, 'sound'), null);
    plays.push(play(whole, [...new Set(mutations.map(({ scenario }) => scenario))], 60).then((verdicts) => void (sound = verdicts)));
    for (const mutation of mutations) {
      const mutant = await programs(path.join(dir, mutation.name), mutation);
      plays.push(play(mutant, [mutation.scenario], 12).then(([verdict]) => void broken.set(mutation.name, verdict)));
    }
    await Promise.all(plays);
  }, 180_000);

  it.each(mutations)('$name: $breaks', ({ name, scenario }) => {
    expect(sound.find((verdict) => verdict.name === scenario)?.problems, 'without the mistake the scenario passes').toEqual([]);
    const verdict = broken.get(name);
    expect((verdict?.missing ?? 0) + (verdict?.duplicates ?? 0), JSON.stringify(verdict)).toBeGreaterThan(0);
  });

  it('says so when the source has moved on and a mistake cannot be made any more', () => {
    const stale = { ...(mutations[0] as Mutation), from: 'a line that is nowhere' };
    const { transform } = mistake(root, stale);
    const call = (): unknown => (transform as (this: unknown, code: string, id: string) => unknown).call(null, 'const a = 1;', path.join(root, stale.file));
    expect(call).toThrow('has to follow the source');
  });
});
