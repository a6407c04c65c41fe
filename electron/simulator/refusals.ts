import { badRequest, functionFail, gatewayFail, isSiem, json, permissionDenied, productMissing } from './envelope';
import type { FaultRule } from './faults';
import type { Answer, Call } from './http';
import { tokenExpired, type TokenOffice } from './oauth';

/** The faults that answer instead of the endpoint. */

const SERVER_ERRORS: Readonly<Record<string, string>> = {
  '500': 'Internal server error', '502': 'Bad gateway', '503': 'Service unavailable', '504': 'Gateway timeout',
};

/** A 429 with the header spelling that `variant` names (API.md §1.4). */
export function rateLimited(rule: Pick<FaultRule, 'variant' | 'ms'>, now: number, limit = 50): Answer {
  const ms = rule.ms ?? 1000;
  const counts = { 'X-RateLimit-Limit': String(limit), 'X-RateLimit-Remaining': '0' };
  const spellings: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    'x-ratelimit-reset': { ...counts, 'X-RateLimit-Reset': String(ms) },
    'x-rate-limit-reset': { 'X-Rate-Limit-Reset': String(ms) },
    'x-mimecast-ratelimit-reset': { 'X-Mimecast-RateLimit-Reset': String(ms) },
    'retry-after-seconds': { 'Retry-After': String(Math.ceil(ms / 1000)) },
    'retry-after-date': { 'Retry-After': new Date(now + Math.ceil(ms / 1000) * 1000).toUTCString() },
    none: {},
  };
  return gatewayFail(429, 'too_many_requests', 'Rate limit exceeded', spellings[rule.variant ?? 'x-ratelimit-reset'] ?? {});
}

function serverError(call: Call, rule: FaultRule): Answer {
  const status = Number(rule.variant ?? '500');
  const message = SERVER_ERRORS[String(status)] ?? 'Server error';
  if (call.faults.endpoint === 'siem.file') return { status, headers: { 'Content-Type': 'application/xml' }, body: `<Error><Code>InternalError</Code><Message>${message}</Message></Error>` };
  if (isSiem(call.faults.endpoint)) return json(status, { error: { code: 'internal_error', message } });
  return functionFail(status, 'err_internal', message);
}

export function proxyPage(): Answer {
  return { status: 200, headers: { 'Content-Type': 'text/html; charset=utf-8' }, body: '<!doctype html><html><body><h1>Sign in to the network</h1></body></html>' };
}

function failIn200(call: Call): Answer {
  const { endpoint } = call.faults;
  if (endpoint === 'token' || isSiem(endpoint)) return gatewayFail(200, 'err_temporary', 'The request could not be completed');
  return json(200, { meta: { status: 200 }, data: [], fail: [{ key: {}, errors: [{ code: 'err_temporary', message: 'The request could not be completed', retryable: true }] }] });
}

/** Does the request go on from an earlier page? */
export function isPaging(call: Call): boolean {
  if (call.url.searchParams.has('nextPage')) return true;
  return /"pageToken"\s*:\s*"[^"]/.test(call.body);
}

/** The refusal of a fault that acts on this call, `'hang'` for no answer at all, or null. `uses`: calls this token already served. */
export function refusal(call: Call, uses: number, office: TokenOffice): Answer | 'hang' | null {
  const { faults, now } = call;
  if (faults.hit('hang') !== undefined) return 'hang';
  if (faults.endpoint !== 'token' && isPaging(call) && uses > 0 && faults.hit('tokenExpiresMidPage') !== undefined) {
    office.end(call);
    return tokenExpired();
  }
  if (faults.hit('transient401') !== undefined) return gatewayFail(401, 'token_verification_failed', 'Token verification failed');
  if (faults.hit('appForbidden') !== undefined) return productMissing();
  if (faults.hit('forbidden403') !== undefined) return permissionDenied(faults.endpoint);
  if (faults.hit('notLicensed404') !== undefined) return gatewayFail(404, 'not_found', 'The requested resource was not found');
  const limited = faults.hit('rateLimited429');
  if (limited !== undefined) return rateLimited(limited, now);
  const failed = faults.hit('serverError');
  if (failed !== undefined) return serverError(call, failed);
  if (faults.hit('failIn200') !== undefined) return failIn200(call);
  if (faults.hit('proxyHtml') !== undefined) return proxyPage();
  if (faults.hit('emptyBody') !== undefined) return { status: 200, body: '' };
  return null;
}

/** For calls whose method or path is wrong. */
export function wrongCall(call: Call, status: 404 | 405): Answer {
  return status === 404 ? gatewayFail(404, 'not_found', `No such resource: ${call.url.pathname}`) : badRequestMethod(call);
}

function badRequestMethod(call: Call): Answer {
  return { ...badRequest(call.faults.endpoint, 'method_not_allowed', `Method ${call.method} is not allowed here`), status: 405 };
}
