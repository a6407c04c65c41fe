import { createHash, timingSafeEqual } from 'node:crypto';

import { Draws, hexText } from './data/random';
import { gatewayFail, json } from './envelope';
import type { Answer, Call } from './http';

/** Lifetime of a token, seconds (API.md §1.2). */
export const TOKEN_SECONDS = 1799;
/** An ended token is remembered so long, so that it is told apart from one that never existed. */
const REMEMBER_MS = 86_400_000;

type Token = { readonly expiresAt: number; uses: number };

function same(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

/** Client credentials in, bearer tokens out (API.md §1.2, §1.3). */
export class TokenOffice {
  private readonly tokens = new Map<string, Token>();
  private issued = 0;

  constructor(
    private readonly seed: number,
    private readonly clientId: string,
    private secret: string,
  ) {}

  /** A new secret; tokens bought with the old one stop working. */
  rotate(secret: string): void {
    this.secret = secret;
    this.tokens.clear();
  }

  /** POST /oauth/token. */
  issue(call: Call): Answer {
    const type = (call.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
    if (type !== 'application/x-www-form-urlencoded') {
      return gatewayFail(415, 'unsupported_media_type', 'Content type must be application/x-www-form-urlencoded');
    }
    const form = new URLSearchParams(call.body);
    if (form.get('grant_type') !== 'client_credentials') return gatewayFail(400, 'unsupported_grant_type', 'grant_type must be client_credentials');
    const id = form.get('client_id');
    const secret = form.get('client_secret');
    if (id === null || secret === null) return gatewayFail(400, 'invalid_request', 'client_id and client_secret are required');
    if (!same(id, this.clientId) || !same(secret, this.secret)) return gatewayFail(401, 'invalid_client', 'Invalid client credentials');
    for (const [token, { expiresAt }] of this.tokens) if (expiresAt + REMEMBER_MS < call.now) this.tokens.delete(token);
    this.issued += 1;
    // The time makes tokens of a restarted simulator differ: an old token must not come to life again.
    const token = `sim.${hexText(new Draws().seek(this.seed ^ (call.now | 0), 201, this.issued), 8)}`;
    this.tokens.set(token, { expiresAt: call.now + TOKEN_SECONDS * 1000, uses: 0 });
    return json(200, { access_token: token, token_type: 'Bearer', expires_in: TOKEN_SECONDS, scope: '' });
  }

  /** The refusal for a data call, or the token's state when it is good. */
  check(call: Call): Answer | Token {
    const [scheme, value] = (call.headers.authorization ?? '').split(' ');
    if (scheme?.toLowerCase() !== 'bearer' || value === undefined) return gatewayFail(401, 'unauthorized', 'Unauthorized Request');
    const token = this.tokens.get(value);
    if (token === undefined) return gatewayFail(401, 'token_verification_failed', 'Token verification failed');
    if (token.expiresAt <= call.now) return tokenExpired();
    return token;
  }

  /** Ends the token of a call now. */
  end(call: Call): void {
    const value = (call.headers.authorization ?? '').split(' ')[1] ?? '';
    if (this.tokens.has(value)) this.tokens.set(value, { expiresAt: call.now, uses: 0 });
  }
}

export function tokenExpired(): Answer {
  return gatewayFail(401, 'token_expired', 'Access Token Expired');
}
