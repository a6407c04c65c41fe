import { contextBridge, ipcRenderer } from 'electron';

import type { Bridge } from '../../shared/ipc/bridge';
import type { CallChannel, FeedChannel } from '../../shared/ipc/channels';
import { callChannels, feedChannels, wire } from '../../shared/ipc/channels';
import type { Ask, FeedMessage, Reply } from '../../shared/ipc/contract';
import type { Outcome } from '../../shared/ipc/outcome';

const knownCalls: ReadonlySet<string> = new Set(callChannels);
const knownFeeds: ReadonlySet<string> = new Set(feedChannels);

/** Three functions and no more: the page sees neither ipcRenderer nor its events. */
const bridge: Bridge = {
  call<C extends CallChannel>(channel: C, ask: Ask<C>, callId: string): Promise<Outcome<Reply<C>>> {
    if (!knownCalls.has(channel)) return Promise.reject(new Error('unknown call'));
    return ipcRenderer.invoke(wire.call(channel), callId, ask) as Promise<Outcome<Reply<C>>>;
  },
  cancel(callId) {
    ipcRenderer.send(wire.cancel, String(callId));
  },
  follow<F extends FeedChannel>(channel: F, listener: (message: FeedMessage<F>) => void): () => void {
    if (!knownFeeds.has(channel)) throw new Error('unknown feed');
    let following = true;
    const onPush = (_event: unknown, message: FeedMessage<F>): void => {
      listener(message);
    };
    // Listening starts before the snapshot is asked for, so that no change falls in between.
    ipcRenderer.on(wire.feed(channel), onPush);
    void ipcRenderer.invoke(wire.follow(channel)).then((message: FeedMessage<F> | null) => {
      if (following && message !== null) listener(message);
    });
    return () => {
      following = false;
      ipcRenderer.off(wire.feed(channel), onPush);
    };
  },
};

contextBridge.exposeInMainWorld('bridge', bridge);
