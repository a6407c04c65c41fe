import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { connect as connectTls } from 'node:tls';

import { bareHost } from '../../kit/along-routes';
import type { Clock } from '../../kit/clock';
import type { Network } from '../../kit/network';
import { processNetwork } from '../../kit/network';
import type { ReceiverTarget } from '../net/network-socket';
import { networkSocket } from '../net/network-socket';
import type { TlsMaterial } from '../net/tls-material';
import { strictTls } from '../net/tls-material';
import { oneTurn, within } from './deadline';
import type { Link, LinkTimeouts } from './link';

export type StreamTarget = ReceiverTarget & {
  /** Null: plain TCP. */
  readonly tls: TlsMaterial | null;
  readonly network?: Network;
};

// Notices a receiver that vanished without a word, as a crashed computer does.
const keepAliveMs = 30_000;

// A server that refuses the client certificate says so after the handshake has ended for us (TLS 1.3); one that accepts
// it sends a ticket then. Servers without tickets cost this wait once per connection.
const verdictMs = 500;

// How long the last bytes may take to leave when the output is closed.
const farewellMs = 2_000;

const never = new AbortController().signal;

/** One TCP or TLS connection. */
export class StreamLink implements Link {
  readonly #socket: Socket;
  readonly #clock: Clock;
  readonly #timeouts: LinkTimeouts;
  #error: Error | null = null;
  #ended = false;
  #closed = false;
  #onClose: () => void = () => undefined;
  readonly #gone: Promise<void>;

  private constructor(socket: Socket, clock: Clock, timeouts: LinkTimeouts) {
    this.#socket = socket;
    this.#clock = clock;
    this.#timeouts = timeouts;
    this.#gone = new Promise((resolve) => {
      this.#onClose = resolve;
    });
    socket.on('error', (error) => {
      this.#error ??= error;
    });
    socket.on('end', () => {
      this.#ended = true;
    });
    socket.on('close', () => {
      this.#closed = true;
      this.#onClose();
    });
    // Whatever the receiver says is read and dropped: unread bytes would turn an orderly end into a reset.
    socket.resume();
  }

  /** Rejects when no connection can be made, or with the signal's reason. */
  static async open(target: StreamTarget, clock: Clock, timeouts: LinkTimeouts, signal: AbortSignal): Promise<StreamLink> {
    const { tls, network = processNetwork } = target;
    const host = bareHost(target.host);
    const late = `no connection within ${timeouts.connectMs / 1000} seconds`;
    const givenUp = new AbortController();
    const plain = await within(networkSocket(network, target, timeouts.connectMs, givenUp.signal), timeouts.connectMs, late, clock, signal).catch((error: unknown) => {
      givenUp.abort();
      throw error;
    });
    const socket = tls === null ? plain : connectTls({ host, ...strictTls(tls, host, network.access), socket: plain });
    const link = new StreamLink(socket, clock, timeouts);
    try {
      if (tls !== null) await within(link.#secured(), timeouts.connectMs, late, clock, signal);
      if (tls !== null && (socket as TLSSocket).getProtocol() === 'TLSv1.3') await link.#awaitVerdict(signal);
      if (link.#error !== null) throw link.#error;
    } catch (error) {
      socket.destroy();
      throw error;
    }
    socket.setKeepAlive(true, keepAliveMs);
    return link;
  }

  get state(): 'ended' | 'lost' | null {
    if (this.#error !== null) return 'lost';
    if (this.#ended) return 'ended';
    return this.#closed ? 'lost' : null;
  }

  async send(frames: readonly Uint8Array[], signal: AbortSignal): Promise<void> {
    const bytes = Buffer.concat(frames);
    const written = new Promise<void>((resolve, reject) => {
      this.#socket.write(bytes, (error) => {
        if (error === null || error === undefined) resolve();
        else reject(error);
      });
    });
    const broken = this.#gone.then(() => {
      throw this.#reason();
    });
    try {
      await within(Promise.race([written, broken]), this.#timeouts.sendMs, `the receiver reads nothing for ${this.#timeouts.sendMs / 1000} seconds`, this.#clock, signal);
      // The write may have gone into a connection of which the end is known already.
      if (this.state !== null) throw this.#reason();
    } catch (error) {
      this.#error ??= error instanceof Error ? error : new Error(String(error));
      // Half an event may have left: the connection cannot be used for another one.
      this.#socket.destroy();
      throw error;
    } finally {
      broken.catch(() => undefined);
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#socket.end();
    await within(this.#gone, farewellMs, 'the connection does not end', this.#clock, never).catch(() => undefined);
    this.#socket.destroy();
  }

  #reason(): Error {
    return this.#error ?? new Error(this.#ended ? 'the receiver closed the connection' : 'the connection was closed');
  }

  async #secured(): Promise<void> {
    await Promise.race([
      new Promise<void>((resolve) => this.#socket.once('secureConnect', () => resolve())),
      this.#gone.then(() => {
        throw this.#reason();
      }),
    ]);
  }

  async #awaitVerdict(signal: AbortSignal): Promise<void> {
    const ticket = new Promise<void>((resolve) => this.#socket.once('session', () => resolve()));
    const refused = this.#gone.then(() => {
      throw this.#reason();
    });
    await within(Promise.race([ticket, refused]), verdictMs, '', this.#clock, signal).catch((error: unknown) => {
      signal.throwIfAborted();
      if (this.#closed) throw error;
    });
    // What is written within the turn of the `session` event is taken and never sent (seen with Node 20.20).
    await oneTurn();
  }
}
