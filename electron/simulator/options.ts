import type { FaultRule } from './faults';

/** The log types a role can be denied. */
export type Source = 'siem' | 'dlp' | 'audit' | 'hold';

export const SOURCES: readonly Source[] = ['siem', 'dlp', 'audit', 'hold'];

export type Platform = 'cloud-gateway' | 'cloud-integrated';

/** What `startSimulator` accepts. Same seed, same options and same `startAt` give the same bytes. */
export type SimulatorOptions = {
  /** Default 1. */
  readonly seed?: number;
  /** 0 = a free port (default). Always bound to 127.0.0.1. */
  readonly port?: number;
  readonly clientId?: string;
  readonly clientSecret?: string;
  /** SIEM events in the backlog, over all families. Default 5000. */
  readonly events?: number;
  /** Default max(20, events/100), as for the next two. */
  readonly dlpEvents?: number;
  readonly auditEvents?: number;
  readonly heldMessages?: number;
  /** How far back the backlog reaches, hours, at most 168 (the vendor's batch horizon). Default 24. */
  readonly historyHours?: number;
  /** Default 1000. */
  readonly eventsPerFile?: number;
  /** New SIEM events per second of the clock; DLP, audit and hold grow with it. Default 0: the world stands still. */
  readonly liveEventsPerSecond?: number;
  /** Seconds between new SIEM files of a family in live mode. Default 5. */
  readonly liveFileSeconds?: number;
  readonly platform?: Platform;
  readonly denied?: readonly Source[];
  readonly faults?: readonly FaultRule[];
  /** Epoch ms. Default Date.now. */
  readonly now?: () => number;
  /** Anchor of the world, epoch ms. Default now(). Give the same value again to restart the same world. */
  readonly startAt?: number;
  /** Apply the documented quotas (API.md §1.4). Default false. */
  readonly enforceQuota?: boolean;
  /** Lifetime of signed file URLs, seconds. Default 3600 (the vendor's is not documented). */
  readonly signedUrlSeconds?: number;
};

export type ResolvedOptions = Required<SimulatorOptions>;

function whole(name: string, value: number, low: number, high: number): number {
  if (!Number.isSafeInteger(value) || value < low || value > high) {
    throw new RangeError(`simulator option ${name}: expected a whole number from ${low} to ${high}, got ${value}`);
  }
  return value;
}

function amount(name: string, value: number, low: number, high: number): number {
  if (!Number.isFinite(value) || value < low || value > high) {
    throw new RangeError(`simulator option ${name}: expected a number from ${low} to ${high}, got ${value}`);
  }
  return value;
}

/** Fills in defaults. Throws RangeError naming the option that is out of range. */
export function resolveOptions(options: SimulatorOptions): ResolvedOptions {
  const events = whole('events', options.events ?? 5000, 0, 1_000_000_000);
  const small = Math.max(20, Math.floor(events / 100));
  const now = options.now ?? Date.now;
  return {
    seed: whole('seed', options.seed ?? 1, 0, 0xffff_ffff),
    port: whole('port', options.port ?? 0, 0, 65535),
    clientId: options.clientId ?? 'demo-client-id',
    clientSecret: options.clientSecret ?? 'demo-client-secret',
    events,
    dlpEvents: whole('dlpEvents', options.dlpEvents ?? small, 0, 100_000_000),
    auditEvents: whole('auditEvents', options.auditEvents ?? small, 0, 100_000_000),
    heldMessages: whole('heldMessages', options.heldMessages ?? small, 0, 10_000_000),
    historyHours: amount('historyHours', options.historyHours ?? 24, 0.01, 168),
    eventsPerFile: whole('eventsPerFile', options.eventsPerFile ?? 1000, 1, 1_000_000),
    liveEventsPerSecond: amount('liveEventsPerSecond', options.liveEventsPerSecond ?? 0, 0, 1_000_000),
    liveFileSeconds: amount('liveFileSeconds', options.liveFileSeconds ?? 5, 0.1, 86_400),
    platform: options.platform ?? 'cloud-gateway',
    denied: options.denied ?? [],
    faults: options.faults ?? [],
    now,
    startAt: options.startAt ?? now(),
    enforceQuota: options.enforceQuota ?? false,
    signedUrlSeconds: amount('signedUrlSeconds', options.signedUrlSeconds ?? 3600, 0, 604_800),
  };
}
