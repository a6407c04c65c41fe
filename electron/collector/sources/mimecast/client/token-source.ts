import type { Agent } from 'undici';

import { untilAborted } from '../../../kit/abort';
import type { Clock } from '../../../kit/clock';
import { failure, FailureError } from '../../../kit/failure-error';
import { Secret } from '../../../kit/secret';
import type { Answer } from './http';
import { ask } from './http';
import { codeForAnswer, throttleMs, vendorError } from './response-table';

/** A new token is asked for this long before the old one ends (peers: 5 to 300 s; a minute outlives any request). */
const refreshMarginMs = 60_000;
/** Lifetime when the answer names none (API.md §1.2: 1799 s everywhere). */
const defaultLifetimeMs = 1799 * 1000;

type Token = { readonly text: Secret; readonly endsAt: number };

export type TokenSettings = {
  readonly baseUrl: string;
  readonly clientId: string;
  /** Asked for every new token, so that a replaced secret is used at once. */
  readonly secret: () => Promise<Secret | null>;
  readonly agent: Agent;
  readonly clock: Clock;
  /** Told of every answer: its Date says what time it is at Mimecast. */
  readonly answered: (answer: Answer) => void;
  /** Ends with the client: the request for a token serves every waiting caller, so no single caller may abort it. */
  readonly lifetime: AbortSignal;
};

/** OAuth 2 client credentials (API.md §1.2): one token for all requests, one request for it at a time. */
export class TokenSource {
  readonly #settings: TokenSettings;
  #token: Token | null = null;
  #pending: Promise<Token> | null = null;

  constructor(settings: TokenSettings) {
    this.#settings = settings;
  }

  /**
   * A token good for at least a minute. `refused` is the token that Mimecast just refused: it is never handed out
   * again, and when another caller has renewed it meanwhile no second request is made.
   */
  async token(signal: AbortSignal, refused?: Secret): Promise<Secret> {
    // Before anything starts: a request that nobody waits for would reject unheard.
    signal.throwIfAborted();
    const current = this.#token;
    if (current !== null && current.text !== refused && current.endsAt - refreshMarginMs > this.#settings.clock.now()) return current.text;
    this.#pending ??= this.#request(this.#settings.lifetime).finally(() => {
      this.#pending = null;
    });
    const token = await untilAborted(this.#pending, signal);
    return token.text;
  }

  async #request(signal: AbortSignal): Promise<Token> {
    const { baseUrl, clientId, secret, agent, clock } = this.#settings;
    const text = await secret();
    if (text === null) throw new FailureError(failure('PC-SECRET-MISSING', { at: clock.now() }));
    const body = new URLSearchParams({ client_id: clientId, client_secret: text.reveal(), grant_type: 'client_credentials' }).toString();
    const answer = await ask(agent, clock, `${baseUrl}/oauth/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body,
      signal,
    });
    this.#settings.answered(answer);
    const token = readToken(answer, clock.now(), text);
    this.#token = token;
    return token;
  }
}

function readToken(answer: Answer, now: number, secret: Secret): Token {
  let body: unknown = null;
  try {
    body = JSON.parse(answer.text);
  } catch {
    if (answer.status === 200) throw new FailureError(failure('NET-NOT-API', { at: now, detail: `HTTP ${answer.status} from the token address is no JSON.` }));
  }
  const error = vendorError(body);
  if (answer.status !== 200 || error !== null) {
    // An error text may repeat what was sent.
    const said = [`HTTP ${answer.status}`, error?.code, error?.message].filter((part) => part != null).join(', ').replaceAll(secret.reveal(), '••••••');
    const found = codeForAnswer(answer.status, answer.text, error);
    // A 400 is what OAuth prescribes for wrong client credentials; Mimecast answers 401.
    const refused = found !== 'NET-NOT-API' && (answer.status === 401 || answer.status === 400 || answer.status === 403);
    const code = refused ? 'MC-AUTH-401' : found;
    throw new FailureError(failure(code, { at: now, detail: said, retryAfterMs: answer.status === 429 ? throttleMs(answer.headers, now) : null }));
  }
  const { access_token: text, expires_in: lifetime } = (body ?? {}) as { readonly access_token?: unknown; readonly expires_in?: unknown };
  if (typeof text !== 'string' || !/^[\x21-\x7e]+$/.test(text)) {
    throw new FailureError(failure('MC-ANSWER-SHAPE', { at: now, detail: 'The answer to the token request holds no access token.' }));
  }
  const lifetimeMs = typeof lifetime === 'number' && lifetime > 0 ? lifetime * 1000 : defaultLifetimeMs;
  return { text: new Secret(text), endsAt: now + Math.max(lifetimeMs, refreshMarginMs * 2) };
}
