import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { entry } from './lib/entry.mjs';
import { electronRecord, root } from './lib/paths.mjs';
import { Problem } from './lib/problem.mjs';
import { openTestSession } from './lib/session.mjs';

/** Targets of an idle tray: part of one core, growth of memory over the run, wake-ups of the busiest main thread. */
const targets = { cpuPercent: 2, growthPercent: 10, wakeUpsPerSecond: 1 };
const ticksPerSecond = 100;
const sampleEverySeconds = 5;
const secret = 'soak-client-secret';

/** A process and everything below it, from /proc. */
function family(pid) {
  const parents = new Map();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
    } catch {
      // Ended meanwhile.
    }
  }
  const found = [pid];
  for (let at = 0; at < found.length; at += 1) for (const [child, parent] of parents) if (parent === found[at]) found.push(child);
  return found;
}

/**
 * Used CPU ticks, memory that is the program's own (anonymous and shared between its processes, each page once), and voluntary
 * switches of main threads by process. Pages of files are left out: how many of them count as ours depends on what else runs
 * from the same files.
 */
function measure(pid) {
  let ticks = 0;
  let kib = 0;
  const wakeUps = new Map();
  for (const each of family(pid)) {
    try {
      const stat = readFileSync(`/proc/${each}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      ticks += Number(fields[11]) + Number(fields[12]);
      for (const [, part] of readFileSync(`/proc/${each}/smaps_rollup`, 'utf8').matchAll(/^Pss_(?:Anon|Shmem):\s+(\d+)/gm)) kib += Number(part);
      const command = readFileSync(`/proc/${each}/cmdline`, 'utf8');
      const kind = each === pid ? 'main' : (/--type=([\w-]+)/.exec(command)?.[1] ?? 'helper');
      wakeUps.set(`${kind} ${each}`, Number(/^voluntary_ctxt_switches:\s+(\d+)/m.exec(readFileSync(`/proc/${each}/status`, 'utf8'))?.[1] ?? 0));
    } catch {
      // Ended meanwhile.
    }
  }
  return { ticks, mib: kib / 1024, wakeUps };
}

function startSimulator() {
  const child = spawn(process.execPath, [join(root, 'dist/node/simulator.js'), '--port', '0', '--events', '500', '--client-id', 'soak', '--client-secret-env', 'SOAK_SECRET', '--print-url'], { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, SOAK_SECRET: secret } });
  return new Promise((resolve, reject) => {
    let said = '';
    child.once('exit', () => reject(new Problem(`the simulator ended: ${said}`)));
    child.stdout.on('data', (piece) => {
      said += piece;
      const url = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0];
      if (url !== undefined) resolve({ url, stop: () => child.kill('SIGTERM') });
    });
  });
}

/** Collects what a small tenant has, closes the window and watches: nothing happens at Mimecast from then on. */
async function soak(minutes) {
  const { _electron } = await import('@playwright/test');
  const { path, launchArgs } = JSON.parse(readFileSync(electronRecord, 'utf8'));
  const profile = mkdtempSync(join(tmpdir(), 'mimecast-connector-soak-'));
  const simulator = await startSimulator();
  let app;
  try {
    app = await _electron.launch({ executablePath: path, args: [...new Set([...launchArgs, '--disable-gpu']), '--profile', profile], env: process.env });
    const page = await app.firstWindow();
    await page.waitForSelector('h1');
    const draft = { id: '', name: 'Soak', baseUrl: simulator.url, clientId: 'soak', clientSecret: secret, logTypes: ['SIEM', 'DLP', 'Audit_Events', 'Hold_Message_List'], platform: 'cloud-gateway', siemDelivery: 'batch', startFrom: null, pollSeconds: null, outputs: ['local-files'], enabled: true };
    const saved = await page.evaluate((connector) => window.bridge.call('connectors.save', connector, 'soak'), draft);
    if (saved.kind !== 'ok') throw new Problem(`the connector was not saved: ${JSON.stringify(saved)}`);
    await new Promise((resolve) => setTimeout(resolve, 20_000));
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
    await new Promise((resolve) => setTimeout(resolve, 10_000));
    return await watch(app.process().pid, minutes);
  } finally {
    await app?.close().catch(() => undefined);
    simulator.stop();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

async function watch(pid, minutes) {
  const first = measure(pid);
  const begun = Date.now();
  let before = first;
  const memory = [first.mib];
  while (Date.now() - begun < minutes * 60_000) {
    await new Promise((resolve) => setTimeout(resolve, sampleEverySeconds * 1000));
    const now = measure(pid);
    memory.push(now.mib);
    const cpu = (now.ticks - before.ticks) / ticksPerSecond / sampleEverySeconds;
    process.stdout.write(`${String(Math.round((Date.now() - begun) / 1000)).padStart(5)} s  CPU ${(cpu * 100).toFixed(2)} %  memory ${now.mib.toFixed(1)} MiB\n`);
    before = now;
  }
  const seconds = (Date.now() - begun) / 1000;
  const wakeUps = [...before.wakeUps].map(([name, count]) => [name, (count - (first.wakeUps.get(name) ?? count)) / seconds]).sort((a, b) => b[1] - a[1]);
  // Thirds: a single sample says little, and the first ones hold what collecting left behind.
  const third = Math.max(1, Math.floor(memory.length / 3));
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return {
    minutes,
    cpuPercent: ((before.ticks - first.ticks) / ticksPerSecond / seconds) * 100,
    memoryMiB: { first: first.mib, last: before.mib, highest: Math.max(...memory) },
    growthPercent: (mean(memory.slice(-third)) / mean(memory.slice(0, third)) - 1) * 100,
    wakeUpsPerSecond: Object.fromEntries(wakeUps.map(([name, rate]) => [name, Number(rate.toFixed(2))])),
  };
}

/** `npm run soak:tray -- --minutes 30 [--json]`: the app in the tray with its window closed, measured through /proc. Ends with 1 when a target is missed. */
await entry(async () => {
  const { values } = parseArgs({ options: { minutes: { type: 'string', default: '30' }, json: { type: 'boolean', default: false } } });
  const minutes = Number(values.minutes);
  if (!(minutes > 0)) throw new Problem('--minutes needs a number above 0', 'npm run soak:tray -- --minutes 30');
  if (process.platform !== 'linux') throw new Problem('the soak reads /proc and runs on Linux only');
  // It measures what is there: installing or building beside other work would disturb both.
  for (const needed of [electronRecord, join(root, 'dist/main/index.js'), join(root, 'dist/node/simulator.js')]) {
    if (!existsSync(needed)) throw new Problem(`${needed} is missing`, 'npm run setup');
  }
  const session = await openTestSession();
  Object.assign(process.env, session.env);
  try {
    const found = await soak(minutes);
    const busiest = Math.max(...Object.values(found.wakeUpsPerSecond));
    const missed = [
      ...(found.cpuPercent > targets.cpuPercent ? [`CPU ${found.cpuPercent.toFixed(2)} % is above ${targets.cpuPercent} %`] : []),
      ...(found.growthPercent > targets.growthPercent ? [`memory grew by ${found.growthPercent.toFixed(1)} %, more than ${targets.growthPercent} %`] : []),
      ...(busiest > targets.wakeUpsPerSecond ? [`${busiest} wake-ups a second of one main thread, more than ${targets.wakeUpsPerSecond}`] : []),
    ];
    process.stdout.write(values.json ? `${JSON.stringify({ ...found, targets, missed })}\n` : `CPU ${found.cpuPercent.toFixed(2)} % of a core, memory ${found.memoryMiB.first.toFixed(1)} to ${found.memoryMiB.last.toFixed(1)} MiB (highest ${found.memoryMiB.highest.toFixed(1)}), wake-ups a second: ${JSON.stringify(found.wakeUpsPerSecond)}\n`);
    for (const line of missed) process.stdout.write(`MISSED ${line}\n`);
    return missed.length === 0 ? 0 : 1;
  } finally {
    await session.close();
  }
});
