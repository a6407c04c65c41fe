import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import type { KillAt } from '../../../electron/collector/kit/probe';
import type { DiskLimits } from '../../../electron/collector/supervisor/disk-guard';
import type { FaultName, Simulator, SimulatorOptions } from '../../../electron/simulator/simulator';
import { startSimulator } from '../../../electron/simulator/simulator';
import type { CollectionStatus } from '../../../shared/model/collection';
import type { LogType } from '../../../shared/model/log-type';
import { logTypes } from '../../../shared/model/log-type';
import type { OutputConfig } from '../../../shared/model/output';
import type { OutputKind, Scenario } from '../scenario';
import type { CollectRun } from './collect-process';
import { runCollect } from './collect-process';
import { readPending } from './evidence';
import { HostProcess } from './host-process';
import { Receiver } from './receiver';
import type { ClockFace } from './scaled-clock';
import { ScaledClock } from './scaled-clock';

const defaultScale = 200;
const simulatedSecret = 'demo-client-secret';
export const connectorId = 'HQ';

export type HostOptions = { readonly diskLimits?: DiskLimits; readonly killAt?: KillAt; readonly stateDir?: string; readonly aheadMs?: number };

/** Everything a scenario plays with: simulated Mimecast, receivers, clocks, collector processes, folders. */
export class Stage {
  readonly dir: string;
  /** Longer than this nothing may take, in real time. */
  readonly patienceMs: number;
  /** The right time; a collector's own clock may be set apart from it. */
  readonly clock: ScaledClock;
  readonly receiver = new Receiver();
  readonly scenario: Scenario;
  readonly streams: readonly LogType[];
  readonly hosts: HostProcess[] = [];
  /** Ids that may come to the HTTP receiver once more. */
  readonly repeatable = new Set<string>();
  /** Vendor's names of records that may be missing, with what became of them. */
  readonly forgiven = new Set<string>();
  readonly problems: string[] = [];
  readonly faultsActed = new Set<FaultName>();
  kills = 0;
  healthy = true;
  stateDir: string;
  readonly #programs: string;
  readonly #face: ClockFace;
  readonly #options: SimulatorOptions;
  #jumped = 0;
  #frozenAt: number | null = null;
  #simulator: Simulator | null = null;
  #url = '';
  #mounts: string[] = [];

