import type { UpdateOffReason, UpdateSettings, UpdateState, UpdatesView } from '../../../shared/model/updates';
import type { CollectorLog } from '../../collector/collector';
import type { UpdateEngine } from './update-engine';
import { updateFailure } from './update-failure';
import { mayFollow } from './update-state';
import type { Wish } from './updates-off';

export type UpdatesOptions = {
  /** Made at the first use: most days nothing is asked of it. */
  readonly engine: () => Promise<UpdateEngine>;
  readonly settings: () => UpdateSettings;
  /** What the organization decided. */
  readonly policy: Partial<UpdateSettings>;
  /** Why this copy does not update itself; null when it may. */
  readonly whyOff: (wish: Wish) => UpdateOffReason | null;
  readonly now: () => number;
  readonly log: CollectorLog;
  readonly onChange: (state: UpdateState) => void;
  /** Ends the program in order and installs then. */
  readonly quitAndInstall: (install: () => void) => void;
};

/** The start has better things to do. */
const firstCheckAfterMs = 60_000;
const checkEveryMs = 24 * 3600_000;
/** After one that failed: the network may only have been away. */
const checkAgainAfterMs = 3600_000;
/** A timer stands still while the computer sleeps, so the next check is looked for in short steps. */
const lookAgainMs = 10 * 60_000;

/**
 * Looks for updates once a day, says what it found, fetches and installs when a person (or the setting) says so. Laws: the
 * state moves only along `nextStates`; nothing is asked while it is off; nothing is installed before the collection has
 * drained; a failure here never touches the collection.
 */
export class Updates {
  readonly #options: UpdatesOptions;
  #state: UpdateState;
  #inForce: UpdateSettings;
  #lastCheckAt: number | null = null;
  #timer: NodeJS.Timeout | undefined;
  #download: AbortController | null = null;
  #engine: Promise<UpdateEngine> | null = null;

  constructor(options: UpdatesOptions) {
    this.#options = options;
    this.#inForce = this.#wanted();
    const reason = options.whyOff(this.#wish());
    this.#state = reason === null ? { kind: 'idle', checkedAt: null } : { kind: 'off', reason };
  }

  get view(): UpdatesView {
    const { policy } = this.#options;
    return { state: this.#state, ...this.#inForce, managed: { mode: policy.mode !== undefined, channel: policy.channel !== undefined } };
  }

  /** Begins to look once a day. */
  start(): void {
    this.#schedule(firstCheckAfterMs);
  }

  /** The settings changed. */
  configure(): void {
    const before = this.#inForce;
    this.#inForce = this.#wanted();
    const reason = this.#options.whyOff(this.#wish());
    // What is in force is shown beside the state.
    if (JSON.stringify(before) !== JSON.stringify(this.#inForce)) this.#options.onChange(this.#state);
    if (reason !== null) {
      this.#download?.abort();
      if (this.#state.kind !== 'off') this.#go({ kind: 'off', reason });
      else if (this.#state.reason !== reason) this.#set({ kind: 'off', reason });
      return;
    }
    if (this.#state.kind === 'off') this.#go({ kind: 'idle', checkedAt: null });
    // What the other channel offered is not what was asked for now.
    if (before.channel !== this.#inForce.channel && this.#may('checking')) void this.check();
    else if (this.#inForce.mode === 'download' && this.#state.kind === 'available') void this.download();
  }

  /** Asks now. Never rejects: the state says how it went. Ignored where the table has no way to it. */
  async check(): Promise<void> {
    if (!this.#may('checking')) return;
    this.#go({ kind: 'checking' });
    this.#lastCheckAt = this.#options.now();
    const { channel } = this.#inForce;
    try {
      const found = await (await this.#theEngine()).check(channel);
      if (!this.#still('checking')) return;
      if (channel !== this.#inForce.channel) {
        this.#go({ kind: 'idle', checkedAt: null });
        await this.check();
        return;
      }
      this.#go(found === null ? { kind: 'idle', checkedAt: this.#options.now() } : { kind: 'available', version: found.version, checkedAt: this.#options.now() });
      if (found !== null && this.#inForce.mode === 'download') await this.download();
    } catch (error) {
      this.#fail('checking', null, error);
    }
  }

  /** Fetches and verifies what was found. Never rejects. */
  async download(): Promise<void> {
    const version = this.#state.kind === 'available' || this.#state.kind === 'failed' ? this.#state.version : null;
    if (version === null || !this.#may('downloading')) return;
    this.#go({ kind: 'downloading', version, percent: 0 });
    const download = new AbortController();
    this.#download = download;
    try {
      await (await this.#theEngine()).download((percent) => {
        if (!download.signal.aborted) this.#progress(version, percent);
      }, download.signal);
      if (this.#still('downloading')) this.#go({ kind: 'ready', version });
    } catch (error) {
      this.#fail('downloading', version, error);
    } finally {
      this.#download = null;
    }
  }

  /** Ends the program and installs what is ready. */
  async install(): Promise<void> {
    if (this.#state.kind !== 'ready') return;
    const { version } = this.#state;
    const engine = await this.#theEngine();
    this.#options.log.write('info', 'updates.installing', { version });
    this.#options.quitAndInstall(() => {
      engine.install();
    });
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#download?.abort();
  }

  #wanted(): UpdateSettings {
    return { ...this.#options.settings(), ...this.#options.policy };
  }

  #wish(): Wish {
    return { mode: this.#inForce.mode, byPolicy: this.#options.policy.mode !== undefined };
  }

  #theEngine(): Promise<UpdateEngine> {
    this.#engine ??= this.#options.engine();
    return this.#engine;
  }

  #may(kind: UpdateState['kind']): boolean {
    return mayFollow(this.#state.kind, kind);
  }

  /** Whether it was switched off meanwhile. */
  #still(kind: UpdateState['kind']): boolean {
    return this.#state.kind === kind;
  }

  #progress(version: string, percent: number): void {
    const whole = Math.max(0, Math.min(100, Math.floor(percent)));
    if (this.#state.kind === 'downloading' && this.#state.percent !== whole) this.#go({ kind: 'downloading', version, percent: whole });
  }

  #fail(during: 'checking' | 'downloading', version: string | null, error: unknown): void {
    if (!this.#still(during)) return;
    const failure = updateFailure(error, this.#options.now());
    this.#options.log.write('warn', 'updates.failed', { during, version, code: failure.code, detail: failure.detail });
    this.#go({ kind: 'failed', version, failure });
  }

  #go(state: UpdateState): void {
    if (!mayFollow(this.#state.kind, state.kind)) throw new Error(`updates cannot go from ${this.#state.kind} to ${state.kind}`);
    this.#set(state);
  }

  #set(state: UpdateState): void {
    if (state.kind !== this.#state.kind) this.#options.log.write('info', 'updates.state', { state: state.kind, ...('version' in state ? { version: state.version } : {}) });
    this.#state = state;
    this.#options.onChange(state);
  }

  #schedule(afterMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      void (this.#isDue() ? this.check() : Promise.resolve()).finally(() => {
        this.#schedule(lookAgainMs);
      });
    }, afterMs);
  }

  #isDue(): boolean {
    const last = this.#lastCheckAt;
    if (last === null) return true;
    const since = this.#options.now() - last;
    // A clock that was set back must not put the next check off for years.
    return since < 0 || since >= (this.#state.kind === 'failed' ? checkAgainAfterMs : checkEveryMs);
  }
}
