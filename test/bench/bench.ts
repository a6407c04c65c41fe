import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import type { DataSet } from './data';
import { prepareData } from './data';
import type { Figures } from './roles';
import { runFloor, runThreads, serveData, serveLate, serveReceiver } from './roles';

/**
 * Every figure beside the floor of the same bytes in the same round, as ratios: machines drift by 15 % in an hour
 * (PERF.md), ratios inside a round do not.
 */
type Scenario = {
  readonly name: string;
  /** `threads`: decode threads alone, from memory. `collect`: the whole program. */
  readonly kind: 'threads' | 'collect';
  readonly outputs: (out: string, receiver: string) => readonly object[];
  /** At least this share of the floor's rate; null: shown only. */
  readonly rate: number | null;
  /** At most this multiple of the floor's CPU time; null: shown only. */
  readonly cpu: number | null;
};

/** Of the main thread during a catch-up, ms. */
const mostLoopDelayMs = 20;

const file = (out: string, format: string): object => ({ name: format, type: 'file', path: path.join(out, format), format, rotateMiB: 1024 });

const scenarios: readonly Scenario[] = [
  { name: 'decode, two threads', kind: 'threads', outputs: () => [], rate: null, cpu: null },
  { name: 'decode and normalize, two threads', kind: 'threads', outputs: () => [{ format: 'normalized' }], rate: 1.2, cpu: null },
  { name: 'to file, normalized and raw', kind: 'collect', outputs: (out) => [file(out, 'normalized'), file(out, 'raw')], rate: 0.8, cpu: null },
  { name: 'to file, normalized', kind: 'collect', outputs: (out) => [file(out, 'normalized')], rate: null, cpu: 1.7 },
  { name: 'to file, raw', kind: 'collect', outputs: (out) => [file(out, 'raw')], rate: 2.0, cpu: null },
  {
    name: 'to HTTP, gzip, acknowledged',
    kind: 'collect',
    outputs: (_out, receiver) => [{ name: 'http', type: 'http', url: receiver, gzip: true, maxEvents: 2000, maxKiB: 4096, format: 'normalized' }],
    rate: 0.4,
    cpu: null,
  },
];

const self = process.argv[1] ?? '';

/** What `npm run collect` sets for the allocator (scripts/run-node.mjs) is a part of the product: the floor is as fast as Node is by itself. */
function withoutTuning(): NodeJS.ProcessEnv {
  const { MALLOC_MMAP_THRESHOLD_: _threshold, GLIBC_TUNABLES: _tunables, ...env } = process.env;
  return env;
}

function child(args: readonly string[], env: NodeJS.ProcessEnv = process.env): ChildProcess {
  return spawn(process.execPath, [...args], { stdio: ['ignore', 'pipe', 'inherit'], env });
}

/** Everything the child prints, once it has ended. */
function output(process_: ChildProcess): Promise<{ readonly text: string; readonly code: number | null }> {
  return new Promise((resolve) => {
    let text = '';
    process_.stdout?.setEncoding('utf8').on('data', (piece: string) => (text += piece));
    process_.on('close', (code) => resolve({ text, code }));
  });
}

/** Starts a server role and waits for the port it prints. */
async function server(role: string, data: DataSet): Promise<{ readonly port: string; readonly process_: ChildProcess }> {
  const process_ = child([self, '--role', role, '--events', String(data.events)]);
  const port = await new Promise<string>((resolve) => process_.stdout?.once('data', (piece: Buffer) => resolve(piece.toString().trim())));
  return { port, process_ };
}

type RunFigures = Figures & { readonly loopDelayP99Ms: number | null };

async function run(scenario: Scenario, data: DataSet, source: string, receiver: string): Promise<RunFigures> {
  if (scenario.kind === 'collect') return collect(scenario, data, source, receiver);
  const role = scenario.outputs('', '').length === 0 ? 'decode' : 'normalize';
  const { text } = await output(child([self, '--role', role, '--events', String(data.events)]));
  return { ...(JSON.parse(text) as Figures), loopDelayP99Ms: null };
}

function configFor(dir: string, source: string, outputs: readonly object[], more: object = {}): string {
  const config = path.join(dir, 'config.json');
  const connector = {
    name: 'bench', baseUrl: `http://127.0.0.1:${source}`, clientId: 'bench', clientSecretEnv: 'BENCH_SECRET', logTypes: ['SIEM'],
    startFrom: new Date(Date.now() - 6 * 86_400_000).toISOString(), outputs: outputs.map((each) => (each as { readonly name: string }).name), ...more,
  };
  writeFileSync(config, JSON.stringify({ connectors: [connector], outputs }));
  return config;
}

