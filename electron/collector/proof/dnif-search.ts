import * as z from 'zod';

import type { Failure } from '../../../shared/failures/failure';
import { originOf } from '../../../shared/model/output-parts';
import type { DnifProof } from '../../../shared/model/proof';
import { isAbort } from '../kit/abort';
import type { Clock } from '../kit/clock';
import { failure, FailureError } from '../kit/failure-error';
import type { Secret } from '../kit/secret';
import { excerpt } from '../outputs/http/http-answer';
import { headerProblem } from '../outputs/http/http-auth';
import { networkFailure } from '../outputs/net/network-failure';
import { readTls } from '../outputs/net/tls-material';
import type { SearchAnswer, SearchTimeouts } from './search-http';
import { SearchHttp, searchTimeouts, TooLongError } from './search-http';

/** The task number that an accepted query gets; it goes into an address, so nothing but plain characters. */
const taskId = z.string().regex(/^[A-Za-z0-9._-]{1,200}$/);

// Every answer says under `status` how it went, whatever the HTTP status is (DNIF.md §8).
const VerdictSchema = z.looseObject({ status: z.string().max(100), message: z.unknown().optional() });
const InvokedSchema = z.looseObject({ data: z.array(z.looseObject({ id: taskId })).min(1).max(100) });
const StateSchema = z.looseObject({ task_stage: z.string().max(100).optional(), task_state: z.string().max(100) });
const ResultSchema = z.looseObject({ result: z.array(z.record(z.string(), z.unknown())).max(1_000) });

/** One event as DNIF gives it back: field names with or without `$`. */
export type Row = Readonly<Record<string, unknown>>;

export type SearchDeps = { readonly clock: Clock; readonly timeouts?: SearchTimeouts };

/** How long a query may take, and how often its state is asked for. */
const taskMs = 60_000;
const askEveryMs = 1_000;
/** Rows of one answer: the question is about one event. */
const pageSize = 10;

/** DNIF's Search API (DNIF.md §8): invoke, ask for the state until it ends, read the result. Made for one question or a few. */
export class DnifSearch {
  readonly #proof: DnifProof;
  readonly #token: Secret;
  readonly #clock: Clock;
  readonly #http: SearchHttp;

  private constructor(proof: DnifProof, token: Secret, clock: Clock, http: SearchHttp) {
    this.#proof = proof;
    this.#token = token;
    this.#clock = clock;
    this.#http = http;
  }

  /** Rejects with a FailureError when certificates or token cannot be used. */
  static async open(proof: DnifProof, token: Secret, { clock, timeouts = searchTimeouts }: SearchDeps): Promise<DnifSearch> {
    const problem = headerProblem(token);
    if (problem !== null) throw new FailureError(failure('OUT-SEARCH-AUTH', { at: clock.now(), detail: problem }));
    const tls = await readTls(proof.tls, clock.now());
    return new DnifSearch(proof, token, clock, new SearchHttp(originOf(proof.consoleUrl), tls, clock, timeouts));
  }

  /** The first rows that match. Rejects with a FailureError, or with the signal's reason. */
  async rows(query: string, signal: AbortSignal): Promise<readonly Row[]> {
    const body = JSON.stringify({ query_timezone: 'UTC', scope_id: this.#proof.scopeId, job_type: 'dql', job_execution: 'on-demand', query });
    const invoked = this.#parsed(InvokedSchema, await this.#ask('POST', 'job/invoke', body, signal), 'job/invoke');
    const id = invoked.data[0]?.id ?? '';
    await this.#finished(id, signal);
    const path = `dispatcher/task/result/${id}`;
    return this.#parsed(ResultSchema, await this.#ask('GET', `${path}?pagesize=${pageSize}&pageno=1`, null, signal), path).result;
  }

  close(): Promise<void> {
    return this.#http.close();
  }

  async #finished(id: string, signal: AbortSignal): Promise<void> {
    const path = `dispatcher/task/state/${id}`;
    const startedAt = this.#clock.now();
    for (;;) {
      const state = this.#parsed(StateSchema, await this.#ask('GET', path, null, signal), path);
      const words = `${state.task_stage ?? ''} ${state.task_state}`.trim();
      const is = state.task_state.toUpperCase();
      if (is === 'SUCCESS') return;
      if (is === 'FAILED' || is === 'FAILURE' || state.task_stage?.toUpperCase() === 'FAILURE') throw this.#wrong(`the query failed in DNIF: ${words}`);
      // Queued, started, workers down and whatever else is not yet an end: the deadline decides.
      if (this.#clock.now() - startedAt >= taskMs) throw this.#wrong(`the query did not end within ${taskMs / 1000} s; its last state was ${words}`);
      await this.#clock.sleep(askEveryMs, signal);
    }
  }

  /** The answer as JSON whose `status` says success. */
  async #ask(method: 'GET' | 'POST', path: string, body: string | null, signal: AbortSignal): Promise<unknown> {
    const url = `${originOf(this.#proof.consoleUrl)}/${this.#proof.clusterId}/wrk/api/${path}`;
    let answer: SearchAnswer;
    try {
      answer = await this.#http.send(method, url, this.#token.reveal(), body, signal);
    } catch (error) {
      signal.throwIfAborted();
      if (isAbort(error, signal)) throw error;
      throw new FailureError(this.#unreachable(error), { cause: error });
    }
    return this.#judge(answer, path.split('?')[0] ?? path);
  }

  #judge({ status, body }: SearchAnswer, path: string): unknown {
    const words = excerpt(body, this.#token);
    if (status === 401 || status === 403) throw this.#denied(`HTTP ${status}${words}`);
    if (/^\s*<(?:!doctype\s+html|html)\b/i.test(body)) throw new FailureError(failure('NET-NOT-API', { at: this.#clock.now(), detail: `HTTP ${status} from ${path}${words}` }));
    if (status !== 200) throw this.#wrong(`HTTP ${status} from ${path}${words}`);
    let value: unknown;
    try {
      value = JSON.parse(body);
    } catch {
      throw this.#wrong(`${path} did not answer with JSON${words}`);
    }
    const verdict = this.#parsed(VerdictSchema, value, path);
    if (verdict.status.toLowerCase() === 'success') return value;
    // The page of the Search API names no message for a wrong token; these words are what such messages speak of.
    if (/\b(?:token|unauthori[sz]ed|not authori[sz]ed|permission|forbidden)\b/i.test(body)) throw this.#denied(`${path} answered with status ${verdict.status}${words}`);
    throw this.#wrong(`${path} answered with status ${verdict.status}${words}`);
  }

  #parsed<T>(schema: z.ZodType<T>, value: unknown, path: string): T {
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    throw this.#wrong(`the answer of ${path} is not as documented: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`);
  }

  #wrong(detail: string): FailureError {
    return new FailureError(failure('OUT-SEARCH', { at: this.#clock.now(), detail }));
  }

  #denied(detail: string): FailureError {
    return new FailureError(failure('OUT-SEARCH-AUTH', { at: this.#clock.now(), detail }));
  }

  #unreachable(error: unknown): Failure {
    const at = this.#clock.now();
    if (error instanceof TooLongError) return failure('OUT-SEARCH', { at, detail: error.message });
    const found = networkFailure(error, at);
    return found.code === 'NET-TLS' ? found : failure('OUT-SEARCH', { at, detail: found.detail });
  }
}
