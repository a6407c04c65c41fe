import type { AddressInfo, Server, Socket } from 'node:net';
import { createServer } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';

import type { ServerTls } from './http-receiver';

/** How messages are told apart in a stream: complete ones, and what is left over. */
export type Splitter = (bytes: Buffer) => { readonly messages: readonly string[]; readonly rest: Buffer };

/** One message per line. */
export const byLine: Splitter = (bytes) => {
  const end = bytes.lastIndexOf(0x0a);
  if (end === -1) return { messages: [], rest: bytes };
  return { messages: bytes.toString('utf8', 0, end).split('\n'), rest: bytes.subarray(end + 1) };
};

/** RFC 6587 octet counting. Throws where a length is expected and none stands. */
export const byCount: Splitter = (bytes) => {
  const messages: string[] = [];
  let at = 0;
  for (;;) {
    const space = bytes.indexOf(0x20, at);
    if (space === -1) break;
    const length = bytes.toString('latin1', at, space);
    if (!/^[1-9]\d{0,8}$/.test(length)) throw new Error(`a length was expected, found ${JSON.stringify(length.slice(0, 40))}`);
    const end = space + 1 + Number(length);
    if (end > bytes.length) break;
    messages.push(bytes.toString('utf8', space + 1, end));
    at = end;
  }
  return { messages, rest: bytes.subarray(at) };
};

/** A TCP or TLS server that only listens, as syslog and raw TCP inputs do. Keeps what it took across `kill`. */
export class StreamReceiver {
  readonly messages: string[] = [];
  /** What a connection left behind without an end, and framing that made no sense. */
  readonly fragments: string[] = [];
  /** While true nothing is read from any connection. */
  #deaf = false;
  #onConnection: (() => void) | null = null;
  readonly #server: Server;
  readonly #split: Splitter;
  readonly #sockets = new Set<Socket>();
  connections = 0;

  private constructor(split: Splitter, tls: ServerTls | null) {
    this.#split = split;
    const listener = (socket: Socket): void => this.#serve(socket);
    this.#server = tls === null ? createServer(listener) : createTlsServer({ ...tls, rejectUnauthorized: tls.requestCert === true }, listener);
    this.#server.on('tlsClientError', () => undefined);
  }

  static async start(split: Splitter, tls: ServerTls | null = null): Promise<StreamReceiver> {
    const receiver = new StreamReceiver(split, tls);
    await receiver.#listen(0);
    return receiver;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Accepts connections from now on but reads nothing; resolves with the next connection. */
  deafen(): Promise<void> {
    this.#deaf = true;
    for (const socket of this.#sockets) socket.pause();
    return new Promise((resolve) => {
      this.#onConnection = resolve;
    });
  }

  /** Cuts every connection and refuses new ones; gives the act that brings it back on the same port. */
  async kill(): Promise<() => Promise<void>> {
    const { port } = this;
    await this.stop();
    return () => this.#listen(port);
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#sockets.clear();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #serve(socket: Socket): void {
    this.connections += 1;
    this.#sockets.add(socket);
    this.#onConnection?.();
    let rest: Buffer = Buffer.alloc(0);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.#sockets.delete(socket);
      if (rest.length > 0) this.fragments.push(rest.toString('utf8'));
    });
    if (this.#deaf) {
      socket.pause();
      return;
    }
    socket.on('data', (chunk: Buffer) => {
      try {
        const split = this.#split(rest.length === 0 ? chunk : Buffer.concat([rest, chunk]));
        rest = split.rest;
        for (const message of split.messages) this.messages.push(message);
      } catch (error) {
        this.fragments.push(String(error));
        socket.destroy();
      }
    });
  }

  async #listen(port: number): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, '127.0.0.1', () => {
        this.#server.off('error', reject);
        resolve();
      });
    });
  }
}
