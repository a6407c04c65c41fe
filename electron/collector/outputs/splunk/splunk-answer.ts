import { failure } from '../../kit/failure-error';
import type { Secret } from '../../kit/secret';
import type { HttpAnswer } from '../http/http-answer';
import { authenticationRetryMs, excerpt, judge, retryAfter } from '../http/http-answer';
import type { Fate, Verdict } from '../parts/part-delivery';
import type { Span } from '../parts/span';
import { eventCount } from '../parts/span';

/**
 * Codes under status 400 that speak of the token or the request as a whole: no data, incorrect index, data channel missing
 * or invalid, acknowledgement off, query string. With them every event would go to quarantine for one wrong setting.
 */
const aboutTheSettings: ReadonlySet<number> = new Set([5, 7, 10, 11, 14, 16]);

const channelMissing = 10;

/** Codes of the collector that speak of the token: disabled, missing, malformed, unknown, not for this index. */
const aboutTheToken: ReadonlySet<number> = new Set([1, 2, 3, 4]);

type Words = { readonly code: number | null; readonly invalid: number | null };

/** The verdict by Splunk's own codes, by status where there are none. */
export function judgeSplunk(answer: HttpAnswer, part: readonly Span[], secret: Secret | null, at: number): Verdict {
  const { code, invalid } = wordsOf(answer.body);
  const words = `HTTP ${answer.status}${excerpt(answer.body, secret)}`;
  if (code !== null && aboutTheToken.has(code)) {
    return { kind: 'later', failure: failure('OUT-AUTH', { at, detail: words, retryAfterMs: retryAfter(answer.retryAfter, at) ?? authenticationRetryMs }) };
  }
  if (answer.status === 400 && code !== null && aboutTheSettings.has(code)) {
    const hint = code === channelMissing ? '; switch indexer acknowledgement off for this token' : '; check index and token of the output';
    return { kind: 'later', failure: failure('OUT-UNREACHABLE', { at, detail: `${words}${hint}`, retryAfterMs: retryAfter(answer.retryAfter, at) }) };
  }
  const verdict = judge(answer, secret, at);
  const count = eventCount(part);
  if (verdict.kind !== 'unacceptable' || answer.status === 413 || invalid === null || invalid >= count) return verdict;
  // Splunk names the first event it cannot take. Whether those before it were kept is not documented, so they are sent
  // again: a repeat carries the same id, a loss would carry nothing.
  const fates = Array.from({ length: count }, (_, place): Fate => (place === invalid ? 'refused' : 'again'));
  return { kind: 'sorted', fates, refusal: verdict.failure, later: null };
}

function wordsOf(body: string): Words {
  try {
    const value = JSON.parse(body) as Readonly<Record<string, unknown>> | null;
    const number = (key: string): number | null => {
      const found = value?.[key];
      return typeof found === 'number' && Number.isInteger(found) && found >= 0 ? found : null;
    };
    return { code: number('code'), invalid: number('invalid-event-number') };
  } catch {
    return { code: null, invalid: null };
  }
}