  /** `programs` is the folder of the built programs: dist/node. */
  constructor(scenario: Scenario, programs: string, patienceMs: number) {
    this.scenario = scenario;
    this.patienceMs = patienceMs;
    this.#programs = programs;
    this.dir = mkdtempSync(path.join(tmpdir(), 'mimecast-connector-torture-'));
    this.stateDir = path.join(this.dir, 'state');
    const now = Date.now();
    this.#face = { realAnchor: now, shownAnchor: now, scale: scenario.scale ?? defaultScale };
    this.clock = new ScaledClock(this.#face);
    this.streams = scenario.logTypes ?? logTypes;
    this.#options = { seed: 7, events: 600, eventsPerFile: 40, dlpEvents: 60, auditEvents: 60, heldMessages: 60, historyHours: 20, startAt: now, ...scenario.world, now: () => this.#frozenAt ?? this.clock.now() };
  }

  get simulator(): Simulator {
    if (this.#simulator === null) throw new Error('Mimecast is out of reach now.');
    return this.#simulator;
  }

  get host(): HostProcess {
    const host = this.hosts.at(-1);
    if (host === undefined) throw new Error('No collector was started.');
    return host;
  }

  get outDir(): string {
    return path.join(this.dir, 'out');
  }

  get outputs(): readonly OutputKind[] {
    return this.scenario.outputs ?? ['file'];
  }

  /** Epoch ms when the world began. */
  get startedAt(): number {
    return this.#face.shownAnchor;
  }

  async open(): Promise<void> {
    await this.openNetwork(this.scenario.faults);
    if (this.outputs.includes('http')) await this.receiver.open();
  }

  /** Mimecast can be reached, at the same address as before. */
  async openNetwork(faults: SimulatorOptions['faults'] = []): Promise<void> {
    const port = this.#url === '' ? 0 : Number(new URL(this.#url).port);
    this.#simulator = await startSimulator({ ...this.#options, faults, port });
    this.#url = this.#simulator.url;
  }

  async closeNetwork(): Promise<void> {
    this.noteFaults();
    await this.#simulator?.close();
    this.#simulator = null;
  }

  /** The log of the simulator is short: what acted is noted before it is forgotten. */
  noteFaults(): void {
    for (const request of this.#simulator?.requests() ?? []) for (const fault of request.faults) this.faultsActed.add(fault);
  }

  /** A collector with a fast clock, in a process of its own. Rejects when it cannot start. */
  async start(options: HostOptions = {}): Promise<HostProcess> {
    const host = new HostProcess(path.join(this.#programs, 'torture.js'));
    this.hosts.push(host);
    const { stateDir = this.stateDir, aheadMs = 0, ...more } = options;
    const face = { ...this.#face, shownAnchor: this.#face.shownAnchor + this.#jumped + aheadMs };
    const connector = {
      id: connectorId, name: connectorId, baseUrl: this.#url, clientId: 'demo-client-id', logTypes: [...this.streams], platform: 'cloud-gateway' as const,
      siemDelivery: 'batch' as const, startFrom: new Date(this.startedAt - 5 * 86_400_000).toISOString(), pollSeconds: 20, outputs: [...this.outputs], enabled: true,
      ...this.scenario.connector,
    };
    await host.ask('start', { stateDir, workersDir: this.#programs, face, secret: simulatedSecret, config: { connectors: [connector], outputs: this.outputs.map((kind) => this.#output(kind)) }, ...more });
    return host;
  }

  /** Time passes for everybody while nothing runs: a night, or a computer that sleeps. */
  async jump(ms: number): Promise<void> {
    this.clock.jump(ms);
    this.#jumped += ms;
    for (const host of this.hosts) if (!host.over) await host.ask('jump', ms);
  }

  /** In the simulated tenant nothing happens any more. */
  freezeWorld(): void {
    this.#frozenAt ??= this.clock.now();
  }

  /** `npm run collect -- --once` as it is shipped. */
  async collect(ending: { readonly killAt?: string; readonly killAfterMs?: number } = {}): Promise<CollectRun> {
    const run = await runCollect({
      killAfterMs: this.patienceMs, ...ending,  programs: this.#programs, dir: this.dir, stateDir: this.stateDir, url: this.#url, secret: simulatedSecret, scenario: this.scenario, streams: this.streams, outputs: this.outputs.map((kind) => this.#output(kind)),
    });
    if (run.signal === 'SIGKILL') await this.wasKilled();
    if (run.signal === 'SIGKILL' && ending.killAt === undefined && ending.killAfterMs === undefined) this.problems.push('the program did not end by itself');
    return run;
  }

  async kill(host = this.host, spool: 'readable' | 'damaged' = 'readable'): Promise<void> {
    await host.kill();
    if (spool === 'readable') await this.wasKilled();
    else this.kills += 1;
  }

  /** After every kill: what was not acknowledged then may arrive once more. */
  async wasKilled(): Promise<void> {
    this.kills += 1;
    if (!this.outputs.includes('http')) return;
    await this.receiver.settled();
    const pending = new Set(readPending(this.stateDir, 'http'));
    for (const { id } of this.receiver.taken) if (pending.has(id)) this.repeatable.add(id);
  }

  async stop(host = this.host): Promise<void> {
    if (!host.over) await host.stop();
  }

  status(): Promise<CollectionStatus> {
    return this.host.ask('status', null);
  }

  /** Waits for a condition on the status of the collector. */
  async until(what: string, condition: (status: CollectionStatus) => boolean): Promise<CollectionStatus> {
    const end = Date.now() + this.patienceMs;
    for (;;) {
      const status = await this.status();
      if (condition(status)) return status;
      if (Date.now() > end) throw new Error(`Never happened: ${what}. ${describe(status)}`);
      await delay(15);
    }
  }

  require(condition: boolean, what: string): void {
    if (!condition) this.problems.push(what);
  }

  /** A small file system of its own for the state, so that it can be full or read-only. */
  mountState(mebibytes: number): void {
    mkdirSync(this.stateDir, { recursive: true });
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${mebibytes}m,mode=0700`, 'tmpfs', this.stateDir]);
    this.#mounts.push(this.stateDir);
  }

  remountState(mode: 'ro' | 'rw'): void {
    execFileSync('mount', ['-o', `remount,${mode}`, this.stateDir]);
  }

  async close(): Promise<void> {
    for (const host of this.hosts) if (!host.over) await host.kill();
    await this.closeNetwork();
    await this.receiver.close();
    for (const mount of this.#mounts) execFileSync('umount', ['-l', mount]);
    rmSync(this.dir, { recursive: true, force: true, maxRetries: 5 });
  }

  #output(kind: OutputKind): OutputConfig {
    const common = { id: kind, name: kind, enabled: true, format: 'both' as const };
    return kind === 'file'
      ? { ...common, type: 'file', path: this.outDir, rotateMiB: 1 }
      : { ...common, type: 'http', url: this.receiver.url, auth: { kind: 'none' }, maxEvents: 200, maxKiB: 512, gzip: false };
  }
}

export function describe(status: CollectionStatus): string {
  const streams = status.streams.map(({ logType, health, counts }) => `${logType} ${health.state} ${health.failure?.code ?? ''} ${health.failure?.detail ?? health.note?.english ?? ''} ${JSON.stringify(counts)}`);
  const outputs = status.outputs.map(({ name, health, waiting }) => `${name} ${health.state} ${health.failure?.code ?? ''} ${health.failure?.detail ?? ''} waiting ${waiting}`);
  return [...streams, ...outputs].join('; ');
}
