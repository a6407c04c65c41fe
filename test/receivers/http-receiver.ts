import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

import { jsonArray } from './http-protocols';

/** What the receiver demands before it looks at the events. */
export type ReceiverAuth =
  | { readonly kind: 'none' }
  | { readonly kind: 'basic'; readonly username: string; readonly password: string }
  | { readonly kind: 'bearer'; readonly token: string }
  | { readonly kind: 'shared-secret'; readonly header: string; readonly secret: string }
  | { readonly kind: 'hmac-sha256'; readonly header: string; readonly encoding: 'hex' | 'base64'; readonly secret: string };

/** An answer instead of the ordinary one. `stall` never answers, `reset` cuts the connection. */
export type Misbehaviour =
  | { readonly kind: 'status'; readonly status: number; readonly body?: string; readonly headers?: Readonly<Record<string, string>> }
  | { readonly kind: 'stall' }
  | { readonly kind: 'reset' }
  /** Takes the events, then cuts the connection: the sender cannot know. */
  | { readonly kind: 'accept-and-reset' };

type Answer = { readonly status: number; readonly body?: string; readonly headers?: Readonly<Record<string, string>>; readonly taken: readonly unknown[] };

/** A server's key pair; with `ca` and `requestCert` clients must prove themselves. */
export type ServerTls = { readonly key: string; readonly cert: string; readonly ca?: string; readonly requestCert?: boolean };

export type ReceivedRequest = {
  readonly headers: IncomingHttpHeaders;
  readonly path: string;
  /** Bytes of the JSON text, uncompressed. */
  readonly bytes: number;
  readonly status: number;
  readonly events: number;
};

/** What a kind of receiver understands, and how it answers. */
export type HttpProtocol = {
  readonly contentType: string;
  /** The events of a request; null when it is not understood. */
  readonly parse: (payload: Buffer) => readonly unknown[] | null;
  /** The ordinary answer, with the events that were kept. Absent: 2xx, or `refusalStatus` for all when one is refused. */
  readonly answer?: (events: readonly unknown[], refuses: (event: unknown) => boolean) => { readonly status: number; readonly body: string; readonly taken: readonly unknown[] };
};

/** A stand-in for receivers that take events by POST. Records what it took, in order. */
export class HttpReceiver {
  /** Events that were answered with 2xx, or taken and then cut off. */
  readonly events: unknown[] = [];
  readonly requests: ReceivedRequest[] = [];
  auth: ReceiverAuth = { kind: 'none' };
  /** Next answers, first come first served; afterwards the ordinary behaviour returns. */
  readonly script: Misbehaviour[] = [];
  /** A request that holds such an event is refused with `refusalStatus`. */
  refuses: (event: unknown) => boolean = () => false;
  refusalStatus = 400;
  /** Larger requests get 413. */
  maxBytes = Infinity;
  understandsGzip = true;
  answerBody = '{"status":"success"}';
  /** Header `authorization` that is demanded beside `auth`. */
  authorization: string | null = null;
  readonly #protocol: HttpProtocol;
  readonly #server: Server;
  #stalled: (() => void) | null = null;

  private constructor(protocol: HttpProtocol, tls: ServerTls | null) {
    this.#protocol = protocol;
    const listener = (request: IncomingMessage, response: ServerResponse): void => {
      void this.#serve(request, response);
    };
    this.#server = tls === null ? createServer(listener) : createTlsServer({ ...tls }, listener);
  }

  static async start(tls: ServerTls | null = null, protocol: HttpProtocol = jsonArray): Promise<HttpReceiver> {
    const receiver = new HttpReceiver(protocol, tls);
    await receiver.#listen(0);
    return receiver;
  }

  /** Cuts every connection and answers no more, keeping what was taken, as a killed receiver with a disk does. */
  async kill(): Promise<() => Promise<void>> {
    const { port } = this;
    await this.stop();
    return () => this.#listen(port);
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

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/tenant/default/block/events`;
  }

  get ids(): readonly string[] {
    return this.events.map((event) => String((event as { readonly id?: unknown }).id));
  }

  /** Resolves when a request hangs in `stall`. */
  stalled(): Promise<void> {
    return new Promise((resolve) => {
      this.#stalled = resolve;
    });
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer);
    } catch {
      return;
    }
    const sent = Buffer.concat(chunks);
    const misbehaviour = this.script.shift();
    if (misbehaviour?.kind === 'stall') {
      this.#stalled?.();
      return;
    }
    if (misbehaviour?.kind === 'reset') {
      request.socket.destroy();
      return;
    }
    const payload = this.#payload(request, sent);
    const events = payload === null ? null : this.#protocol.parse(payload);
    const answer = misbehaviour?.kind === 'status' ? { ...misbehaviour, taken: [] } : this.#judge(request, payload, events);
    this.requests.push({
      headers: request.headers,
      path: request.url ?? '',
      bytes: payload?.length ?? sent.length,
      status: answer.status,
      events: events?.length ?? 0,
    });
    for (const event of answer.taken) this.events.push(event);
    if (misbehaviour?.kind === 'accept-and-reset') {
      request.socket.destroy();
      return;
    }
    response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
    response.end(answer.body ?? '');
  }

  #payload(request: IncomingMessage, sent: Buffer): Buffer | null {
    if (request.headers['content-encoding'] !== 'gzip') return sent;
    return this.understandsGzip ? gunzipSync(sent) : null;
  }

  #judge(request: IncomingMessage, payload: Buffer | null, events: readonly unknown[] | null): Answer {
    const status = (code: number, body: string, taken: readonly unknown[] = []): Answer => ({ status: code, body, taken });
    if (request.method !== 'POST') return status(405, 'POST only');
    if (payload !== null && !this.#authentic(request.headers, payload)) return status(401, '{"message":"unauthorized"}');
    if (payload !== null && payload.length > this.maxBytes) return status(413, 'too large');
    if (events === null || request.headers['content-type'] !== this.#protocol.contentType) return status(400, 'not understood');
    if (this.#protocol.answer !== undefined) return this.#protocol.answer(events, this.refuses);
    if (events.some(this.refuses)) return status(this.refusalStatus, `{"message":"field \\"x\\" not allowed"}`);
    return status(200, this.answerBody, events);
  }

  #authentic(headers: IncomingHttpHeaders, payload: Buffer): boolean {
    const auth = this.auth;
    if (this.authorization !== null && headers.authorization !== this.authorization) return false;
    switch (auth.kind) {
      case 'none':
        return true;
      case 'basic':
        return headers.authorization === `Basic ${Buffer.from(`${auth.username}:${auth.password}`).toString('base64')}`;
      case 'bearer':
        return headers.authorization === `Bearer ${auth.token}`;
      case 'shared-secret':
        return headers[auth.header.toLowerCase()] === auth.secret;
      case 'hmac-sha256': {
        const given = Buffer.from(String(headers[auth.header.toLowerCase()] ?? ''), auth.encoding);
        const right = createHmac('sha256', auth.secret).update(payload).digest();
        return given.length === right.length && timingSafeEqual(given, right);
      }
    }
  }
}
