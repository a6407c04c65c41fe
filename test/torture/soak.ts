import { createReadStream, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';

import { startSimulator } from '../../electron/simulator/simulator';
import { runCollect } from './stage/collect-process';

const step = 100_000;
/** Caches are warm by then; the window of known ids is still growing, to 32 MiB at the first million. */
const baseline = 200_000;
const mostGrowth = 1.15;
const mebi = 1024 * 1024;

/** Resident bytes of a process; null where the system does not tell. */
function residentBytes(pid: number): number | null {
  const file = `/proc/${pid}/status`;
  if (!existsSync(file)) return null;
  const found = /VmRSS:\s+(\d+) kB/.exec(readFileSync(file, 'utf8'));
  return found === null ? null : Number(found[1]) * 1024;
}

/** A reader behind the output folder: takes each file that is complete, counts, and deletes it. */
class Consumer {
  readonly #dir: string;
  readonly ids = new Set<string>();
  duplicates = 0;

  constructor(dir: string) {
    this.#dir = dir;
  }

  /** With `all` also the newest file, which is still written to before the end. */
  async take(all: boolean): Promise<void> {
    if (!existsSync(this.#dir)) return;
    const files = readdirSync(this.#dir).filter((name) => name.endsWith('.ndjson') && !name.startsWith('.')).sort();
    for (const name of all ? files : files.slice(0, -1)) {
      const file = path.join(this.#dir, name);
      for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
        const { id } = JSON.parse(line) as { readonly id: string };
        if (this.ids.has(id)) this.duplicates += 1;
        this.ids.add(id);
      }
      rmSync(file);
    }
  }
}

/** Collects `events` SIEM events with the real program and watches its memory. Returns the exit code. */
export async function soak(events: number, programs: string): Promise<number> {
  if (!Number.isSafeInteger(events) || events < step) throw new RangeError(`A soak takes ${step} events or more.`);
  const dir = mkdtempSync(path.join(tmpdir(), 'mimecast-connector-soak-'));
  const simulator = await startSimulator({ seed: 11, events, historyHours: 20, dlpEvents: 0, auditEvents: 0, heldMessages: 0 });
  const consumer = new Consumer(path.join(dir, 'out'));
  const began = performance.now();
  // Averages over 100,000 events: one reading says more about the garbage collector than about the program.
  const samples: { readonly events: number; readonly resident: number }[] = [];
  let readings: number[] = [];
  let highest = 0;
  let pid = 0;
  let over = false;
  try {
    const run = runCollect({
      programs, dir, stateDir: path.join(dir, 'state'), url: simulator.url, secret: 'demo-client-secret', scenario: {}, streams: ['SIEM'],
      outputs: [{ id: 'file', name: 'file', enabled: true, format: 'normalized', type: 'file', path: path.join(dir, 'out'), rotateMiB: 8 }],
      onStart: (started) => (pid = started),
    }).finally(() => (over = true));
    while (!over) {
      const resident = residentBytes(pid);
      highest = Math.max(highest, resident ?? 0);
      if (resident !== null) readings.push(resident);
      await consumer.take(false);
      const reached = Math.floor(consumer.ids.size / step) * step;
      if (readings.length > 0 && reached > (samples.at(-1)?.events ?? 0)) {
        const average = readings.reduce((sum, one) => sum + one, 0) / readings.length;
        samples.push({ events: reached, resident: average });
        readings = [];
        process.stdout.write(`${reached} events delivered, ${Math.round((performance.now() - began) / 1000)} s, RSS ${Math.round(average / mebi)} MiB\n`);
      }
      await delay(100);
    }
    const { code, stderr } = await run;
    await consumer.take(true);
    const first = samples.find((sample) => sample.events >= baseline);
    const last = samples.at(-1);
    const growth = first === undefined || last === undefined ? null : last.resident / first.resident;
    const problems = [
      ...(code === 0 ? [] : [`the program ended with ${String(code)}: ${stderr.slice(-600)}`]),
      ...(consumer.ids.size === events ? [] : [`${events - consumer.ids.size} events are missing`]),
      ...(consumer.duplicates === 0 ? [] : [`${consumer.duplicates} events came twice`]),
      ...(growth === null || growth <= mostGrowth ? [] : [`memory grew ${growth.toFixed(2)} times since ${baseline} events`]),
    ];
    const seconds = (performance.now() - began) / 1000;
    process.stdout.write(`${JSON.stringify({ events, delivered: consumer.ids.size, duplicates: consumer.duplicates, seconds: Math.round(seconds), eventsPerSecond: Math.round(consumer.ids.size / seconds), highestMiB: Math.round(highest / mebi), growth: growth === null ? null : Number(growth.toFixed(3)), samples: samples.map(({ events: at, resident }) => [at, Math.round(resident / mebi)]), problems })}\n`);
    return problems.length === 0 ? 0 : 1;
  } finally {
    await simulator.close();
    rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
  }
}
