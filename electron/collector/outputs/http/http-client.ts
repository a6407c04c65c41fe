import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';

import { Agent, request } from 'undici';

import type { Clock } from '../../kit/clock';
import type { TlsMaterial } from '../net/tls-material';
import { receiverConnector } from '../net/tls-material';
import type { Listener } from '../transcript';
import type { HttpAnswer } from './http-answer';

const compress = promisify(gzip);
/** A request becomes a tenth: in one piece, instead of in many that are put together. Bytes. */
const compressedChunk = 256 * 1024;

export type HttpTimeouts = {
  /** A firewall that drops packets is told from a slow network after this time. */
  readonly connectMs: number;
  /** A receiver indexes a large request while the connection waits; beyond this it is taken for stuck. */
  readonly answerMs: number;
};

export const httpTimeouts: HttpTimeouts = { connectMs: 10_000, answerMs: 60_000 };

/** Enough for any error text; a receiver that sends more is cut off. */
export const longestErrorText = 64 * 1024;

// Many receivers drop idle connections after two to five seconds; a request sent into a closing one would look like an outage.
const keepAliveMs = 1000;

export type HttpClientOptions = {
  readonly url: string;
  readonly contentType: string;
  readonly version: string;
  readonly clock: Clock;
  readonly timeouts: HttpTimeouts;
  readonly tls: TlsMaterial;
  /** Bytes of an answer that are read. */
  readonly longestAnswer: number;
  readonly listener?: Listener | undefined;
};

/** One connection to one receiver. Redirects are not followed: they would carry events and credentials elsewhere. */
export class HttpClient {
  readonly #agent: Agent;
  readonly #options: HttpClientOptions;

  constructor(options: HttpClientOptions) {
    const { connectMs, answerMs } = options.timeouts;
    this.#options = options;
    this.#agent = new Agent({
      connections: 1,
      pipelining: 1,
      keepAliveTimeout: keepAliveMs,
      headersTimeout: answerMs,
      bodyTimeout: answerMs,
      connect: receiverConnector(options.url, options.tls, connectMs, options.listener),
    });
  }

  /** Rejects when there is no answer; any answer, whatever its status, is a value. */
  async post(payload: Buffer, zipped: boolean, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<HttpAnswer> {
    // Level 1: the ratio of JSON hardly grows above it, the time doubles (PERF.md §6.7).
    const body = zipped ? await compress(payload, { level: constants.Z_BEST_SPEED, chunkSize: compressedChunk }) : payload;
    const { url, contentType, version } = this.#options;
    const response = await request(url, {
      dispatcher: this.#agent,
      method: 'POST',
      signal,
      body,
      headers: {
        'content-type': contentType,
        'user-agent': `Mimecast-Connector/${version}`,
        ...(zipped ? { 'content-encoding': 'gzip' } : {}),
        ...headers,
      },
    });
    const retryAfter = response.headers['retry-after'];
    return {
      status: response.statusCode,
      retryAfter: typeof retryAfter === 'string' ? retryAfter : null,
      body: await this.#read(response.body),
    };
  }

  /** Ends the connection; a request under way fails. */
  close(): Promise<void> {
    return this.#agent.destroy();
  }

  /** The status has spoken already: an answer that breaks off, drips or never ends only loses its text. */
  async #read(stream: AsyncIterable<unknown> & { destroy(): unknown }): Promise<string> {
    const { clock, timeouts, longestAnswer } = this.#options;
    const chunks: Buffer[] = [];
    const started = clock.now();
    let size = 0;
    try {
      for await (const chunk of stream) {
        if (!(chunk instanceof Uint8Array)) continue;
        chunks.push(Buffer.from(chunk));
        size += chunk.length;
        if (size > longestAnswer || clock.now() - started > timeouts.answerMs) break;
      }
    } catch {
      stream.destroy();
    }
    return Buffer.concat(chunks).subarray(0, longestAnswer).toString('utf8');
  }
}
