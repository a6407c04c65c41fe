import { describe, expect, it } from 'vitest';

import { codeForAnswer, codeForNetworkError, codeForStatus, throttleMs, vendorError } from '../../../../electron/collector/sources/mimecast/client/response-table';

const error = (code: string | null, message: string | null = null) => ({ code, message, retryable: null });

describe('vendorError', () => {
  it.each([
    ['function envelope', { fail: [{ key: {}, errors: [{ code: 'err_a', message: 'A', retryable: true }] }] }, { code: 'err_a', message: 'A', retryable: true }],
    ['gateway envelope', { fail: [{ code: 'token_expired', message: 'B' }] }, { code: 'token_expired', message: 'B', retryable: null }],
    ['REST envelope', { errors: [{ code: 'c', message: 'C', field: 'x' }] }, { code: 'c', message: 'C', retryable: null }],
    ['SIEM envelope', { error: { code: 'd', message: 'D' } }, { code: 'd', message: 'D', retryable: null }],
    ['OAuth text', { error: 'invalid_client', error_description: 'E' }, { code: 'invalid_client', message: 'E', retryable: null }],
    ['a failure without words', { fail: [{}] }, { code: null, message: null, retryable: null }],
  ])('%s', (_name, body, expected) => {
    expect(vendorError(body)).toEqual(expected);
  });

  it.each([null, 'text', 12, [], {}, { fail: [], data: [] }, { errors: [], error: '' }, { fail: null, error: null }, { fail: 'x' }])('%j is no failure', (body) => {
    expect(vendorError(body)).toBeNull();
  });
});

describe('codeForStatus', () => {
  it.each([
    [401, null, 'MC-AUTH-REFUSED'],
    [401, error('token_verification_failed'), 'MC-AUTH-REFUSED'],
    [403, error('err_permission_denied'), 'MC-PERM-403'],
    [403, error('app_forbidden'), 'MC-PRODUCT-403'],
    [403, error(null, 'The resource is not assigned to the application'), 'MC-PRODUCT-403'],
    [200, error('err_xdk_forbidden'), 'MC-PERM-403'],
    [200, error('err_xdk_operation_forbidden_for_address'), 'MC-PERM-403'],
    [404, null, 'MC-LICENCE-404'],
    [408, null, 'MC-SERVER-5XX'],
    [409, null, 'MC-SERVER-5XX'],
    [429, error('too_many_requests'), 'MC-RATE-429'],
    [400, null, 'MC-REQUEST-400'],
    [413, null, 'MC-REQUEST-400'],
    [500, null, 'MC-SERVER-5XX'],
    [504, null, 'MC-SERVER-5XX'],
    [200, error('err_temporary'), 'MC-FAIL-200'],
    // Captive portals redirect, proxies want credentials: no word of Mimecast's.
    [302, null, 'NET-NOT-API'],
    [407, null, 'NET-NOT-API'],
    [511, null, 'NET-PORTAL'],
  ] as const)('%i %j is %s', (status, found, code) => {
    expect(codeForStatus(status, found)).toBe(code);
  });
});

describe('codeForAnswer', () => {
  it('a web page says nothing about permissions', () => {
    expect(codeForAnswer(403, '<html>Blocked by policy</html>', null)).toBe('NET-NOT-API');
    expect(codeForAnswer(404, '  <!doctype html>', null)).toBe('NET-NOT-API');
    expect(codeForAnswer(502, '<html>Bad gateway</html>', null)).toBe('MC-SERVER-5XX');
    expect(codeForAnswer(429, '<html>Slow down</html>', null)).toBe('MC-RATE-429');
    expect(codeForAnswer(403, '', null)).toBe('MC-PERM-403');
  });
});

describe('throttleMs', () => {
  const now = Date.parse('2026-03-10T12:00:00.000Z');

  it.each([
    ['retry-after in seconds', { 'retry-after': '7' }, 7000],
    ['retry-after as a date', { 'retry-after': 'Tue, 10 Mar 2026 12:00:30 GMT' }, 30_000],
    ['retry-after first', { 'retry-after': '2', 'x-ratelimit-reset': '9000' }, 2000],
    ['reset in ms', { 'x-ratelimit-reset': '2500' }, 2500],
    ['another spelling', { 'x-rate-limit-reset': '2501' }, 2501],
    ['the vendor prefix', { 'x-mimecast-ratelimit-reset': '2502' }, 2502],
    ['the shortest prefix', { 'x-mc-rate-limit-reset': '2503' }, 2503],
    ['reset as epoch seconds', { 'x-ratelimit-reset': String(now / 1000 + 12) }, 12_000],
    ['reset as epoch ms', { 'x-ratelimit-reset': String(now + 1200) }, 1200],
    ['a date in the past', { 'retry-after': 'Tue, 10 Mar 2026 11:00:00 GMT' }, 0],
    ['a crazy value', { 'retry-after': '86400' }, 15 * 60_000],
    ['several values', { 'retry-after': ['3', '4'] }, 3000],
    ['nothing', {}, 60_000],
    ['nonsense', { 'retry-after': 'soon', 'x-ratelimit-reset': 'later' }, 60_000],
  ])('%s', (_name, headers, expected) => {
    expect(throttleMs(headers, now)).toBe(expected);
  });
});

describe('codeForNetworkError', () => {
  const coded = (code: string, cause?: unknown) => Object.assign(new Error('words'), { code, cause });

  it.each([
    ['ENOTFOUND', 'NET-DNS'],
    ['EAI_AGAIN', 'NET-DNS'],
    ['ECONNREFUSED', 'NET-REFUSED'],
    ['UND_ERR_CONNECT_TIMEOUT', 'NET-TIMEOUT'],
    ['UND_ERR_HEADERS_TIMEOUT', 'NET-TIMEOUT'],
    ['UND_ERR_SOCKET', 'NET-RESET'],
    ['ECONNRESET', 'NET-RESET'],
    ['CERT_HAS_EXPIRED', 'NET-TLS'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'NET-TLS'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'NET-TLS'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'NET-TLS'],
    ['ENOSPC', 'PC-DISK-FULL'],
  ])('%s is %s', (code, expected) => {
    expect(codeForNetworkError(coded(code)).code).toBe(expected);
    expect(codeForNetworkError(new TypeError('fetch failed', { cause: coded(code) })).code).toBe(expected);
    expect(codeForNetworkError(new AggregateError([coded(code)], 'all failed')).code).toBe(expected);
  });

  it('anything else broke the connection', () => {
    expect(codeForNetworkError(new Error('odd'))).toEqual({ code: 'NET-RESET', detail: 'Error: odd' });
    expect(codeForNetworkError('text')).toEqual({ code: 'NET-RESET', detail: 'text' });
    const circle = new Error('circle');
    circle.cause = circle;
    expect(codeForNetworkError(circle).code).toBe('NET-RESET');
  });
});
