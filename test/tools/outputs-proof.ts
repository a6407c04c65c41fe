import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { runTrial } from '../support/output-trial';
import { benchMakers } from '../support/trial-benches';

/** Runs the trials one after the other; gives the exit code. */
export async function proveOutputs(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { events: { type: 'string', default: '100000' }, kills: { type: 'string', default: '3' }, only: { type: 'string' } } });
  const chosen = benchMakers.filter(({ name }) => values.only === undefined || values.only.split(',').includes(name));
  let code = chosen.length === 0 ? 2 : 0;
  for (const { make } of chosen) {
    const folder = mkdtempSync(join(tmpdir(), 'outputs-proof-'));
    const bench = await make(folder);
    try {
      const result = await runTrial(bench, { events: Number(values.events), kills: Number(values.kills) });
      const failed = result.invented > 0 || (bench.guarantee === 'acknowledged' && result.missing > 0);
      process.stdout.write(`${JSON.stringify({ ...result, ok: !failed })}\n`);
      if (failed) code = 1;
    } finally {
      await bench.dispose();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    }
  }
  return code;
}
