import type { CallChannel, FeedChannel } from './channels';
import type { Ask, FeedMessage, Reply } from './contract';
import type { Outcome } from './outcome';

/** What the preload puts on `window.bridge`: three functions, whatever the number of channels. */
export type Bridge = {
  /** `callId` names the call so that it can be cancelled. */
  call<C extends CallChannel>(channel: C, ask: Ask<C>, callId: string): Promise<Outcome<Reply<C>>>;
  cancel(callId: string): void;
  /**
   * Registers the listener first, then asks main for the current value (null while there is none).
   * The returned function stops listening.
   */
  follow<F extends FeedChannel>(
    channel: F,
    listener: (message: FeedMessage<F>) => void,
  ): () => void;
};
