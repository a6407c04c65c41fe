import type { Socket } from 'node:net';
import { isIP } from 'node:net';
import { connect as connectTls } from 'node:tls';

import type { ISocketFactory } from 'kafkajs';

import { bareHost } from '../../kit/along-routes';
import { CodedError } from '../../kit/failure-error';
import type { Network } from '../../kit/network';
import { networkSocket } from '../net/network-socket';
import { LateSocket } from './late-socket';

const keepAliveMs = 60_000;

/** Connections to brokers on the way that the network settings say. */
export class BrokerSockets {
  readonly #network: Network;
  readonly #timeoutMs: number;
  readonly #gone: AbortSignal;
  /** IPv6 addresses under names that the client can take apart: it splits at the first colon (kafkajs, connectionPoolBuilder.js). */
  readonly #addresses = new Map<string, string>();
  /** The client keeps only the text of an error; which proxy did what is kept here. */
  problem: CodedError | null = null;

  constructor(network: Network, timeoutMs: number, gone: AbortSignal) {
    this.#network = network;
    this.#timeoutMs = timeoutMs;
    this.#gone = gone;
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
    const opening = networkSocket(this.#network, { host, port }, this.#timeoutMs, this.#gone);
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
