import type { UpdateChannel } from '../../../shared/model/updates';

/** An update that this copy may have: newer, for this system, and within its rollout. */
export type FoundUpdate = { readonly version: string };

/**
 * Whatever looks for, fetches and installs updates. Law: it does nothing by itself; `install` is called after the drain,
 * with what `download` verified, and ends the program.
 */
export interface UpdateEngine {
  /** Null: nothing newer. Rejects when that cannot be known. */
  check(channel: UpdateChannel): Promise<FoundUpdate | null>;
  /** Fetches what `check` found last. Rejects when it did not arrive whole or is not signed as it must be; nothing of it is kept then. */
  download(onPercent: (percent: number) => void, signal: AbortSignal): Promise<void>;
  /** Throws when the system refuses. */
  install(): void;
}
