import type { FeedChannel } from '../../../shared/ipc/channels';
import { wire } from '../../../shared/ipc/channels';
import type { FeedMessage, Snapshot } from '../../../shared/ipc/contract';

/** A window that listens: Electron's WebContents. */
export interface Follower {
  readonly id: number;
  isDestroyed(): boolean;
  send(channel: string, message: unknown): void;
}

/** The value of a feed now; null: none yet. */
export type FeedSources = { readonly [F in FeedChannel]: () => Snapshot<F> | null };

/** A person cannot read faster, and the window draws the whole snapshot each time. */
const pushEveryMs = 250;

/**
 * Numbered snapshots for whoever follows. Values are read at the moment they are sent, so a burst of changes costs one
 * push with the newest state; without followers a change costs nothing.
 */
export class Feeds {
  readonly #sources: FeedSources;
  readonly #followers = new Map<FeedChannel, Map<number, Follower>>();
  readonly #revisions = new Map<FeedChannel, number>();
  readonly #lastPush = new Map<FeedChannel, number>();
  readonly #timers = new Map<FeedChannel, NodeJS.Timeout>();

  constructor(sources: FeedSources) {
    this.#sources = sources;
  }

  /** Adds the follower and gives the current value: pushes with a higher revision come after it. */
  follow<F extends FeedChannel>(channel: F, follower: Follower): FeedMessage<F> | null {
    const followers = this.#followers.get(channel) ?? new Map<number, Follower>();
    this.#followers.set(channel, followers.set(follower.id, follower));
    return this.#message(channel);
  }

  /** The page of this follower went away. */
  forget(followerId: number): void {
    for (const followers of this.#followers.values()) followers.delete(followerId);
  }

  /** The value behind the feed changed. */
  touch(channel: FeedChannel): void {
    this.#revisions.set(channel, (this.#revisions.get(channel) ?? 1) + 1);
    if (this.#timers.has(channel) || (this.#followers.get(channel)?.size ?? 0) === 0) return;
    const wait = (this.#lastPush.get(channel) ?? Number.NEGATIVE_INFINITY) + pushEveryMs - Date.now();
    if (wait <= 0) this.#push(channel);
    else {
      this.#timers.set(
        channel,
        setTimeout(() => {
          this.#timers.delete(channel);
          this.#push(channel);
        }, wait),
      );
    }
  }

  /** No push any more. */
  close(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    this.#followers.clear();
  }

  #push(channel: FeedChannel): void {
    this.#lastPush.set(channel, Date.now());
    const followers = this.#followers.get(channel);
    if (followers === undefined || followers.size === 0) return;
    const message = this.#message(channel);
    if (message === null) return;
    for (const [id, follower] of followers) {
      if (follower.isDestroyed()) followers.delete(id);
      else follower.send(wire.feed(channel), message);
    }
  }

  #message<F extends FeedChannel>(channel: F): FeedMessage<F> | null {
    const value = this.#sources[channel]();
    return value === null ? null : { revision: this.#revisions.get(channel) ?? 1, value };
  }
}
