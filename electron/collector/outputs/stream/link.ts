/** A way to hand framed events to a receiver that confirms nothing. */
export interface Link {
  /**
   * Sends the frames in order. Resolves when this computer's network stack has all of them; rejects when it has not, or with
   * the signal's reason. After a rejection the link must be opened anew.
   */
  send(frames: readonly Uint8Array[], signal: AbortSignal): Promise<void>;
  /** Null while the link is usable. `ended`: the receiver closed in order, having read everything. `lost`: it broke. */
  readonly state: 'ended' | 'lost' | null;
  close(): Promise<void>;
}

/** Streams lose what stood in buffers, which empty within seconds; datagrams what was under way when a receiver was missing. */
export const doubt = { streamMs: 5_000, datagramMs: 1_000 };

export type LinkTimeouts = {
  /** A firewall that drops packets is told from a slow network after this time. */
  readonly connectMs: number;
  /** A receiver that reads nothing for this long is taken for stuck. */
  readonly sendMs: number;
};

export const linkTimeouts: LinkTimeouts = { connectMs: 10_000, sendMs: 60_000 };
