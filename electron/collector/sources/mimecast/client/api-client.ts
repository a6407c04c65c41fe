import type { Agent } from 'undici';

import type { Clock } from '../../../kit/clock';
import { failure, FailureError } from '../../../kit/failure-error';
import type { Secret } from '../../../kit/secret';
import { Downloads } from './download';
import type { Answer } from './http';
import { ask, createAgent } from './http';
import type { Quotas } from './quota';
import { codeForAnswer, codeForStatus, throttleMs, vendorError } from './response-table';
import { TokenSource } from './token-source';

/** A successful answer: parsed for control, as text for the records (their bytes are kept untouched: page-records.ts). */
export type ApiPage = { readonly body: Readonly<Record<string, unknown>> } & Pick<Answer, 'text' | 'bytesText'>;

export type ApiClientSettings = {
  readonly baseUrl: string;
  readonly clientId: string;
  readonly secret: () => Promise<Secret | null>;
  readonly clock: Clock;
  /** Folder for downloads too large for memory. */
  readonly tempDir: string;
  readonly quotas: Quotas;
};

export type ApiCall = {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Name of the quota in `quotaRules` that the call counts against. */
  readonly quota?: string;
};

/** Mimecast API 2.0 for one connector: token, quota, one retry with a new token, and every failure as data. */
export class ApiClient {
  readonly downloads: Downloads;
  readonly #settings: ApiClientSettings;
  readonly #agent: Agent;
  readonly #tokens: TokenSource;
  readonly #lifetime = new AbortController();
  /** Mimecast's clock minus ours, from the last answer. */
  #skewMs = 0;

  constructor(settings: ApiClientSettings) {
    this.#settings = settings;
    this.#agent = createAgent();
    this.#tokens = new TokenSource({ ...settings, agent: this.#agent, answered: (answer) => this.#answered(answer), lifetime: this.#lifetime.signal });
    this.downloads = new Downloads({ agent: this.#agent, clock: settings.clock, tempDir: settings.tempDir });
  }

  /**
   * Now, known once there was an answer (`authenticate` is enough), but never later than Mimecast's own clock says: a position ahead of it would skip what Mimecast writes until
   * it catches up, and nobody would notice.
   */
  now(): number {
    return this.#settings.clock.now() + Math.min(0, this.#skewMs);
  }

  /** Makes sure of a token and does nothing else; no request when there is one. */
  async authenticate(signal: AbortSignal): Promise<void> {
    await this.#tokens.token(signal);
  }

  /** Reaches the host without credentials: any HTTP answer counts. `skewMs` is its clock minus ours. */
  async reach(signal: AbortSignal): Promise<{ readonly skewMs: number | null }> {
    const { clock, baseUrl } = this.#settings;
    const answer = await ask(this.#agent, clock, `${baseUrl}/`, { method: 'GET', signal });
    return { skewMs: skewOf(answer, clock.now()) };
  }

  /** Rejects with a FailureError for everything that is not a success with a JSON object (API.md §7.1). */
  async call(call: ApiCall, signal: AbortSignal): Promise<ApiPage> {
    const { clock } = this.#settings;
    const { baseUrl, clientId, quotas } = this.#settings;
    if (call.quota !== undefined) await quotas.of(`${baseUrl} ${clientId}`, call.quota)?.take(signal);
    let token = await this.#tokens.token(signal);
    let answer = await this.#send(call, token, signal);
    if (answer.status === 401) {
      // Also transient 401s happen (API.md §1.3): a forced new token, one retry, the page is not lost.
      token = await this.#tokens.token(signal, token);
      answer = await this.#send(call, token, signal);
    }
    this.#answered(answer);
    return readPage(answer, clock.now(), token);
  }

  async close(): Promise<void> {
    this.#lifetime.abort();
    await this.#agent.destroy();
    await this.downloads.close();
  }

  #answered(answer: Answer): void {
    this.#skewMs = skewOf(answer, this.#settings.clock.now()) ?? this.#skewMs;
  }

  #send(call: ApiCall, token: Secret, signal: AbortSignal): Promise<Answer> {
    const query = call.query === undefined ? '' : `?${new URLSearchParams(call.query).toString()}`;
    return ask(this.#agent, this.#settings.clock, `${this.#settings.baseUrl}${call.path}${query}`, {
      method: call.method,
      headers: {
        authorization: `Bearer ${token.reveal()}`,
        accept: 'application/json',
        ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
      signal,
    });
  }
}

/** The Date header minus our clock, ms. It holds whole seconds, so less than that is no difference. */
function skewOf(answer: Answer, now: number): number | null {
  const date = Date.parse(String(answer.headers['date'] ?? ''));
  if (!Number.isFinite(date)) return null;
  return Math.abs(date - now) <= 2000 ? 0 : date - now;
}

function readPage(answer: Answer, now: number, token: Secret): ApiPage {
  let body: unknown;
  try {
    body = JSON.parse(answer.text);
  } catch {
    if (answer.status === 200) {
      const web = /^\s*</.test(answer.text);
      const detail = answer.text === '' ? 'The answer is empty.' : `The answer is no JSON (${String(answer.headers['content-type'] ?? 'no content type')}).`;
      throw new FailureError(failure(web ? 'NET-NOT-API' : 'MC-ANSWER-SHAPE', { at: now, detail }));
    }
    body = null;
  }
  const error = vendorError(body);
  if (answer.status !== 200 || error !== null) {
    // An error text may repeat what was sent.
    const said = [`HTTP ${answer.status}`, error?.code, error?.message].filter((part) => part != null).join(', ').replaceAll(token.reveal(), '••••••');
    throw new FailureError(
      failure(codeForAnswer(answer.status, answer.text, error), { at: now, detail: said, retryAfterMs: answer.status === 429 ? throttleMs(answer.headers, now) : null }),
    );
  }
  if (body === null || typeof body !== 'object' || Array.isArray(body)) {
    throw new FailureError(failure('MC-ANSWER-SHAPE', { at: now, detail: 'The answer is JSON but not an object.' }));
  }
  // Under HTTP 200 the envelope may still speak of another status (API.md §7.1).
  const { meta } = body as { readonly meta?: { readonly status?: unknown } | null };
  const status = meta?.status;
  if (typeof status === 'number' && status >= 400) {
    throw new FailureError(failure(codeForStatus(status, null), { at: now, detail: `HTTP 200 with meta.status ${status}` }));
  }
  return { body: body as Record<string, unknown>, text: answer.text, bytesText: answer.bytesText };
}