function collector(config: string, args: readonly string[]): ChildProcess {
  // As `npm run collect` starts it.
  return child([...process.execArgv, path.join(path.dirname(self), 'collect.js'), '--config', config, ...args], { ...process.env, BENCH_SECRET: 'bench' });
}

async function collect(scenario: Scenario, data: DataSet, source: string, receiver: string): Promise<RunFigures> {
  const dir = mkdtempSync(path.join(tmpdir(), 'mimecast-connector-bench-run-'));
  try {
    const config = configFor(dir, source, scenario.outputs(dir, `http://127.0.0.1:${receiver}/events`));
    const { text, code } = await output(collector(config, ['--once', '--json']));
    const ledger = JSON.parse(text.trim().split('\n').at(-1) ?? '{}') as {
      readonly elapsedMs: number;
      readonly process: { readonly cpuMs: number; readonly peakRssBytes: number; readonly loopDelayP99Ms: number };
      readonly connectors: readonly { readonly streams: readonly { readonly fetched: number; readonly delivered: Readonly<Record<string, number>> }[] }[];
    };
    const stream = ledger.connectors[0]?.streams[0];
    const delivered = Object.values(stream?.delivered ?? {});
    const complete = stream?.fetched === data.events && delivered.length > 0 && delivered.every((count) => count === data.events);
    if (code !== 0 || !complete) throw new Error(`${scenario.name}: ${text.slice(-500)}`);
    return { elapsedMs: ledger.elapsedMs, ...ledger.process };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Ms from the answer that names a new file to its event in the output, in a collector that has nothing else to do. */
async function latency(): Promise<number> {
  const dir = mkdtempSync(path.join(tmpdir(), 'mimecast-connector-bench-run-'));
  const source = await serveLate();
  const process_ = collector(configFor(dir, String(source.port), [file(dir, 'normalized')], { pollSeconds: 18 }), ['--for', '120']);
  try {
    await source.polled();
    const seenAt = await source.publish();
    const folder = path.join(dir, 'normalized');
    while (!existsSync(folder) || !readdirSync(folder).some((name) => readFileSync(path.join(folder, name), 'utf8').includes('late-event'))) {
      if (Date.now() - seenAt > 60_000) throw new Error('The event never came.');
      await delay(2);
    }
    return Date.now() - seenAt;
  } finally {
    process_.kill('SIGKILL');
    await source.close();
    rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
  }
}

type Growth = { readonly events: number; readonly eventsPerSecond: number; readonly peakRssMB: number };

const growthSizes = [10_000, 100_000, 1_000_000, 5_000_000];

/** The same work in four sizes: time must grow with the events and memory must not. */
async function growth(): Promise<{ readonly rows: readonly Growth[]; readonly missed: readonly string[] }> {
  const rows: Growth[] = [];
  for (const events of growthSizes) {
    const data = await prepareData(events, 1);
    const source = await server('source', data);
    try {
      const [normalized] = scenarios.filter(({ name }) => name === 'to file, normalized');
      if (normalized === undefined) throw new Error('There is no such scenario.');
      const figures = await collect(normalized, data, source.port, '');
      const row = { events, eventsPerSecond: Math.round((events / figures.elapsedMs) * 1000), peakRssMB: Math.round(figures.peakRssBytes / 1e6) };
      rows.push(row);
      process.stderr.write(`${JSON.stringify(row)}\n`);
    } finally {
      source.process_.kill('SIGKILL');
    }
  }
  const [, small, large, largest] = rows;
  const missed = [
    ...(largest !== undefined && largest.peakRssMB > 350 ? [`memory at ${largest.events} events: ${largest.peakRssMB} MB, target 350`] : []),
    ...(largest !== undefined && small !== undefined && largest.peakRssMB > small.peakRssMB * 1.15 ? [`memory at ${largest.events} events: ${largest.peakRssMB} MB, more than 15 % above the ${small.peakRssMB} MB at ${small.events}`] : []),
    ...(largest !== undefined && large !== undefined && largest.eventsPerSecond < large.eventsPerSecond * 0.85 ? [`not linear: ${largest.eventsPerSecond} events/s at ${largest.events}, ${large.eventsPerSecond} at ${large.events}`] : []),
  ];
  return { rows, missed };
}

async function floor(data: DataSet): Promise<Figures> {
  const run = await output(child([self, '--role', 'floor', '--events', String(data.events)], withoutTuning()));
  return JSON.parse(run.text) as Figures;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? NaN;
}

async function bench(data: DataSet, rounds: number, only: string | undefined): Promise<{ readonly rows: readonly object[]; readonly missed: readonly string[] }> {
  const [source, receiver] = await Promise.all([server('source', data), server('receiver', data)]);
  const named = scenarios.filter((scenario) => scenario.name === only);
  const chosen = named.length > 0 ? named : scenarios.filter((scenario) => only === undefined || scenario.name.includes(only));
  const rows: object[] = [];
  const missed: string[] = [];
  try {
    for (const scenario of chosen) {
      const pairs: { readonly base: Figures; readonly run: RunFigures }[] = [];
      for (let round = 0; round < rounds; round += 1) pairs.push({ base: await floor(data), run: await run(scenario, data, source.port, receiver.port) });
      const rate = median(pairs.map(({ base, run: own }) => base.elapsedMs / own.elapsedMs));
      const cpu = median(pairs.map(({ base, run: own }) => own.cpuMs / base.cpuMs));
      const row = {
        scenario: scenario.name,
        events: data.events,
        eventsPerSecond: Math.round(median(pairs.map(({ run: own }) => (data.events / own.elapsedMs) * 1000))),
        floorEventsPerSecond: Math.round(median(pairs.map(({ base }) => (data.events / base.elapsedMs) * 1000))),
        rateToFloor: Number(rate.toFixed(2)),
        rateTarget: scenario.rate,
        cpuToFloor: Number(cpu.toFixed(2)),
        cpuTarget: scenario.cpu,
        cpuSecondsPerMillion: Number((median(pairs.map(({ run: own }) => own.cpuMs)) / 1000 / (data.events / 1e6)).toFixed(1)),
        peakRssMiB: Math.round(Math.max(...pairs.map(({ run: own }) => own.peakRssBytes)) / 1024 ** 2),
        loopDelayP99Ms: scenario.kind === 'threads' ? null : Number(median(pairs.map(({ run: own }) => own.loopDelayP99Ms ?? 0)).toFixed(1)),
      };
      rows.push(row);
      if (scenario.rate !== null && rate < scenario.rate) missed.push(`${scenario.name}: rate ${rate.toFixed(2)} of the floor, target ${scenario.rate}`);
      if (scenario.cpu !== null && cpu > scenario.cpu) missed.push(`${scenario.name}: CPU ${cpu.toFixed(2)} of the floor, target ${scenario.cpu}`);
      if (row.loopDelayP99Ms !== null && row.loopDelayP99Ms > mostLoopDelayMs) missed.push(`${scenario.name}: main loop delayed ${row.loopDelayP99Ms} ms (p99), target ${mostLoopDelayMs}`);
      process.stderr.write(`${JSON.stringify(row)}\n`);
    }
  } finally {
    source.process_.kill('SIGKILL');
    receiver.process_.kill('SIGKILL');
  }
  return { rows, missed };
}

/** Writes as many bytes as the product does, and keeps none of them. */
function writeFloor(data: DataSet): Figures {
  if (process.platform === 'win32') return runFloor(data, '\\\\.\\nul');
  const dir = mkdtempSync(path.join(tmpdir(), 'mimecast-connector-floor-'));
  try {
    return runFloor(data, path.join(dir, 'out'));
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { role: { type: 'string' }, events: { type: 'string' }, rounds: { type: 'string' }, only: { type: 'string' }, json: { type: 'boolean' }, growth: { type: 'boolean' } },
  });
  const data = await prepareData(Number(values.events ?? 200_000), 1);
  switch (values.role) {
    case 'source':
      serveData(data);
      return 0;
    case 'receiver':
      serveReceiver();
      return 0;
    case 'floor':
      process.stdout.write(JSON.stringify(writeFloor(data)));
      return 0;
    case 'latency':
      process.stdout.write(`${await latency()}\n`);
      return 0;
    case 'decode':
    case 'normalize':
      process.stdout.write(JSON.stringify(await runThreads(data, values.role === 'normalize')));
      return 0;
    default: {
      if (values.growth === true) {
        const { rows, missed } = await growth();
        if (values.json === true) process.stdout.write(`${JSON.stringify({ node: process.version, cpu: cpus()[0]?.model, cores: cpus().length, growth: rows, missed })}\n`);
        for (const line of missed) process.stderr.write(`missed: ${line}\n`);
        return missed.length === 0 ? 0 : 1;
      }
      const { rows, missed: slow } = await bench(data, Number(values.rounds ?? 5), values.only);
      const latencyMs = values.only === undefined ? await latency() : null;
      const missed = [...slow, ...(latencyMs !== null && latencyMs > 1000 ? [`latency of one event: ${latencyMs} ms, target 1000`] : [])];
      if (values.json === true) process.stdout.write(`${JSON.stringify({ node: process.version, cpu: cpus()[0]?.model, cores: cpus().length, rows, latencyMs, missed })}\n`);
      for (const line of missed) process.stderr.write(`missed: ${line}\n`);
      return missed.length === 0 ? 0 : 1;
    }
  }
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = 1;
  },
);
