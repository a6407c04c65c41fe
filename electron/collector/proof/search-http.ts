import { Agent, request } from 'undici';

import { productVersion } from '../../../shared/version';
import type { Clock } from '../kit/clock';
import type { TlsMaterial } from '../outputs/net/tls-material';
import { receiverConnector } from '../outputs/net/tls-material';

export type SearchTimeouts = {
  readonly connectMs: number;
  /** For one whole answer, headers and body. */
  readonly answerMs: number;
};

export const searchTimeouts: SearchTimeouts = { connectMs: 10_000, answerMs: 20_000 };

/** A page of ten rows with every field is some tens of KiB; what is far larger is no answer to our question. */
const longestAnswer = 2 * 1024 * 1024;

export type SearchAnswer = { readonly status: number; readonly body: string };

export class TooLongError extends Error {
  constructor() {
    super(`The answer is longer than ${longestAnswer} bytes, which no answer to this question is.`);
    this.name = 'TooLongError';
  }
}

/** Bounded requests to one console. Redirects are not followed: they would carry the token elsewhere. */
export class SearchHttp {
  readonly #agent: Agent;
  readonly #clock: Clock;
  readonly #timeouts: SearchTimeouts;

  constructor(origin: string, tls: TlsMaterial, clock: Clock, timeouts: SearchTimeouts = searchTimeouts) {
    this.#clock = clock;
    this.#timeouts = timeouts;
    this.#agent = new Agent({ connections: 1, pipelining: 1, headersTimeout: timeouts.answerMs, bodyTimeout: timeouts.answerMs, connect: receiverConnector(origin, tls, timeouts.connectMs) });
  }

  /** Rejects when there is no complete answer in time, when it is too long, or with the signal's reason. */
  async send(method: 'GET' | 'POST', url: string, token: string, body: string | null, signal: AbortSignal): Promise<SearchAnswer> {
    const deadline = new AbortController();
    const over = this.#clock.sleep(this.#timeouts.answerMs, deadline.signal).then(
      () => {
        deadline.abort(new Error(`No complete answer within ${this.#timeouts.answerMs / 1000} s.`));
      },
      () => undefined,
    );
    try {
      const response = await request(url, {
        dispatcher: this.#agent,
        method,
        signal: AbortSignal.any([signal, deadline.signal]),
        body,
        headers: { token, accept: 'application/json', 'user-agent': `Mimecast-Connector/${productVersion}`, ...(body === null ? {} : { 'content-type': 'application/json' }) },
      });
      const chunks: Buffer[] = [];
      let size = 0;
      for await (const chunk of response.body) {
        if (!(chunk instanceof Uint8Array)) continue;
        size += chunk.length;
        if (size > longestAnswer) throw new TooLongError();
        chunks.push(Buffer.from(chunk));
      }
      return { status: response.statusCode, body: Buffer.concat(chunks).toString('utf8') };
    } finally {
      deadline.abort();
      await over;
    }
  }

  close(): Promise<void> {
    return this.#agent.destroy();
  }
}
