import { join } from 'node:path';

import type { Failure } from '../../../shared/failures/failure';
import type { Pause } from '../../../shared/model/background';
import type { CollectionStatus } from '../../../shared/model/collection';
import type { OutputType } from '../../../shared/model/output';
import type { Collector, CollectorConfig, CollectorLog, CollectorOptions } from '../../collector/collector';
import { FailureError, toFailure } from '../../collector/kit/failure-error';
import { ConnectorStore } from '../connectors/connector-store';
import { OutputStore } from '../connectors/output-store';
import { Serial } from '../kit/serial';
import type { Notice, OpenStoredFile } from '../storage/document';
import { privateDir } from '../storage/private-dir';
import type { Vault } from '../vault/secret-vault';
import { statusWhenDown, statusWhenStopped } from './status-when-down';

export type WorkspaceOptions = {
  readonly kind: 'normal' | 'demo';
  /** Everything of this profile is in here; created when missing, for this user only. */
  readonly dir: string;
  readonly vault: Vault;
  readonly openFile: OpenStoredFile;
  readonly createCollector: (options: CollectorOptions) => Collector;
  /** Folder of the built workers. */
  readonly workersDir: string;
  readonly log: CollectorLog;
  readonly now: () => number;
  readonly newId: () => string;
  readonly notice: (notice: Notice) => void;
  /** The pause in force for a connector, its own or that of everything; outputs go on with what waits. */
  readonly pauseOf?: (connectorId: string) => Pause | null;
  /** Whether the organization lets an output of this type run; default: all. */
  readonly allowsOutput?: (type: OutputType) => boolean;
  readonly onStatus: () => void;
  /** Ends what was started for this workspace only (the simulator of the demo). */
  readonly release?: () => Promise<void>;
};

/** A disk that was full or a folder that was locked at start heals without a restart of the app. */
const startAgainMs = 30_000;

/**
 * One profile: its configuration, its secrets, its collector. Law: `start` and `refresh` may be called at any time,
 * `stop` ends it for good and may be called twice; whatever goes wrong with the collector, the configuration stays usable.
 */
export class Workspace {
  readonly kind: 'normal' | 'demo';
  readonly dir: string;
  readonly eventsDir: string;
  readonly vault: Vault;
  readonly connectors: ConnectorStore;
  readonly outputs: OutputStore;
  readonly #options: WorkspaceOptions;
  readonly #serial = new Serial();
  #collector: Collector;
  #unfollow: (() => void) | null = null;
  #state: 'idle' | 'running' | 'stopped' = 'idle';
  #problem: Failure | null = null;
  #since: number;
  #retry: NodeJS.Timeout | undefined;
  /** What was reached in the end, for whoever looks after the stop. */
  #last: CollectionStatus | null = null;

  constructor(options: WorkspaceOptions) {
    this.#options = options;
    this.kind = options.kind;
    this.dir = options.dir;
    this.eventsDir = join(options.dir, 'events');
    this.vault = options.vault;
    this.#since = options.now();
    privateDir(options.dir);
    const context = { dir: options.dir, open: options.openFile, now: options.now, notice: options.notice };
    const shared = { context, vault: options.vault, newId: options.newId, log: options.log, serial: new Serial() };
    this.outputs = new OutputStore({
      ...shared,
      eventsDir: this.eventsDir,
      usedBy: (id) => this.connectors.list().filter((connector) => connector.outputs.includes(id)).map((connector) => connector.name),
    });
    this.connectors = new ConnectorStore({ ...shared, hasOutput: (id) => this.outputs.find(id) !== null });
    this.#collector = this.#create();
  }

  get collector(): Collector {
    return this.#collector;
  }

  status(): CollectionStatus {
    if (this.#last !== null) return this.#last;
    return this.#withPauses(this.#state === 'running' ? this.#collector.status() : statusWhenDown(this.#config(), this.#problem, this.#since));
  }

  /** Starts collecting. Rejects with a FailureError when that is not possible now; it is tried again by itself. */
  start(): Promise<void> {
    return this.#serial.run(() => this.#start());
  }

  /** Gives the collector the configuration as it is saved now. Rejects like `start`. */
  refresh(): Promise<void> {
    return this.#serial.run(async () => {
      if (this.#state === 'running') await this.#collector.apply(this.#config());
      else await this.#start();
    });
  }

