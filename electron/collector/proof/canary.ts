import { hash } from 'node:crypto';

import type { Failure } from '../../../shared/failures/failure';
import type { OutputConfig } from '../../../shared/model/output';
import { proofOf } from '../../../shared/model/output';
import type { ArrivalStatus } from '../../../shared/model/proof';
import type { CollectorLog, SecretSource } from '../collector';
import type { Clock } from '../kit/clock';
import { toFailure } from '../kit/failure-error';
import type { CanaryMemory, ProofStore } from './proof-store';
import type { ProofPatience } from './prove-arrival';
import { canaryPatience, proveArrival } from './prove-arrival';
import type { SearchTimeouts } from './search-http';

export type CanarySettings = {
  readonly config: OutputConfig;
  readonly store: ProofStore;
  readonly secrets: SecretSource;
  readonly clock: Clock;
  readonly log: CollectorLog;
  readonly changed: () => void;
  readonly patience?: ProofPatience;
  readonly timeouts?: SearchTimeouts;
};

const hourMs = 3_600_000;
/** The first one waits until a start of the program, with everything that it brings, is over. */
const settleMs = 30_000;
/** What proved nothing is tried again sooner than the next canary is due, but never in a hurry: each try is an event. */
const againMs = hourMs;
/** In short steps: a computer that slept does not count its sleep as waiting. */
const stepMs = 60_000;

/** What a proof is worth for: with another receiver, or another form of the event, nothing is proven yet. */
function destinationOf(config: OutputConfig): string {
  const { consoleUrl, clusterId, scopeId } = proofOf(config) ?? {};
  const where = 'url' in config ? config.url : 'host' in config ? `${config.host}:${config.port}` : '';
  return hash('sha256', JSON.stringify([config.type, where, config.format, config.model, consoleUrl, clusterId, scopeId]), 'hex').slice(0, 32);
}

/** Sends a marked event every few hours and looks for it in DNIF. It is off unless the output says how often. */
export class Canary {
  readonly #settings: CanarySettings;
  readonly #everyMs: number;
  readonly #destination: string;
  readonly #stop = new AbortController();
  #memory: CanaryMemory | null;
  #dueAt: number | null = null;
  #running: Promise<void> | null = null;

  private constructor(settings: CanarySettings, everyHours: number) {
    this.#settings = settings;
    this.#everyMs = everyHours * hourMs;
    this.#destination = destinationOf(settings.config);
    const known = settings.store.get(settings.config.id);
    this.#memory = known?.destination === this.#destination ? known : null;
  }

  /** null where the output wants none: it is off, or its administrator did not choose one. */
  static of(settings: CanarySettings): Canary | null {
    const hours = proofOf(settings.config)?.canaryHours;
    return hours === undefined || !settings.config.enabled ? null : new Canary(settings, hours);
  }

  get status(): ArrivalStatus {
    const { provenAt = null, sighting = null, triedAt = null, failure = null } = this.#memory ?? {};
    return { everyHours: this.#everyMs / hourMs, provenAt, sighting, triedAt, nextAt: this.#dueAt, failure };
  }

  /** Why the arrival is not proven now, as a concern of the output's health. */
  get concern(): Failure | null {
    return this.#memory?.failure ?? null;
  }

  start(): void {
    this.#running ??= this.#loop();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running?.catch(() => undefined);
  }

  async #loop(): Promise<void> {
    const { clock } = this.#settings;
    const { signal } = this.#stop;
    while (!signal.aborted) {
      const { triedAt = null, failure = null } = this.#memory ?? {};
      const wait = failure === null ? this.#everyMs : Math.min(againMs, this.#everyMs);
      const now = clock.now();
      // A clock that was set back must not make the next try wait for the past to come again.
      this.#dueAt = Math.max(now + settleMs, triedAt === null ? 0 : Math.min(triedAt, now) + wait);
      this.#settings.changed();
      while (clock.now() < this.#dueAt && !signal.aborted) await clock.sleep(Math.min(stepMs, this.#dueAt - clock.now()), signal).catch(() => undefined);
      if (signal.aborted) return;
      await this.#try();
    }
  }

  async #try(): Promise<void> {
    const { config, store, secrets, clock, log, changed, patience = canaryPatience, timeouts } = this.#settings;
    const { signal } = this.#stop;
    let next: Pick<CanaryMemory, 'provenAt' | 'sighting' | 'failure'>;
    const before = { provenAt: this.#memory?.provenAt ?? null, sighting: this.#memory?.sighting ?? null };
    try {
      const [output, token] = await Promise.all([secrets.outputSecret(config.id), secrets.proofToken?.(config.id) ?? Promise.resolve(null)]);
      const proof = await proveArrival(config, { output, token }, 'canary', patience, { clock, log, ...(timeouts === undefined ? {} : { timeouts }) }, signal);
      const broken = proof.report.items.find((item) => item.failure !== null)?.failure ?? null;
      next = proof.sighting === null ? { ...before, failure: broken } : { provenAt: proof.sentAt, sighting: proof.sighting, failure: null };
    } catch (error) {
      if (signal.aborted) return;
      next = { ...before, failure: toFailure(error, clock.now()) };
    }
    const { failure } = next;
    this.#memory = { ...next, destination: this.#destination, triedAt: clock.now() };
    if (failure === null) log.write('info', 'canary arrived', { output: config.name, stream: next.sighting?.stream, parse: next.sighting?.parse });
    else log.write('warn', 'canary not proven', { output: config.name, code: failure.code, detail: failure.detail, ref: failure.ref });
    try {
      store.put(config.id, this.#memory);
    } catch (error) {
      log.write('warn', 'proof of arrival not saved', { output: config.name, detail: toFailure(error, clock.now()).detail });
    }
    changed();
  }
}
