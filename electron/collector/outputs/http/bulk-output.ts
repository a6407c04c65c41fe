import type { OutputConfig, RateLimit, TlsFiles } from '../../../../shared/model/output';
import { outputNeedsSecret } from '../../../../shared/model/output';
import type { Clock } from '../../kit/clock';
import { failure, FailureError } from '../../kit/failure-error';
import { release } from '../../kit/release';
import type { Secret } from '../../kit/secret';
import { paceOf } from '../limits/pace';
import { networkFailure } from '../net/network-failure';
import { readTls } from '../net/tls-material';
import type { Delivery, Output, RenderedBatch, ResumeState } from '../output';
import type { OutputLog } from '../output-log';
import type { Verdict } from '../parts/part-delivery';
import { PartDelivery } from '../parts/part-delivery';
import type { Span } from '../parts/span';
import type { Listener } from '../transcript';
import type { HttpAnswer } from './http-answer';
import { answerText, judge } from './http-answer';
import type { HttpTimeouts } from './http-client';
import { HttpClient, httpTimeouts, longestErrorText } from './http-client';
import { requestHead } from './request-head';

const bytesPerKiB = 1024;

/** What every output over HTTP is configured with. */
type BulkConfig = Extract<OutputConfig, { readonly maxEvents: number }> & {
  readonly tls?: TlsFiles | undefined;
  readonly rateLimit?: RateLimit | undefined;
};

/** What differs between receivers that take events by POST. */
export type BulkProtocol = {
  /** Full address of the requests. */
  readonly url: string;
  readonly contentType: string;
  /** Most events of one request, whatever the settings say. */
  readonly mostEvents?: number;
  /** In memory of its own. */
  readonly body: (part: readonly Span[]) => Buffer;
  /** The headers that prove who sends; `payload` is the body before compression. */
  readonly headers: (secret: Secret | null, payload: Uint8Array) => Readonly<Record<string, string>>;
  /** Why the secret cannot be used, in words without it. */
  readonly secretProblem: (secret: Secret) => string | null;
  /** What an answer says about the part; absent where the status says it all. */
  readonly judge?: (answer: HttpAnswer, part: readonly Span[], secret: Secret | null, at: number) => Verdict;
  /** Bytes of an answer that must be read to judge it. */
  readonly longestAnswer?: number;
};

export type BulkDeps = {
  readonly clock: Clock;
  readonly log: OutputLog;
  /** Reads the secret from the vault; null when there is none. */
  readonly secret: () => Promise<Secret | null>;
  readonly version: string;
  readonly timeouts?: HttpTimeouts;
  readonly listener?: Listener;
};

/** Events by POST to one address. At least once: what a crash or a lost answer leaves in doubt is sent again under the same ids. */
export class BulkOutput implements Output {
  /** Requests are copies. */
  readonly isDoneWithLines = true;
  readonly #config: BulkConfig;
  readonly #protocol: BulkProtocol;
  readonly #deps: BulkDeps;
  readonly #parts: PartDelivery;
  #client: HttpClient | null = null;
  #secret: Secret | null = null;
  /** Whether this receiver understands compressed requests: nobody knows before it took one (DNIF.md §10). */
  #gzip: 'off' | 'untried' | 'proven';
  #closed = false;

