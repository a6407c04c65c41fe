import { Buffer, isUtf8 } from 'node:buffer';
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';

import type { Dispatcher } from 'undici';
import { Agent, request } from 'undici';

import type { Failure } from '../../../../../shared/failures/failure';
import type { Clock } from '../../../kit/clock';
import { CodedError, failure, FailureError, toFailure } from '../../../kit/failure-error';
import type { Network } from '../../../kit/network';
import { processNetwork } from '../../../kit/network';
import { networkConnector } from '../../../kit/network-connector';
import { codeForNetworkError } from './response-table';

/** No answer to a connection attempt for this long is an answer too. */
const connectTimeoutMs = 15_000;
/** Mimecast may think for a while about a wide window; beyond a minute a new try is better. */
const answerTimeoutMs = 60_000;
/** A whole answer within this: a server that trickles a byte a minute never runs into the timeouts above. */
const longestAnswerMs = 5 * 60_000;
/** Pages hold at most 500 records of a few KiB. */
const largestAnswer = 16 * 1024 * 1024;

export type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** Null where the body is UTF-8, as it should be. Else the same bytes, a character each: `text` no longer tells what they were. */
  readonly bytesText: string | null;
};

export type AskOptions = {
  readonly method: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
};

/** One pool of connections for one connector. undici neither follows redirects nor decompresses by itself: both wanted. */
export function createAgent(network: Network = processNetwork): Agent {
  return new Agent({
    connect: networkConnector(network, { timeoutMs: connectTimeoutMs }),
    headersTimeout: answerTimeoutMs,
    bodyTimeout: answerTimeoutMs,
    connections: 8,
  });
}

/** A request whose every failure is a FailureError; an abort rejects with the signal's reason. */
export async function send(agent: Agent, clock: Clock, url: string, options: AskOptions): Promise<Dispatcher.ResponseData> {
  try {
    return await request(url, {
      dispatcher: agent,
      method: options.method,
      headers: {
        'user-agent': 'Mimecast-Connector',
        // Advertising zstd makes Mimecast answer 500 (API.md §1.2).
        'accept-encoding': 'gzip, deflate',
        ...options.headers,
      },
      ...(options.body === undefined ? {} : { body: options.body }),
      signal: options.signal,
    });
  } catch (error) {
    options.signal.throwIfAborted();
    throw new FailureError(connectionFailure(error, clock.now()));
  }
}

/** What kept a request from its answer: a proxy says by itself whose fault it is, the rest is read from the error's code. */
function connectionFailure(error: unknown, at: number): Failure {
  if (error instanceof CodedError || error instanceof FailureError) return toFailure(error, at);
  // No authority issues certificates for the future: the clock of this computer is slow.
  if (error instanceof Error && 'code' in error && error.code === 'CERT_NOT_YET_VALID') return failure('PC-CLOCK', { at, detail: error.message });
  const { code, detail } = codeForNetworkError(error);
  return failure(code, { at, detail });
}

/** A request whose answer is text, bounded before and after decompression. */
export async function ask(agent: Agent, clock: Clock, url: string, options: AskOptions): Promise<Answer> {
  const startedAt = clock.now();
  const response = await send(agent, clock, url, options);
  const pieces: Buffer[] = [];
  let size = 0;
  try {
    for await (const piece of response.body as AsyncIterable<Buffer>) {
      size += piece.length;
      if (size > largestAnswer) throw tooLarge(clock);
      if (clock.now() - startedAt > longestAnswerMs) throw new FailureError(failure('NET-TIMEOUT', { at: clock.now(), detail: `The answer was not complete after ${longestAnswerMs / 60_000} minutes.` }));
      pieces.push(piece);
    }
  } catch (error) {
    options.signal.throwIfAborted();
    if (error instanceof FailureError) throw error;
    const { code, detail } = codeForNetworkError(error);
    throw new FailureError(failure(code, { at: clock.now(), detail }));
  }
  return { status: response.statusCode, headers: response.headers, ...decodeBody(Buffer.concat(pieces), response.headers['content-encoding'], clock) };
}

function tooLarge(clock: Clock): FailureError {
  return new FailureError(failure('MC-ANSWER-SHAPE', { at: clock.now(), detail: `The answer is larger than ${largestAnswer} bytes.` }));
}

function decodeBody(body: Buffer, encoding: string | string[] | undefined, clock: Clock): Pick<Answer, 'text' | 'bytesText'> {
  const inflated = inflateBody(body, encoding, clock);
  // JSON.parse does not take a byte order mark.
  return { text: inflated.toString('utf8').replace(/^\ufeff/, ''), bytesText: isUtf8(inflated) ? null : inflated.toString('latin1').replace(/^\xef\xbb\xbf/, '') };
}

function inflateBody(body: Buffer, encoding: string | string[] | undefined, clock: Clock): Buffer {
  const options = { maxOutputLength: largestAnswer };
  try {
    switch (encoding) {
      case 'gzip':
        return gunzipSync(body, options);
      case 'deflate':
        return inflateSync(body, options);
      case 'br':
        return brotliDecompressSync(body, options);
      default:
        return body;
    }
  } catch (error) {
    throw new FailureError(failure('MC-ANSWER-SHAPE', { at: clock.now(), detail: `The compressed answer cannot be read: ${(error as Error).message}` }));
  }
}
