import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

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

export type ReceivedRequest = {
  readonly headers: IncomingHttpHeaders;
  readonly path: string;
  /** Bytes of the JSON text, uncompressed. */
  readonly bytes: number;
  readonly status: number;
  readonly events: number;
};

/** A stand-in for DNIF's HTTPS connector: POST of a JSON array (DNIF.md §5). Records what it took, in order. */
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
  readonly #server: Server;
  #stalled: (() => void) | null = null;

  private constructor(tls: { readonly key: string; readonly cert: string } | null) {
    const listener = (request: IncomingMessage, response: ServerResponse): void => {
      void this.#serve(request, response);
    };
    this.#server = tls === null ? createServer(listener) : createTlsServer({ ...tls }, listener);
  }

  static async start(tls: { readonly key: string; readonly cert: string } | null = null): Promise<HttpReceiver> {
    const receiver = new HttpReceiver(tls);
    await new Promise<void>((resolve) => receiver.#server.listen(0, '127.0.0.1', resolve));
    return receiver;
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
    const events = payload === null ? null : parseEvents(payload);
    const answer = misbehaviour?.kind === 'status' ? misbehaviour : this.#judge(request, payload, events);
    this.requests.push({
      headers: request.headers,
      path: request.url ?? '',
      bytes: payload?.length ?? sent.length,
      status: answer.status,
      events: events?.length ?? 0,
    });
    if (answer.status >= 200 && answer.status < 300 && misbehaviour?.kind !== 'status') this.events.push(...(events ?? []));
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

  #judge(request: IncomingMessage, payload: Buffer | null, events: readonly unknown[] | null): Extract<Misbehaviour, { kind: 'status' }> {
    const status = (code: number, body: string): Extract<Misbehaviour, { kind: 'status' }> => ({ kind: 'status', status: code, body });
    if (request.method !== 'POST') return status(405, 'POST only');
    if (payload !== null && !this.#authentic(request.headers, payload)) return status(401, '{"message":"unauthorized"}');
    if (payload !== null && payload.length > this.maxBytes) return status(413, 'too large');
    if (events === null || request.headers['content-type'] !== 'application/json') return status(400, 'not a JSON array');
    if (events.some(this.refuses)) return status(this.refusalStatus, `{"message":"field \\"x\\" not allowed"}`);
    return status(200, this.answerBody);
  }

  #authentic(headers: IncomingHttpHeaders, payload: Buffer): boolean {
    const auth = this.auth;
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

function parseEvents(payload: Buffer): readonly unknown[] | null {
  try {
    const value = JSON.parse(payload.toString('utf8')) as unknown;
    return Array.isArray(value) ? (value as readonly unknown[]) : null;
  } catch {
    return null;
  }
}
