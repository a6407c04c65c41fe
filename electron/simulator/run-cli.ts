import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

import { parseSources } from './control';
import { parseFaultRules } from './faults';
import { type Simulator, type SimulatorOptions,startSimulator } from './simulator';

export type CliIo = {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
};

export type CliResult = { readonly kind: 'running'; readonly simulator: Simulator } | { readonly kind: 'ended'; readonly code: 0 | 1 | 2 };

const USAGE = `Usage: simulator [options]
  --port P               port on 127.0.0.1 (default: a free one)
  --seed S               same seed, same data (default 1)
  --events N             SIEM events in the backlog (default 5000)
  --dlp N --audit N --held N
                         DLP records, audit events, held messages (default events/100, at least 20)
  --live EPS             new SIEM events per second (default 0); DLP, audit and hold grow along
  --live-file-seconds S  seconds between new SIEM files in live mode (default 5)
  --events-per-file N    default 1000
  --history-hours H      how far back the backlog reaches (default 24, at most 168)
  --start-at ISO         anchor of the world; give the same to restart the same world (default now)
  --platform cg|ci       Cloud Gateway (default) or Cloud Integrated
  --denied LIST          comma list of siem, dlp, audit, hold that answer 403
  --client-id X          default demo-client-id
  --client-secret-env V  environment variable that holds the secret (default: demo-client-secret)
  --faults FILE          JSON array of fault rules
  --enforce-quota        apply the documented quotas
  --print-url            print the URL as the only line on standard output
  --help`;

const OPTIONS = {
  port: { type: 'string' }, seed: { type: 'string' }, events: { type: 'string' }, dlp: { type: 'string' }, audit: { type: 'string' },
  held: { type: 'string' }, live: { type: 'string' }, 'live-file-seconds': { type: 'string' }, 'events-per-file': { type: 'string' },
  'history-hours': { type: 'string' }, 'start-at': { type: 'string' }, platform: { type: 'string' }, denied: { type: 'string' },
  'client-id': { type: 'string' }, 'client-secret-env': { type: 'string' }, faults: { type: 'string' },
  'enforce-quota': { type: 'boolean' }, 'print-url': { type: 'boolean' }, help: { type: 'boolean' },
} as const;

type Values = ReturnType<typeof readArguments>['values'];

function readArguments(argv: readonly string[]) {
  return parseArgs({ args: [...argv], options: OPTIONS, strict: true, allowPositionals: false });
}

/** Runs the command line. Resolves to a running simulator, or to the exit code: 0 help, 1 failed to start, 2 wrong usage. */
export async function runCli(argv: readonly string[], io: CliIo): Promise<CliResult> {
  let values: Values;
  let options: SimulatorOptions;
  try {
    ({ values } = readArguments(argv));
    options = toOptions(values, io.env);
  } catch (error) {
    io.error(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
    return { kind: 'ended', code: 2 };
  }
  if (values.help === true) {
    io.out(USAGE);
    return { kind: 'ended', code: 0 };
  }
  try {
    const simulator = await startSimulator(options);
    if (values['print-url'] === true) io.out(simulator.url);
    else io.out(greeting(simulator, values['client-secret-env']));
    return { kind: 'running', simulator };
  } catch (error) {
    io.error(`The simulator could not start: ${error instanceof Error ? error.message : String(error)}`);
    return { kind: 'ended', code: error instanceof RangeError || error instanceof TypeError ? 2 : 1 };
  }
}

function greeting(simulator: Simulator, secretVariable: string | undefined): string {
  const truth = simulator.truth();
  const secret = secretVariable === undefined ? 'demo-client-secret' : `the value of ${secretVariable}`;
  return [
    `Mimecast simulator: ${simulator.url}`,
    `  Client ID ${simulator.clientId}, client secret ${secret}`,
    `  ${truth.siem} SIEM events, ${truth.dlp} DLP records, ${truth.audit} audit events, ${truth.hold.heldNow} held messages`,
    `  Counts: ${simulator.url}/__simulator/truth    Stop: Ctrl+C`,
  ].join('\n');
}

function number(values: Values, name: 'port' | 'seed' | 'events' | 'dlp' | 'audit' | 'held' | 'live' | 'live-file-seconds' | 'events-per-file' | 'history-hours'): number | undefined {
  const text = values[name];
  if (text === undefined) return undefined;
  if (!/^\d+(\.\d+)?$/.test(text)) throw new TypeError(`--${name} expects a number, got "${text}"`);
  return Number(text);
}

function toOptions(values: Values, env: CliIo['env']): SimulatorOptions {
  const secretVariable = values['client-secret-env'];
  const secret = secretVariable === undefined ? undefined : env[secretVariable];
  if (secretVariable !== undefined && (secret === undefined || secret === '')) throw new TypeError(`--client-secret-env: the variable ${secretVariable} is not set`);
  const platform = values.platform ?? 'cg';
  if (platform !== 'cg' && platform !== 'ci') throw new TypeError(`--platform expects cg or ci, got "${platform}"`);
  const startAt = values['start-at'] === undefined ? undefined : Date.parse(values['start-at']);
  if (startAt !== undefined && Number.isNaN(startAt)) throw new TypeError(`--start-at expects an ISO time, got "${values['start-at'] ?? ''}"`);
  const denied = values.denied === undefined ? undefined : parseSources(values.denied.split(','));
  const faults = values.faults === undefined ? undefined : parseFaultRules(JSON.parse(readFileSync(values.faults, 'utf8')));
  return present({
    port: number(values, 'port'), seed: number(values, 'seed'), events: number(values, 'events'), dlpEvents: number(values, 'dlp'),
    auditEvents: number(values, 'audit'), heldMessages: number(values, 'held'), liveEventsPerSecond: number(values, 'live'),
    liveFileSeconds: number(values, 'live-file-seconds'), eventsPerFile: number(values, 'events-per-file'),
    historyHours: number(values, 'history-hours'), startAt, platform: platform === 'cg' ? 'cloud-gateway' : 'cloud-integrated', denied, faults,
    clientId: values['client-id'], clientSecret: secret, enforceQuota: values['enforce-quota'],
  });
}

/** Leaves absent options out, so that defaults apply. */
function present(options: { readonly [K in keyof SimulatorOptions]: SimulatorOptions[K] | undefined }): SimulatorOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
