import type { Bridge } from '../../shared/ipc/bridge';
import type { CallChannel, FeedChannel } from '../../shared/ipc/channels';
import type { Ask, Reply, Snapshot } from '../../shared/ipc/contract';
import type { Outcome } from '../../shared/ipc/outcome';

declare global {
  interface Window {
    readonly bridge: Bridge;
  }
}

let lastCall = 0;

/** Asks main. Never rejects: a call that breaks off is an outcome like any other. Aborting cancels the work in main. */
export async function call<C extends CallChannel>(channel: C, ask: Ask<C>, signal?: AbortSignal): Promise<Outcome<Reply<C>>> {
  lastCall += 1;
  const callId = `w${String(lastCall)}`;
  const cancel = (): void => {
    window.bridge.cancel(callId);
  };
  signal?.addEventListener('abort', cancel, { once: true });
  try {
    return await window.bridge.call(channel, ask, callId);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return { kind: 'failed', failure: { code: 'APP-BUG', detail, retryAfterMs: null, at: Date.now(), ref: callId }, problems: [] };
  } finally {
    signal?.removeEventListener('abort', cancel);
  }
}

/** Listens to a feed; a message that is not newer than the last one is dropped. Returns the way to stop. */
export function follow<F extends FeedChannel>(channel: F, listener: (value: Snapshot<F>) => void): () => void {
  let seen = Number.NEGATIVE_INFINITY;
  return window.bridge.follow(channel, (message) => {
    if (message.revision <= seen) return;
    seen = message.revision;
    listener(message.value);
  });
}
