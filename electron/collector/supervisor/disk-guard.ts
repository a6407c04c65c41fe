import type { Message } from '../../../shared/text/message';
import { say } from '../../../shared/text/message';
import type { CollectorLog } from '../collector';
import type { Clock } from '../kit/clock';
import { freeBytes } from '../kit/free-space';

export type DiskLimits = {
  /** Bytes the spool may hold: above it fetching stops, below nine tenths of it fetching goes on. */
  readonly spoolBytes: number;
  /** Bytes that must stay free on the disk: acknowledgements cannot be written on a full one (STORE.md §4). */
  readonly freeBytes: number;
};

export const defaultDiskLimits: DiskLimits = { spoolBytes: 4 * 1024 ** 3, freeBytes: 512 * 1024 ** 2 };

/** How often the disk is looked at while there is room, and while there is none. */
const lookEveryMs = 5_000;
const resumeAt = 0.9;

export type FreeSpace = (dir: string) => Promise<number>;

/**
 * Stops fetching at high water. Mimecast keeps the logs meanwhile, so nothing is dropped: the streams wait here with
 * their positions unmoved.
 */
export class DiskGuard {
  readonly #dir: string;
  readonly #clock: Clock;
  readonly #limits: DiskLimits;
  readonly #free: FreeSpace;
  readonly #used: () => Promise<number>;
  readonly #log: CollectorLog;
  #lookedAt = -Infinity;
  #full: Message | null = null;

  constructor(options: { readonly dir: string; readonly clock: Clock; readonly log: CollectorLog; readonly used: () => Promise<number>; readonly limits?: DiskLimits; readonly free?: FreeSpace }) {
    this.#dir = options.dir;
    this.#log = options.log;
    this.#clock = options.clock;
    this.#used = options.used;
    this.#limits = options.limits ?? defaultDiskLimits;
    this.#free = options.free ?? freeBytes;
  }

  /** Why there is no room; null when there is. */
  async problem(): Promise<Message | null> {
    const now = this.#clock.now();
    if (now - this.#lookedAt < lookEveryMs && now >= this.#lookedAt) return this.#full;
    this.#lookedAt = now;
    const [used, free] = await Promise.all([this.#used(), this.#free(this.#dir)]);
    const before = this.#full;
    this.#full = this.#judge(used, free);
    // Who runs it without a window has nothing but the log to see why nothing comes.
    if (before === null && this.#full !== null) this.#log.write('warn', 'collecting pauses', { why: this.#full.english });
    if (before !== null && this.#full === null) this.#log.write('info', 'collecting goes on', {});
    return this.#full;
  }

  #judge(used: number, free: number): Message | null {
    const share = this.#full === null ? 1 : resumeAt;
    if (used > this.#limits.spoolBytes * share) return say('collector.room.spool', { used: gib(used), limit: gib(this.#limits.spoolBytes) });
    if (free < this.#limits.freeBytes / share) return say('collector.room.disk', { free: gib(free) });
    return null;
  }

  /** Resolves when there is room; `waiting` is told why not, again and again. */
  async room(signal: AbortSignal, waiting: (why: Message) => void): Promise<void> {
    for (let why = await this.problem(); why !== null; why = await this.problem()) {
      waiting(why);
      await this.#clock.sleep(lookEveryMs, signal);
    }
  }
}

function gib(bytes: number): string {
  return `${(bytes / 1024 ** 3).toFixed(1)} GiB`;
}
