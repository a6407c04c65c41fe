import type { Socket } from 'node:dgram';
import { createSocket } from 'node:dgram';
import { lookup } from 'node:dns/promises';

import { untilAborted } from '../../kit/abort';
import { bareHost } from '../../kit/along-routes';
import type { Clock } from '../../kit/clock';
import { within } from './deadline';
import type { Link, LinkTimeouts } from './link';

// So many datagrams are handed over before waiting: more would only fill the buffers of both computers.
const atOnce = 16;

/** One UDP socket, connected, so that a computer without a listener is noticed where the network tells. */
export class DatagramLink implements Link {
  readonly #socket: Socket;
  #error: Error | null = null;
  #closed = false;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('error', (error) => {
      this.#error ??= error;
    });
  }

  static async open(host: string, port: number, clock: Clock, timeouts: LinkTimeouts, signal: AbortSignal): Promise<DatagramLink> {
    const { address, family } = await within(lookup(bareHost(host)), timeouts.connectMs, `the name ${host} is not found in time`, clock, signal);
    const socket = createSocket(family === 6 ? 'udp6' : 'udp4');
    const link = new DatagramLink(socket);
    await untilAborted(new Promise<void>((resolve) => socket.connect(port, address, () => resolve())), signal).catch(async (error: unknown) => {
      await link.close();
      throw error;
    });
    return link;
  }

  get state(): 'lost' | null {
    return this.#error === null && !this.#closed ? null : 'lost';
  }

  async send(frames: readonly Uint8Array[], signal: AbortSignal): Promise<void> {
    for (let at = 0; at < frames.length; at += atOnce) {
      signal.throwIfAborted();
      const sent = frames.slice(at, at + atOnce).map(
        (frame) =>
          new Promise<void>((resolve, reject) => {
            this.#socket.send(frame, (error) => {
              if (error === null) resolve();
              else reject(error);
            });
          }),
      );
      try {
        await untilAborted(Promise.all(sent), signal);
      } catch (error) {
        for (const one of sent) one.catch(() => undefined);
        this.#error ??= error as Error;
        throw error;
      }
      if (this.#error !== null) throw this.#error;
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await new Promise<void>((resolve) => this.#socket.close(() => resolve()));
  }
}
