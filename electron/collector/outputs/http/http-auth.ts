import { createHmac } from 'node:crypto';

import type { HttpAuth } from '../../../../shared/model/output';
import type { Secret } from '../../kit/secret';

/** A secret that cannot travel in a header, in words without the secret. Pasted line breaks are the usual cause. */
export function headerProblem(secret: Secret): string | null {
  return /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(secret.reveal())
    ? null
    : 'the stored secret has a character that an HTTP header cannot carry, for example a line break at its end';
}

/** The same for a kind of authentication: the others encode the secret, or compute with it. */
export function secretProblem(auth: HttpAuth, secret: Secret): string | null {
  return auth.kind === 'bearer' || auth.kind === 'shared-secret' ? headerProblem(secret) : null;
}

/**
 * The header that proves who sends. The HMAC covers the JSON payload before compression: DNIF documents "over the
 * payload" and neither encoding nor compression (DNIF.md §5, §10), and a receiver checks a signature against the JSON that
 * it hands on.
 */
export function authHeaders(auth: HttpAuth, secret: Secret | null, payload: Uint8Array): Readonly<Record<string, string>> {
  if (auth.kind === 'none' || secret === null) return {};
  switch (auth.kind) {
    case 'basic':
      return { authorization: `Basic ${Buffer.from(`${auth.username}:${secret.reveal()}`, 'utf8').toString('base64')}` };
    case 'bearer':
      return { authorization: `Bearer ${secret.reveal()}` };
    case 'shared-secret':
      return { [auth.header]: secret.reveal() };
    case 'hmac-sha256':
      return { [auth.header]: createHmac('sha256', secret.reveal()).update(payload).digest(auth.encoding) };
  }
}
