import type { CollectorLog } from '../../collector/collector';
import { Serial } from '../kit/serial';
import type { Workspace } from './workspace';

export type WorkspaceHostOptions = {
  readonly createNormal: () => Workspace;
  readonly createDemo: () => Promise<Workspace>;
  readonly log: CollectorLog;
  /** Another workspace is current: everything on screen is to be read again. */
  readonly onSwap: () => void;
};

/** What is drained when the demo begins or ends; it is not the quit, so a person waits for it. */
const swapDeadlineMs = 5_000;

/** Owns the one open workspace: the normal profile or the demo. Swaps run one after the other. */
export class WorkspaceHost {
  readonly #options: WorkspaceHostOptions;
  readonly #serial = new Serial();
  #current: Workspace;
  #closed = false;

  private constructor(options: WorkspaceHostOptions, first: Workspace) {
    this.#options = options;
    this.#current = first;
  }

  /** Opens the first workspace without starting its collection. */
  static async open(options: WorkspaceHostOptions, demo: boolean): Promise<WorkspaceHost> {
    return new WorkspaceHost(options, demo ? await options.createDemo() : options.createNormal());
  }

  get current(): Workspace {
    return this.#current;
  }

  get isDemo(): boolean {
    return this.#current.kind === 'demo';
  }

  /** Begins collecting. A start that fails is shown in the status and tried again by the workspace. */
  start(): void {
    void this.#current.start().catch(() => undefined);
  }

  /** Rejects when the demo cannot begin; the normal profile then goes on. */
  startDemo(): Promise<void> {
    return this.#serial.run(async () => {
      if (this.#closed || this.isDemo) return;
      const demo = await this.#options.createDemo();
      await this.#swap(demo);
    });
  }

  leaveDemo(): Promise<void> {
    return this.#serial.run(async () => {
      if (this.#closed || !this.isDemo) return;
      await this.#swap(this.#options.createNormal());
    });
  }

  async stop(deadlineMs: number): Promise<void> {
    this.#closed = true;
    // A swap that is under way ends what it began; both have their deadlines and run side by side.
    const [stopped] = await Promise.allSettled([this.#current.stop(deadlineMs), this.#serial.run(() => Promise.resolve())]);
    if (stopped.status === 'rejected') throw stopped.reason;
  }

  async #swap(next: Workspace): Promise<void> {
    const before = this.#current;
    this.#current = next;
    this.#options.log.write('info', 'workspace.swapped', { to: next.kind });
    this.#options.onSwap();
    await before.stop(swapDeadlineMs).catch((error: unknown) => {
      this.#options.log.write('error', 'workspace.stop-failed', { workspace: before.kind, error });
    });
    if (this.#closed) await next.stop(swapDeadlineMs);
    else this.start();
  }
}
