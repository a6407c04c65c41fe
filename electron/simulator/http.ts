import type { IncomingMessage, ServerResponse } from 'node:http';

import type { FaultScope } from './fault-engine';

/** One request, read completely. */
export type Call = {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly faults: FaultScope;
  /** Epoch ms by the simulator's clock. */
  readonly now: number;
};

/** What goes back. */
export type Answer = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
};

const BODY_LIMIT = 1_048_576;

/** Reads a request body; null when it exceeds 1 MiB. */
export async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BODY_LIMIT) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Headers with one value each, names in lower case. */
export function plainHeaders(request: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) headers[name] = Array.isArray(value) ? value.join(', ') : (value ?? '');
  return headers;
}

/** How the answer travels: a wrong date, or a break in the middle. */
export type Delivery = { readonly date: number; readonly breakMidBody: boolean };

/** Sends an answer. */
export function send(response: ServerResponse, answer: Answer, delivery: Delivery): void {
  const body = typeof answer.body === 'string' ? Buffer.from(answer.body, 'utf8') : answer.body;
  response.statusCode = answer.status;
  response.setHeader('Content-Type', 'application/json');
  for (const [name, value] of Object.entries(answer.headers ?? {})) response.setHeader(name, value);
  response.setHeader('Date', new Date(delivery.date).toUTCString());
  response.setHeader('Content-Length', body.length);
  if (!delivery.breakMidBody) {
    response.end(body);
    return;
  }
  response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.destroy());
}
