import { parseArgs } from 'node:util';

import { runScenario } from './run-scenario';
import type { Scenario, Verdict } from './scenario';
import { scenarios } from './table';

const defaultJobs = 3;

export async function main(argv: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...argv], options: { json: { type: 'boolean' }, seed: { type: 'string' }, minutes: { type: 'string' }, scenario: { type: 'string', multiple: true }, jobs: { type: 'string' } } });
  const chosen = values.scenario === undefined ? scenarios : scenarios.filter(({ name }) => values.scenario?.some((wanted) => name === wanted || (wanted.endsWith('*') && name.startsWith(wanted.slice(0, -1)))));
  const verdicts = await play(chosen, Number(values.jobs ?? defaultJobs), import.meta.dirname, (verdict) => process.stdout.write(`${line(verdict)}\n`));
  const bad = verdicts.filter(({ problems }) => problems.length > 0);
  process.stdout.write(`${verdicts.length} scenarios, ${bad.length} missed\n`);
  return bad.length === 0 ? 0 : 1;
}

async function play(chosen: readonly Scenario[], jobs: number, programs: string, told: (verdict: Verdict) => void): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  const queue = [...chosen];
  const slow = queue.filter((one) => one.slow === true);
  const quick = queue.filter((one) => one.slow !== true);
  const run = async (scenario: Scenario): Promise<void> => {
    const verdict = await runScenario(scenario, programs);
    verdicts.push(verdict);
    told(verdict);
  };
  const worker = async (): Promise<void> => {
    for (let next = quick.shift(); next !== undefined; next = quick.shift()) await run(next);
  };
  await Promise.all([...slow.map(run), ...Array.from({ length: jobs }, worker)]);
  return verdicts;
}

function line(v: Verdict): string {
  return `${v.problems.length === 0 ? 'ok  ' : 'FAIL'} ${v.name}: offered ${v.offered}, delivered ${v.delivered}, missing ${v.missing}, duplicates ${v.duplicates}, repeats ${v.repeats}, quarantined ${v.quarantined}, gaps ${v.gaps}, balanced ${v.balanced ? 'yes' : 'no'}, recovered ${v.recovered}, ${v.seconds} s${v.problems.map((p) => `\n       ${p.slice(0, 900)}`).join('')}`;
}
