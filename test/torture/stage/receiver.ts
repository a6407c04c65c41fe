import { once } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { connect } from 'node:net';
import { setImmediate, setTimeout as delay } from 'node:timers/promises';

import type { Delivered } from './evidence';
import { readDelivered } from './evidence';

/** How the receiver meets a request. `lose-answer` takes the events and cuts the line before the answer. */
export type Mood = 'take' | 'reset' | 'lose-answer' | { readonly status: number; readonly headers?: Readonly<Record<string, string>> } | { readonly slowMs: number };

/** The system closes the connections of a dead process at once; one that stays longer belongs to a living one. */
const closesWithinMs = 500;

/** A receiver for JSON arrays by POST that can be closed, opened again at the same address, and put in a mood. */
export class Receiver {
  /** Everything it took, in order. */
  readonly taken: Delivered[] = [];
  /** Ids it took without being able to say so: they may come once more. */
  readonly doubtful = new Set<string>();
  /** Mood for the next requests, first come first served; then it takes everything. */
  readonly moods: Mood[] = [];
  /** A request that holds such an event is refused with 400. */
  refuses: (event: Delivered) => boolean = () => false;
  /** Requests of more events than this get 413. */
  mostEvents = Infinity;
  readonly #sockets = new Set<Socket>();
  readonly #serving = new Set<Promise<void>>();
  #server: Server | null = null;
  #port = 0;

  get url(): string {
    return `http://127.0.0.1:${this.#port}/tenant/default/block/events`;
  }

  async open(): Promise<void> {
    const server = createServer((request, response) => {
      const serving = this.#serve(request, response).finally(() => this.#serving.delete(serving));
      this.#serving.add(serving);
    });
    server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
    this.#server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.#port, '127.0.0.1', resolve);
    });
    this.#port = (server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    server?.closeAllConnections();
    await new Promise<void>((resolve) => (server === null ? resolve() : server.close(() => resolve())));
  }

  /**
   * Call it when a sender has died: resolves when all that it had sent is taken. What it wrote before its death
   * arrives after it, in connections that may not even be accepted yet.
   */
  async settled(): Promise<void> {
    if (this.#server === null) return;
    await this.#acceptAll();
    const closing = [...this.#sockets].map((socket) => new Promise((resolve) => socket.once('close', resolve)));
    await Promise.race([Promise.all(closing), delay(closesWithinMs)]);
    await Promise.all(this.#serving);
  }

  /** Connections are accepted in order: when one of our own is known, all that were made before it are. */
  async #acceptAll(): Promise<void> {
    const last = connect({ host: '127.0.0.1', port: this.#port });
    await once(last, 'connect');
    while (![...this.#sockets].some((socket) => socket.remotePort === last.localPort)) await setImmediate();
    last.destroy();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer);
    } catch {
      return;
    }
    const mood = this.moods.shift() ?? 'take';
    if (mood === 'reset') {
      request.socket.destroy();
      return;
    }
    if (typeof mood === 'object' && 'status' in mood) {
      response.writeHead(mood.status, { 'content-type': 'application/json', ...mood.headers }).end('{"message":"not now"}');
      return;
    }
    if (typeof mood === 'object') await delay(mood.slowMs);
    const events = (JSON.parse(Buffer.concat(chunks).toString('utf8')) as readonly unknown[]).map(readDelivered);
    if (events.length > this.mostEvents) {
      response.writeHead(413).end('too large');
      return;
    }
    if (events.some(this.refuses)) {
      response.writeHead(400, { 'content-type': 'application/json' }).end('{"message":"a field is not allowed"}');
      return;
    }
    this.taken.push(...events);
    if (mood === 'lose-answer') {
      for (const event of events) this.doubtful.add(event.id);
      request.socket.destroy();
      return;
    }
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"status":"success"}');
  }
}
