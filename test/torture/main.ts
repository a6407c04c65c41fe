import { parseArgs } from 'node:util';

import { runScenario } from './run-scenario';
import type { Scenario, Verdict } from './scenario';
import { randomScenario } from './scenarios/random';
import { soak } from './soak';
import { markdownTable, scenarios } from './table';

const usage = `Usage: npm run torture -- [--json] [--seed S] [--minutes M] [--scenario NAME]… [--jobs N]
       npm run torture -- --soak [EVENTS]
       npm run torture -- --list-markdown

  --json           one JSON object per line: each scenario's figures, then the sum
  --seed S         which combinations chance makes (default 1): random-S, random-(S+1), …
  --minutes M      go on with random combinations until M minutes have passed (default: eight of them)
  --scenario NAME  only this one; "kill-*" takes all that begin so; random-17 is what seed 17 makes
  --patience S     a scenario that is not over after so many seconds has failed (default 60)
  --jobs N         scenarios at the same time (default 3: most of them wait for something)
  --soak EVENTS    collect so many SIEM events (default 1,000,000) and watch the memory
  --list-markdown  the table of docs/guarantees.md
`;

const defaultJobs = 3;
const defaultRandom = 8;

/** Returns the exit code: 0 when every expectation was met. */
export async function main(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      json: { type: 'boolean' }, seed: { type: 'string', default: '1' }, minutes: { type: 'string' }, scenario: { type: 'string', multiple: true },
      patience: { type: 'string', default: '60' }, jobs: { type: 'string', default: String(defaultJobs) }, soak: { type: 'boolean' }, 'list-markdown': { type: 'boolean' }, help: { type: 'boolean' },
    },
  });
  const programs = import.meta.dirname;
  if (values.help === true) {
    process.stdout.write(usage);
    return 0;
  }
  if (values['list-markdown'] === true) {
    process.stdout.write(markdownTable());
    return 0;
  }
  if (values.soak === true) return soak(Number((positionals[0] ?? '1000000').replaceAll(',', '')), programs);
  const seed = Number(values.seed);
  const endAt = values.minutes === undefined ? null : performance.now() + Number(values.minutes) * 60_000;
  const chosen = values.scenario === undefined ? null : values.scenario.flatMap(named);
  const told = (verdict: Verdict): void => {
    process.stdout.write(values.json === true ? `${JSON.stringify(verdict)}\n` : `${lineOf(verdict)}\n`);
  };
  const verdicts = await play(chosen ?? scenarios, chosen === null ? combinations(seed, endAt) : noneOf(), { jobs: Number(values.jobs), patienceMs: Number(values.patience) * 1000, programs, told });
  const sum = summary(verdicts, seed);
  process.stdout.write(values.json === true ? `${JSON.stringify(sum)}\n` : `${Object.entries(sum).map(([name, value]) => `${name} ${String(value)}`).join(', ')}\n`);
  return sum.failed === 0 && verdicts.length > 0 ? 0 : 1;
}

function named(wanted: string): readonly Scenario[] {
  const drawn = /^random-(\d+)$/.exec(wanted);
  if (drawn !== null) return [randomScenario(Number(drawn[1]))];
  const found = scenarios.filter(({ name }) => (wanted.endsWith('*') ? name.startsWith(wanted.slice(0, -1)) : wanted.startsWith('*') ? name.endsWith(wanted.slice(1)) : name === wanted));
  if (found.length === 0) throw new Error(`There is no scenario ${wanted}.`);
  return found;
}

function* combinations(seed: number, endAt: number | null): Generator<Scenario> {
  for (let index = 0; endAt === null ? index < defaultRandom : performance.now() < endAt; index += 1) yield randomScenario(seed + index);
}

function* noneOf(): Generator<Scenario> {}

type Stand = { readonly jobs: number; readonly patienceMs: number; readonly programs: string; readonly told: (verdict: Verdict) => void };

async function play(chosen: readonly Scenario[], more: Generator<Scenario>, { jobs, patienceMs, programs, told }: Stand): Promise<readonly Verdict[]> {
  const verdicts: Verdict[] = [];
  const canMount = process.platform === 'linux' && process.getuid?.() === 0;
  const run = async (scenario: Scenario): Promise<void> => {
    const verdict = scenario.needsMount === true && !canMount ? skipped(scenario) : await runScenario(scenario, programs, patienceMs);
    verdicts.push(verdict);
    told(verdict);
  };
  const quick = chosen.filter((scenario) => scenario.slow !== true);
  const worker = async (): Promise<void> => {
    for (;;) {
      const next = quick.shift() ?? (more.next().value as Scenario | undefined);
      if (next === undefined) return;
      await run(next);
    }
  };
  // What only waits for a minute waits beside the others.
  await Promise.all([...chosen.filter((scenario) => scenario.slow === true).map(run), ...Array.from({ length: jobs }, worker)]);
  return verdicts;
}

function skipped({ name }: Scenario): Verdict {
  const none = { offered: 0, delivered: 0, missing: 0, duplicates: 0, repeats: 0, invented: 0, quarantined: 0, gaps: 0, kills: 0, seconds: 0 };
  return { name, ...none, balanced: true, recovered: 'alone', problems: [], skipped: 'it needs a file system of its own (Linux, root)' };
}

function summary(verdicts: readonly Verdict[], seed: number) {
  const total = (figure: (verdict: Verdict) => number): number => verdicts.reduce((sum, verdict) => sum + figure(verdict), 0);
  return {
    seed,
    scenarios: verdicts.length,
    failed: verdicts.filter(({ problems }) => problems.length > 0).length,
    skipped: verdicts.filter((verdict) => verdict.skipped !== undefined).length,
    offered: total(({ offered }) => offered),
    delivered: total(({ delivered }) => delivered),
    missing: total(({ missing }) => missing),
    duplicates: total(({ duplicates }) => duplicates),
    repeats: total(({ repeats }) => repeats),
    invented: total(({ invented }) => invented),
    quarantined: total(({ quarantined }) => quarantined),
    gaps: total(({ gaps }) => gaps),
    kills: total(({ kills }) => kills),
  };
}

function lineOf(verdict: Verdict): string {
  if (verdict.skipped !== undefined) return `skip ${verdict.name}: ${verdict.skipped}`;
  const { name, offered, delivered, missing, duplicates, repeats, invented, quarantined, gaps, kills, balanced, recovered, seconds, problems } = verdict;
  const figures = `offered ${offered}, delivered ${delivered}, missing ${missing}, duplicates ${duplicates}, repeats ${repeats}, invented ${invented}, quarantined ${quarantined}, gaps ${gaps}, kills ${kills}`;
  const how = recovered === 'alone' ? 'recovered without a person' : recovered === 'person' ? 'recovered, a person had to act' : 'NOT recovered';
  return `${problems.length === 0 ? 'ok  ' : 'FAIL'} ${name}: ${figures}, ledger ${balanced ? 'balanced' : 'NOT balanced'}, ${how}, ${seconds} s${problems.map((problem) => `\n       ${problem}`).join('')}`;
}