  constructor(config: BulkConfig, protocol: BulkProtocol, deps: BulkDeps) {
    this.#config = config;
    this.#protocol = protocol;
    this.#deps = deps;
    this.#gzip = config.gzip ? 'untried' : 'off';
    this.#parts = new PartDelivery({
      clock: deps.clock,
      limits: { maxEvents: Math.min(config.maxEvents, protocol.mostEvents ?? Infinity), maxBytes: config.maxKiB * bytesPerKiB },
      pace: paceOf(config.rateLimit, deps.clock),
      offer: (part, signal) => this.#offer(part, signal),
    });
  }

  async open(_resume: ResumeState | null, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    await this.#readSecret();
    const { url, contentType, longestAnswer = longestErrorText } = this.#protocol;
    const { version, clock, timeouts = httpTimeouts, listener } = this.#deps;
    const tls = await readTls(this.#config.tls, clock.now());
    signal.throwIfAborted();
    await this.#client?.close();
    if (!this.#closed) this.#client = new HttpClient({ url, contentType, version, clock, timeouts, tls, longestAnswer, listener });
  }

  deliver(batches: readonly RenderedBatch[], signal: AbortSignal): Promise<Delivery> {
    return this.#parts.deliver(batches, signal);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#client?.close();
  }

  /** Sends one request, with the one remedy that each answer may call for. */
  async #offer(part: readonly Span[], signal: AbortSignal): Promise<Verdict> {
    const payload = this.#protocol.body(part);
    const verdict = await this.#offerPayload(payload, part, signal);
    // What was sent is its compressed form; uncompressed, a socket may still be sending it.
    if (this.#gzip === 'proven') release(payload);
    return verdict;
  }

  async #offerPayload(payload: Buffer, part: readonly Span[], signal: AbortSignal): Promise<Verdict> {
    let { status, verdict } = await this.#send(payload, part, this.#gzip !== 'off', signal);
    if (status === 401 && (await this.#secretChanged())) {
      ({ status, verdict } = await this.#send(payload, part, this.#gzip !== 'off', signal));
    }
    if (this.#gzip !== 'untried') return verdict;
    if (verdict.kind === 'arrived' || verdict.kind === 'sorted') this.#gzip = 'proven';
    // A receiver that cannot decompress sees damaged JSON and refuses it: never the fault of the events.
    if (status === 415 || (verdict.kind === 'unacceptable' && status !== 413)) {
      ({ verdict } = await this.#send(payload, part, false, signal));
      if (verdict.kind === 'arrived' || verdict.kind === 'sorted') {
        this.#gzip = 'off';
        this.#deps.log('warning', `The output ${this.#config.name} does not take compressed requests. They are sent uncompressed.`);
      }
    }
    return verdict;
  }

  /** Status 0: there was no answer. */
  async #send(payload: Buffer, part: readonly Span[], zipped: boolean, signal: AbortSignal): Promise<{ readonly status: number; readonly verdict: Verdict }> {
    const { clock, listener } = this.#deps;
    try {
      if (this.#client === null) throw new Error('The output is not open.');
      const headers = this.#protocol.headers(this.#secret, payload);
      listener?.sent(requestHead(this.#protocol, zipped, headers), payload);
      const answer = await this.#client.post(payload, zipped, headers, signal);
      listener?.answered(answerText(answer), this.#secret);
      const at = clock.now();
      const verdict = this.#protocol.judge?.(answer, part, this.#secret, at) ?? judge(answer, this.#secret, at);
      return { status: answer.status, verdict };
    } catch (error) {
      const at = clock.now();
      const stopped = this.#closed ? failure('APP-CANCELLED', { at }) : networkFailure(error, at);
      return { status: 0, verdict: { kind: 'later', failure: stopped } };
    }
  }

  async #readSecret(): Promise<void> {
    const { clock, secret } = this.#deps;
    if (!outputNeedsSecret(this.#config)) return;
    const found = await secret();
    if (found === null) throw new FailureError(failure('OUT-SECRET-MISSING', { at: clock.now() }));
    const problem = this.#protocol.secretProblem(found);
    if (problem !== null) throw new FailureError(failure('OUT-AUTH', { at: clock.now(), detail: problem }));
    this.#secret = found;
  }

  /** Looks whether a new secret was saved meanwhile; keeps the old one when the vault does not answer. */
  async #secretChanged(): Promise<boolean> {
    const before = this.#secret?.reveal();
    try {
      await this.#readSecret();
    } catch (error) {
      if (error instanceof FailureError) return false;
      throw error;
    }
    return this.#secret?.reveal() !== before;
  }
}