  /** Polls every stream of one connector, or of all, at once. */
  pollNow(connectorId?: string): void {
    for (const stream of this.status().streams) {
      if (connectorId === undefined || stream.connectorId === connectorId) this.#collector.pollNow(stream.connectorId, stream.logType);
    }
  }

  async stop(deadlineMs: number): Promise<void> {
    clearTimeout(this.#retry);
    await this.#serial.run(async () => {
      if (this.#state === 'stopped') return;
      const before = this.status();
      this.#state = 'stopped';
      this.#unfollow?.();
      try {
        await this.#collector.stop({ deadlineMs });
      } finally {
        const after = this.#collector.status();
        // A collector may have let go of its streams; what it drained in the end is then not known.
        this.#last = statusWhenStopped(after.streams.length < before.streams.length ? before : after, this.#options.now());
        await this.#options.release?.();
      }
    });
  }

  async #start(): Promise<void> {
    if (this.#state !== 'idle') return;
    clearTimeout(this.#retry);
    try {
      await this.#collector.start(this.#config());
    } catch (error) {
      await this.#postpone(error);
      throw error instanceof FailureError ? error : new FailureError(toFailure(error, this.#options.now()), { cause: error });
    }
    this.#state = 'running';
    this.#problem = null;
    this.#unfollow = this.#collector.onStatus(this.#options.onStatus);
    this.#options.log.write('info', 'collection.started', { workspace: this.kind, connectors: this.connectors.list().length });
    this.#options.onStatus();
    // Secrets that an earlier removal left behind; without hurry, the keychain may ask the user something.
    void this.connectors.tidy().then(() => this.outputs.tidy());
  }

  async #postpone(error: unknown): Promise<void> {
    this.#problem = toFailure(error, this.#options.now());
    this.#since = this.#options.now();
    this.#options.log.write('error', 'collection.start-failed', { workspace: this.kind, error });
    this.#options.onStatus();
    // A collector that failed to start is used up: the next try gets a new one.
    await this.#collector.stop({ deadlineMs: 1_000 }).catch(() => undefined);
    this.#collector = this.#create();
    this.#retry = setTimeout(() => {
      void this.start().catch(() => undefined);
    }, startAgainMs);
  }

  #pauseOf(connectorId: string): Pause | null {
    return this.#options.pauseOf?.(connectorId) ?? null;
  }

  /** The collector knows that a connector rests, not until when. */
  #withPauses(status: CollectionStatus): CollectionStatus {
    const streams = status.streams.map((stream) => {
      const pause = stream.health.state === 'paused' ? this.#pauseOf(stream.connectorId) : null;
      return pause === null ? stream : { ...stream, pausedUntil: pause.until };
    });
    return { ...status, streams };
  }

  #config(): CollectorConfig {
    // What waits for one that may not run stays in the spool.
    const outputs = this.outputs.list().map((output) => (this.#options.allowsOutput?.(output.type) === false ? { ...output, enabled: false } : output));
    const known = new Set(outputs.map((output) => output.id));
    const connectors = this.connectors.list().map((connector) => {
      const usable = connector.outputs.filter((id) => known.has(id));
      // Events that nobody wants would count as settled. A connector whose outputs are all gone waits for a person instead.
      return { ...connector, outputs: usable, enabled: connector.enabled && usable.length > 0 && this.#pauseOf(connector.id) === null };
    });
    return { connectors, outputs };
  }

  #create(): Collector {
    return this.#options.createCollector({
      stateDir: join(this.dir, 'spool'),
      workersDir: this.#options.workersDir,
      secrets: {
        connectorSecret: (id) => this.vault.take(`connector:${id}`),
        outputSecret: (id) => this.vault.take(`output:${id}`),
        proofToken: (id) => this.vault.take(`proof:${id}`),
      },
      log: this.#options.log,
    });
  }
}
