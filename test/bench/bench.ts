import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

import type { DataSet } from './data';
import { prepareData } from './data';
import type { Figures } from './roles';
import { runFloor, serveData, serveReceiver } from './roles';

/**
 * Every figure beside the floor of the same bytes in the same round, as ratios: machines drift by 15 % in an hour
 * (PERF.md), ratios inside a round do not.
 */
type Scenario = {
  readonly name: string;
  readonly outputs: (out: string, receiver: string) => readonly object[];
  /** At least this share of the floor's rate; null: shown only. */
  readonly rate: number | null;
  /** At most this multiple of the floor's CPU time; null: shown only. */
  readonly cpu: number | null;
};

const file = (out: string, format: string): object => ({ name: format, type: 'file', path: path.join(out, format), format, rotateMiB: 1024 });

const scenarios: readonly Scenario[] = [
  { name: 'to file, normalized and raw', outputs: (out) => [file(out, 'normalized'), file(out, 'raw')], rate: 0.8, cpu: null },
  { name: 'to file, normalized', outputs: (out) => [file(out, 'normalized')], rate: null, cpu: 1.7 },
  { name: 'to file, raw', outputs: (out) => [file(out, 'raw')], rate: 2.0, cpu: null },
  {
    name: 'to HTTP, gzip, acknowledged',
    outputs: (_out, receiver) => [{ name: 'http', type: 'http', url: receiver, gzip: true, maxEvents: 2000, maxKiB: 4096, format: 'normalized' }],
    rate: 0.4,
    cpu: null,
  },
];

const self = process.argv[1] ?? '';

function child(args: readonly string[], env: Readonly<Record<string, string>> = {}): ChildProcess {
  return spawn(process.execPath, [...args], { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...env } });
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

type CollectFigures = Figures & { readonly delivered: Readonly<Record<string, number>>; readonly loopDelayP99Ms: number };

async function collect(scenario: Scenario, data: DataSet, source: string, receiver: string): Promise<CollectFigures> {
  const dir = mkdtempSync(path.join(tmpdir(), 'mimecast-connector-bench-run-'));
  try {
    const outputs = scenario.outputs(dir, `http://127.0.0.1:${receiver}/events`);
    const config = path.join(dir, 'config.json');
    const connector = {
      name: 'bench', baseUrl: `http://127.0.0.1:${source}`, clientId: 'bench', clientSecretEnv: 'BENCH_SECRET', logTypes: ['SIEM'],
      startFrom: new Date(Date.now() - 6 * 86_400_000).toISOString(), outputs: outputs.map((each) => (each as { readonly name: string }).name),
    };
    writeFileSync(config, JSON.stringify({ connectors: [connector], outputs }));
    const run = await output(child([path.join(path.dirname(self), 'collect.js'), '--config', config, '--once', '--json'], { BENCH_SECRET: 'bench' }));
    const ledger = JSON.parse(run.text.trim().split('\n').at(-1) ?? '{}') as {
      readonly elapsedMs: number;
      readonly process: { readonly cpuMs: number; readonly peakRssBytes: number; readonly loopDelayP99Ms: number };
      readonly connectors: readonly { readonly streams: readonly { readonly fetched: number; readonly delivered: Readonly<Record<string, number>> }[] }[];
    };
    const stream = ledger.connectors[0]?.streams[0];
    if (run.code !== 0 || stream?.fetched !== data.events) throw new Error(`${scenario.name}: ${run.text.slice(-500)}`);
    return { elapsedMs: ledger.elapsedMs, ...ledger.process, delivered: stream.delivered };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

async function floor(data: DataSet): Promise<Figures> {
  const run = await output(child([self, '--role', 'floor', '--events', String(data.events)]));
  return JSON.parse(run.text) as Figures;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? NaN;
}

async function bench(data: DataSet, rounds: number, only: string | undefined): Promise<{ readonly rows: readonly object[]; readonly missed: readonly string[] }> {
  const [source, receiver] = await Promise.all([server('source', data), server('receiver', data)]);
  const chosen = scenarios.filter((scenario) => only === undefined || scenario.name.includes(only));
  const rows: object[] = [];
  const missed: string[] = [];
  try {
    for (const scenario of chosen) {
      const pairs: { readonly base: Figures; readonly run: CollectFigures }[] = [];
      for (let round = 0; round < rounds; round += 1) pairs.push({ base: await floor(data), run: await collect(scenario, data, source.port, receiver.port) });
      const rate = median(pairs.map(({ base, run }) => base.elapsedMs / run.elapsedMs));
      const cpu = median(pairs.map(({ base, run }) => run.cpuMs / base.cpuMs));
      const row = {
        scenario: scenario.name,
        events: data.events,
        eventsPerSecond: Math.round(median(pairs.map(({ run }) => (data.events / run.elapsedMs) * 1000))),
        floorEventsPerSecond: Math.round(median(pairs.map(({ base }) => (data.events / base.elapsedMs) * 1000))),
        rateToFloor: Number(rate.toFixed(2)),
        rateTarget: scenario.rate,
        cpuToFloor: Number(cpu.toFixed(2)),
        cpuTarget: scenario.cpu,
        cpuSecondsPerMillion: Number((median(pairs.map(({ run }) => run.cpuMs)) / 1000 / (data.events / 1e6)).toFixed(1)),
        peakRssMiB: Math.round(Math.max(...pairs.map(({ run }) => run.peakRssBytes)) / 1024 ** 2),
        loopDelayP99Ms: Number(median(pairs.map(({ run }) => run.loopDelayP99Ms)).toFixed(1)),
      };
      rows.push(row);
      if (scenario.rate !== null && rate < scenario.rate) missed.push(`${scenario.name}: rate ${rate.toFixed(2)} of the floor, target ${scenario.rate}`);
      if (scenario.cpu !== null && cpu > scenario.cpu) missed.push(`${scenario.name}: CPU ${cpu.toFixed(2)} of the floor, target ${scenario.cpu}`);
      process.stderr.write(`${JSON.stringify(row)}\n`);
    }
  } finally {
    source.process_.kill('SIGKILL');
    receiver.process_.kill('SIGKILL');
  }
  return { rows, missed };
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { role: { type: 'string' }, events: { type: 'string' }, rounds: { type: 'string' }, only: { type: 'string' }, json: { type: 'boolean' } },
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
      process.stdout.write(JSON.stringify(runFloor(data, process.platform === 'win32' ? '\\\\.\\nul' : path.join(mkdtempSync(path.join(tmpdir(), 'mimecast-connector-floor-')), 'out'))));
      return 0;
    default: {
      const { rows, missed } = await bench(data, Number(values.rounds ?? 5), values.only);
      if (values.json === true) process.stdout.write(`${JSON.stringify({ node: process.version, cpu: cpus()[0]?.model, cores: cpus().length, rows, missed })}\n`);
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
