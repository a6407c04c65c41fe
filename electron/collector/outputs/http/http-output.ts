import type { HttpOutputConfig } from '../../../../shared/model/output';
import { outputNeedsSecret } from '../../../../shared/model/output';
import type { Clock } from '../../kit/clock';
import { failure, FailureError } from '../../kit/failure-error';
import type { Secret } from '../../kit/secret';
import type { Delivery, Output, RenderedBatch, ResumeState } from '../output';
import type { OutputLog } from '../output-log';
import type { Verdict } from './http-answer';
import { judge, networkFailure } from './http-answer';
import { authHeaders, secretProblem } from './http-auth';
import type { HttpTimeouts } from './http-client';
import { HttpClient, httpTimeouts } from './http-client';
import type { Span } from './http-ledger';
import { HttpLedger } from './http-ledger';
import { eventCount, halve, planRequests, requestBody } from './http-request';

// Only a person can mend a receiver that refuses everything, and finding out again costs two requests per event.
const refusesEverythingRetryMs = 5 * 60_000;

const bytesPerKiB = 1024;

export type HttpOutputOptions = {
  readonly config: HttpOutputConfig;
  readonly clock: Clock;
  readonly log: OutputLog;
  /** Reads the secret from the vault; null when there is none. */
  readonly secret: () => Promise<Secret | null>;
  readonly version: string;
  readonly timeouts?: HttpTimeouts;
};

/**
 * DNIF's HTTPS connector (DNIF.md §5): POST of JSON arrays. At least once: what a crash or a lost answer leaves
 * in doubt is sent again under the same ids.
 */
export class HttpOutput implements Output {
  readonly #options: HttpOutputOptions;
  readonly #client: HttpClient;
  readonly #ledger = new HttpLedger();
  #secret: Secret | null = null;
  /** Whether this receiver understands compressed requests: nobody knows before it took one (DNIF.md §10). */
  #gzip: 'off' | 'untried' | 'proven';
  /** Whether the receiver took anything since `open`. */
  #proven = false;
  #closed = false;

  constructor(options: HttpOutputOptions) {
    this.#options = options;
    this.#gzip = options.config.gzip ? 'untried' : 'off';
    this.#client = new HttpClient({
      url: options.config.url,
      version: options.version,
      clock: options.clock,
      timeouts: options.timeouts ?? httpTimeouts,
    });
  }

  async open(_resume: ResumeState | null, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    await this.#readSecret();
    signal.throwIfAborted();
  }

  async deliver(batches: readonly RenderedBatch[], signal: AbortSignal): Promise<Delivery> {
    const { maxEvents, maxKiB } = this.#options.config;
    this.#ledger.begin(batches);
    for (const request of planRequests(batches, this.#ledger, { maxEvents, maxBytes: maxKiB * bytesPerKiB })) {
      const parts = [request];
      for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
        signal.throwIfAborted();
        const verdict = await this.#offer(part, signal);
        if (verdict.kind === 'later') {
          signal.throwIfAborted();
          return { kind: 'retry', failure: verdict.failure };
        }
        if (verdict.kind === 'arrived') {
          this.#proven = true;
          this.#ledger.markArrived(part);
        } else if (eventCount(part) > 1) {
          const [first, second] = halve(part);
          parts.push(second, first);
        } else {
          this.#ledger.markRefused(part, verdict.failure);
        }
      }
    }
    return this.#outcome(batches);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#client.close();
  }

  /**
   * Events refused one by one while others are taken are at fault themselves. A receiver that took nothing at all since
   * `open` is more likely set up wrongly: then the events wait instead of going to quarantine, all of them.
   */
  #outcome(batches: readonly RenderedBatch[]): Delivery {
    const events = this.#ledger.refusedEvents(batches);
    const refusal = this.#ledger.refusal;
    if (events.size === 0 || refusal === null) return { kind: 'delivered' };
    if (this.#proven) return { kind: 'refused', failure: refusal, events };
    this.#ledger.forgetRefusals();
    const detail = `The receiver refuses every event, so its address or settings seem wrong. ${refusal.detail ?? ''}`.trim();
    const at = this.#options.clock.now();
    return { kind: 'retry', failure: failure('OUT-UNREACHABLE', { at, detail, retryAfterMs: refusesEverythingRetryMs }) };
  }

  /** Sends one request, with the one remedy that each answer may call for. */
  async #offer(spans: readonly Span[], signal: AbortSignal): Promise<Verdict> {
    const payload = requestBody(spans);
    let { status, verdict } = await this.#send(payload, this.#gzip !== 'off', signal);
    if (status === 401 && (await this.#secretChanged())) {
      ({ status, verdict } = await this.#send(payload, this.#gzip !== 'off', signal));
    }
    if (this.#gzip !== 'untried') return verdict;
    if (verdict.kind === 'arrived') this.#gzip = 'proven';
    // A receiver that cannot decompress sees damaged JSON and refuses it: never the fault of the events.
    if (status === 415 || (verdict.kind === 'unacceptable' && status !== 413)) {
      ({ verdict } = await this.#send(payload, false, signal));
      if (verdict.kind === 'arrived') {
        this.#gzip = 'off';
        this.#options.log('warning', `The output ${this.#options.config.name} does not take compressed requests. They are sent uncompressed.`);
      }
    }
    return verdict;
  }

  /** Status 0: there was no answer. */
  async #send(payload: Buffer, zipped: boolean, signal: AbortSignal): Promise<{ readonly status: number; readonly verdict: Verdict }> {
    const { config, clock } = this.#options;
    try {
      const answer = await this.#client.post(payload, zipped, authHeaders(config.auth, this.#secret, payload), signal);
      return { status: answer.status, verdict: judge(answer, this.#secret, clock.now()) };
    } catch (error) {
      const at = clock.now();
      const stopped = this.#closed ? failure('APP-CANCELLED', { at }) : networkFailure(error, at);
      return { status: 0, verdict: { kind: 'later', failure: stopped } };
    }
  }

  async #readSecret(): Promise<void> {
    const { config, clock, secret } = this.#options;
    if (!outputNeedsSecret(config)) return;
    const found = await secret();
    if (found === null) throw new FailureError(failure('OUT-SECRET-MISSING', { at: clock.now() }));
    const problem = secretProblem(config.auth, found);
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
