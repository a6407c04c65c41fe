import type { Failure } from '../../../../shared/failures/failure';
import { failure } from '../../kit/failure-error';
import type { Secret } from '../../kit/secret';
import type { HttpAnswer } from '../http/http-answer';
import { authenticationRetryMs, excerpt, judge } from '../http/http-answer';
import type { Fate, Verdict } from '../parts/part-delivery';
import type { Span } from '../parts/span';
import { eventCount } from '../parts/span';

type Item = { readonly status: number; readonly words: string };

/** The verdict on a bulk request: its status, then the status of every item. */
export function judgeBulk(answer: HttpAnswer, part: readonly Span[], secret: Secret | null, at: number): Verdict {
  const verdict = judge(answer, secret, at);
  if (verdict.kind !== 'arrived') return verdict;
  const count = eventCount(part);
  const read = itemsOf(answer.body);
  if (read === null || read.items.length !== count) {
    const detail = `HTTP ${answer.status}: the answer does not speak of the ${count} events of the request${excerpt(answer.body.slice(0, 500), secret)}`;
    return { kind: 'later', failure: failure('OUT-UNREACHABLE', { at, detail }) };
  }
  if (!read.errors) return { kind: 'arrived' };
  let refusal: Failure | null = null;
  let later: Failure | null = null;
  const fates = read.items.map(({ status, words }): Fate => {
    const detail = `HTTP ${status}${excerpt(words, secret)}`;
    // 409: a document of this id is there already, which is this event, sent before.
    if ((status >= 200 && status < 300) || status === 409) return 'arrived';
    if (status === 401 || status === 403) later ??= failure('OUT-AUTH', { at, detail, retryAfterMs: authenticationRetryMs });
    else if (status === 429) later ??= failure('OUT-THROTTLED', { at, detail });
    // 404: the index is missing and may not be created, which no event can help.
    else if (status === 404 || status < 400 || status >= 500) later ??= failure('OUT-UNREACHABLE', { at, detail });
    else {
      refusal ??= failure('OUT-REFUSED', { at, detail });
      return 'refused';
    }
    return 'again';
  });
  return { kind: 'sorted', fates, refusal, later };
}

function itemsOf(body: string): { readonly errors: boolean; readonly items: readonly Item[] } | null {
  try {
    const { errors, items } = JSON.parse(body) as { readonly errors?: unknown; readonly items?: unknown };
    if (!Array.isArray(items)) return null;
    return { errors: errors !== false, items: items.map(itemOf) };
  } catch {
    return null;
  }
}

function itemOf(value: unknown): Item {
  const [result] = Object.values(value as Readonly<Record<string, { readonly status?: unknown; readonly error?: unknown }>>);
  const status = typeof result?.status === 'number' ? result.status : 0;
  return { status, words: wordsOf(result?.error) };
}

/** Type and reason of an error with those of its causes: the innermost usually names the field. */
function wordsOf(error: unknown): string {
  const words: string[] = [];
  let current: unknown = error;
  while (current !== null && typeof current === 'object' && words.length < 3) {
    const { type, reason, caused_by: cause } = current as { readonly type?: unknown; readonly reason?: unknown; readonly caused_by?: unknown };
    words.push([type, reason].filter((part) => typeof part === 'string').join(': '));
    current = cause;
  }
  return typeof error === 'string' ? error : words.filter((text) => text !== '').join('; ');
}
