import path from 'node:path';
import type { IntervalHistogram } from 'node:perf_hooks';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { parseArgs } from 'node:util';

import type { CollectionStatus, Counts } from '../../../shared/model/collection';
import type { Collector, CollectorLog, SecretSource } from '../collector';
import { createCollector } from '../collector';
import { systemClock } from '../kit/clock';
import { FailureError, redact } from '../kit/failure-error';
import { accessFromEnvironment } from '../kit/manual-proxy';
import { processNetwork } from '../kit/network';
import type { KillAt } from '../kit/probe';
import { parseKillAt } from '../kit/probe';
import { Secret } from '../kit/secret';
import type { CollectSetup } from './collect-config';
import { ConfigError, readCollectConfig } from './collect-config';
import { keychainSecrets } from './keychain-secrets';

const usage = `Usage: npm run collect -- --config FILE [--state DIR] [--once] [--for SECONDS] [--json]

  --config FILE   connectors and outputs (see README)
  --state DIR     where positions and undelivered events are kept (default: ./state beside FILE)
  --once          collect everything there is, deliver it, and end
  --for SECONDS   end after so long
  --json          print the ledger as the last line of standard output
`;

type Options = { readonly config: string; readonly state: string | undefined; readonly once: boolean; readonly seconds: number | null; readonly json: boolean };

class UsageError extends Error {}

function readOptions(argv: readonly string[]): Options {
  let values;
  try {
    ({ values } = parseArgs({
      args: [...argv],
      options: { config: { type: 'string' }, state: { type: 'string' }, once: { type: 'boolean' }, for: { type: 'string' }, json: { type: 'boolean' }, help: { type: 'boolean' } },
    }));
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
  if (values.help === true) throw new UsageError('');
  if (values.config === undefined) throw new UsageError('--config is missing.');
  const seconds = values.for === undefined ? null : Number(values.for);
  if (seconds !== null && !(seconds > 0)) throw new UsageError('--for takes a number of seconds.');
  return { config: values.config, state: values.state, once: values.once === true, seconds, json: values.json === true };
}

function secretsOf(setup: CollectSetup): SecretSource {
  const stored = keychainSecrets();
  const read = async (variable: string | undefined, fromKeychain: () => Promise<Secret | null>): Promise<Secret | null> => {
    if (variable === undefined) return fromKeychain();
    const text = process.env[variable];
    return text === undefined || text === '' ? null : new Secret(text);
  };
  return {
    connectorSecret: (id) => read(setup.variables.connectors.get(id), () => stored.connectorSecret(id)),
    outputSecret: (id) => read(setup.variables.outputs.get(id), () => stored.outputSecret(id)),
  };
}

/** The loop is looked at this often, ms; Node counts that time as part of every delay. */
const loopResolutionMs = 10;

/** What the run cost, for benches and soaks. */
function ownCost(delay: IntervalHistogram) {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  return { cpuMs: Math.round((userCPUTime + systemCPUTime) / 1000), peakRssBytes: maxRSS * 1024, loopDelayP99Ms: Math.max(0, delay.percentile(99) / 1e6 - loopResolutionMs) };
}

function ledger(status: CollectionStatus, setup: CollectSetup, elapsedMs: number) {
  const namesOf = (counts: Record<string, number>): Record<string, number> =>
    Object.fromEntries(Object.entries(counts).map(([id, count]) => [setup.config.outputs.find((output) => output.id === id)?.name ?? id, count]));
  const figures = (counts: Counts) => ({
    fetched: counts.fetched,
    duplicates: counts.duplicates,
    quarantined: counts.quarantined,
    spooled: counts.spooled,
    delivered: namesOf(counts.delivered),
    refused: namesOf(counts.refused),
    // What filters left out was settled without being sent: without it, delivered would seem to miss events.
    ...(counts.filtered === undefined ? {} : { filtered: namesOf(counts.filtered) }),
  });
  return {
    elapsedMs,
    connectors: setup.config.connectors.map((connector) => ({
      name: connector.name,
      streams: status.streams
        .filter((stream) => stream.connectorId === connector.id)
        .sort((a, b) => connector.logTypes.indexOf(a.logType) - connector.logTypes.indexOf(b.logType))
        .map((stream) => ({ logType: stream.logType, ...figures(stream.counts), gaps: stream.gaps.map((gap) => ({ ...gap, why: gap.why.english })), health: stream.health.state, failure: stream.health.failure?.code ?? null })),
    })),
  };
}

/** Crash tests (npm run torture) say where the process is to end. */
function crashTest(): { readonly killAt?: KillAt } {
  const text = process.env['MIMECAST_CONNECTOR_KILL_AT'];
  return text === undefined || text === '' ? {} : { killAt: parseKillAt(text) };
}

const stderrLog: CollectorLog = {
  write: (level, event, fields) => {
    process.stderr.write(`${redact(JSON.stringify({ at: new Date(systemClock.now()).toISOString(), level, event, ...fields }))}\n`);
  },
};

async function collectUntil(collector: Collector, setup: CollectSetup, options: Options, signal: AbortSignal): Promise<boolean> {
  if (options.once) return collector.runOnce(setup.config, signal);
  await collector.start(setup.config);
  // Again and again: the longest timer there is ends after 24 days, and a server runs longer.
  while (!signal.aborted) await systemClock.sleep(Number.MAX_SAFE_INTEGER, signal).catch(() => undefined);
  return collector.status().streams.every((stream) => stream.health.state !== 'failed');
}

/** Without a window the environment says which proxy to use; NODE_EXTRA_CA_CERTS is Node's own. */
function useProxies(): void {
  try {
    processNetwork.use(accessFromEnvironment(process.env));
  } catch (error) {
    throw new ConfigError(error instanceof Error ? error.message : String(error));
  }
}

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  const setup = readCollectConfig(path.resolve(options.config));
  useProxies();
  const startedAt = systemClock.now();
  const stateDir = path.resolve(options.state ?? path.join(path.dirname(options.config), 'state'));
  const collector = createCollector({ stateDir, workersDir: import.meta.dirname, secrets: secretsOf(setup), log: stderrLog, previewCapacity: 0, ...crashTest() });
  const delay = monitorEventLoopDelay({ resolution: loopResolutionMs });
  delay.enable();
  const end = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => end.abort());
  const signal = options.seconds === null ? end.signal : AbortSignal.any([end.signal, AbortSignal.timeout(options.seconds * 1000)]);
  // Nothing else may be waiting at times; the program must live until it is told to end.
  const alive = setInterval(() => undefined, 60_000);
  try {
    const succeeded = await collectUntil(collector, setup, options, signal);
    // Taken before stopping: health "stopped" says nothing about what was observed.
    const status = collector.status();
    await collector.stop({ deadlineMs: 10_000 });
    if (options.json) process.stdout.write(`${JSON.stringify({ ...ledger(status, setup, systemClock.now() - startedAt), process: ownCost(delay) })}\n`);
    return succeeded ? 0 : 1;
  } finally {
    clearInterval(alive);
    await collector.stop({ deadlineMs: 1000 });
  }
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    if (error instanceof UsageError) process.stderr.write(`${error.message === '' ? '' : `${error.message}\n\n`}${usage}`);
    else if (error instanceof ConfigError) process.stderr.write(`${error.message}\n`);
    else if (error instanceof FailureError) process.stderr.write(`${error.message}\n`);
    else process.stderr.write(`${redact(error instanceof Error ? (error.stack ?? error.message) : String(error))}\n`);
    process.exitCode = error instanceof UsageError || error instanceof ConfigError ? 2 : 1;
  },
);
