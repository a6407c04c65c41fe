import type { Socket } from 'node:net';
import { isIP } from 'node:net';
import { connect as connectTls } from 'node:tls';

import type { ISocketFactory } from 'kafkajs';

import type { ReceiverWay } from '../../../../shared/model/output';
import { bareHost } from '../../kit/along-routes';
import { CodedError } from '../../kit/failure-error';
import type { Network } from '../../kit/network';
import { networkSocket, receiverTarget } from '../net/network-socket';
import type { Listener } from '../transcript';
import { LateSocket } from './late-socket';

const keepAliveMs = 60_000;

export type BrokerSocketsOptions = {
  readonly network: Network;
  readonly timeoutMs: number;
  /** The output is closed. */
  readonly gone: AbortSignal;
  readonly way: ReceiverWay | undefined;
  readonly listener: Listener | undefined;
};

/** Connections to brokers, each on the way that the output and the network settings say for its host: brokers name others. */
export class BrokerSockets {
  readonly #options: BrokerSocketsOptions;
  /** IPv6 addresses under names that the client can take apart: it splits at the first colon (kafkajs, connectionPoolBuilder.js). */
  readonly #addresses = new Map<string, string>();
  /** The client keeps only the text of an error; which proxy did what is kept here. */
  problem: CodedError | null = null;

  constructor(options: BrokerSocketsOptions) {
    this.#options = options;
  }

  /** The brokers as the client is to be given them. */
  seeds(brokers: readonly string[]): string[] {
    return brokers.map((broker, index) => {
      const [, address, port = ''] = /^\[([0-9A-Fa-f:.]+)\]:(\d+)$/.exec(broker) ?? [];
      if (address === undefined) return broker;
      const name = `broker-${String(index)}.invalid`;
      this.#addresses.set(name, address);
      return `${name}:${port}`;
    });
  }

  readonly open: ISocketFactory = ({ host: given, port, ssl, onConnect }) => {
    const host = this.#addresses.get(given) ?? bareHost(given);
    const { network, timeoutMs, gone, way, listener } = this.#options;
    const opening = networkSocket(network, receiverTarget({ host, port, way }, listener), timeoutMs, gone);
    const late = new LateSocket(opening);
    late.setKeepAlive(true, keepAliveMs);
    opening.then(
      () => {
        this.problem = null;
      },
      (error: unknown) => {
        if (error instanceof CodedError) this.problem = error;
      },
    );
    if (ssl) return connectTls({ host, ...(isIP(host) === 0 ? { servername: host } : {}), ...ssl, socket: late }, onConnect);
    opening.then(onConnect, () => undefined);
    // The client uses of a socket what every stream has, and the two that LateSocket adds.
    return late as unknown as Socket;
  };
}
