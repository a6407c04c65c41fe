import type { Socket } from 'node:net';
import { connect } from 'node:net';

import type { ReceiverWay } from '../../../../shared/model/output';
import type { Target } from '../../kit/along-routes';
import { alongRoutes, bareHost } from '../../kit/along-routes';
import { CodedError } from '../../kit/failure-error';
import type { Network } from '../../kit/network';
import type { Listener } from '../transcript';

/** A receiver as `networkSocket` takes it, with the way that its output chose. */
export type ReceiverTarget = Omit<Target, 'secure'>;

/** The target of an output; `listener` hears which ways are tried. */
export function receiverTarget({ host, port, way = 'automatic' }: Pick<ReceiverTarget, 'host' | 'port'> & { readonly way?: ReceiverWay | undefined }, listener: Listener | undefined): ReceiverTarget {
  return { host, port, way, ...(listener === undefined ? {} : { trying: (route) => { listener.trying(route); } }) };
}

/**
 * A TCP connection to a receiver that speaks no HTTP, on the way that its output and the network settings say; for a proxy, asked as for
 * https, which is what a tunnel is. Cut when the settings change. Rejects with the error of the socket, a CodedError of the
 * proxy, or the signal's reason.
 */
export async function networkSocket(network: Network, target: ReceiverTarget, timeoutMs: number, signal: AbortSignal): Promise<Socket> {
  const { version } = network;
  const host = bareHost(target.host);
  const socket = await alongRoutes(network.access, { ...target, host, secure: true }, timeoutMs, (tunnel) => (tunnel === null ? connected(host, target.port, signal) : Promise.resolve(tunnel)));
  if (signal.aborted) {
    socket.destroy();
    signal.throwIfAborted();
  }
  if (!network.adopt(socket, version)) throw new CodedError('NET-RESET', 'The network settings were changed.');
  return socket;
}

function connected(host: string, port: number, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port });
    const abort = (): void => {
      socket.destroy(signal.reason instanceof Error ? signal.reason : new Error(String(signal.reason)));
    };
    signal.addEventListener('abort', abort, { once: true });
    const settle = (): void => {
      signal.removeEventListener('abort', abort);
      socket.off('error', fail);
    };
    const fail = (error: Error): void => {
      settle();
      reject(error);
    };
    socket.once('error', fail);
    socket.once('connect', () => {
      settle();
      resolve(socket);
    });
    if (signal.aborted) abort();
  });
}
