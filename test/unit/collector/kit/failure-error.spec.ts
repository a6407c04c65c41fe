import { inspect } from 'node:util';

import { describe, expect, it } from 'vitest';

import { CodedError, failure, FailureError, redact, toFailure } from '../../../../electron/collector/kit/failure-error';
import { Secret } from '../../../../electron/collector/kit/secret';

describe('redact', () => {
  it.each([
    ['Authorization: Bearer abc.def-ghi_jkl', 'abc.def'],
    ['authorization: basic dXNlcjpwYXNzd29yZA==', 'dXNlcjpwYXNz'],
    ['GET https://bucket.example/2026/a.json.gz?X-Amz-Signature=c0ffee&X-Amz-Credential=me failed', 'c0ffee'],
    ['X-Amz-Signature=c0ffee, X-Amz-Security-Token=t0ken', 'c0ffee'],
    ['X-Amz-Signature=c0ffee, X-Amz-Security-Token=t0ken', 't0ken'],
    ['client_id=x&client_secret=hush&grant_type=y', 'hush'],
    ['{"access_token":"hush","expires_in":1}', 'hush'],
    ['https://user:hush@receiver.example/events refused', 'hush'],
    ['password: hush', 'hush'],
  ])('%s', (text, secret) => {
    expect(text).toContain(secret);
    expect(redact(text)).not.toContain(secret);
  });

  it('leaves the rest as it is', () => {
    const text = 'HTTP 403, err_xdk_forbidden, no access to https://api.services.mimecast.com/api/dlp/get-logs';
    expect(redact(text)).toBe(text);
  });
});

describe('failure', () => {
  it('redacts before it cuts, and gives every failure a ref of its own', () => {
    const detail = `${'x'.repeat(590)} https://a.example/b?signature=${'s'.repeat(100)}`;
    const one = failure('NET-RESET', { at: 1, detail });
    expect(one.detail).not.toContain('sss');
    expect(one.detail?.length).toBeLessThanOrEqual(600);
    expect(one.ref).toMatch(/^[0-9a-f]{8}$/);
    expect(failure('NET-RESET', { at: 1 }).ref).not.toBe(one.ref);
    expect(failure('NET-RESET', { at: 1 })).toMatchObject({ code: 'NET-RESET', detail: null, retryAfterMs: null, at: 1 });
  });
});

describe('toFailure', () => {
  it('keeps a failure, names a coded error, and calls the rest a bug without its secrets', () => {
    const known = failure('NET-DNS', { at: 1 });
    expect(toFailure(new FailureError(known), 2)).toBe(known);
    expect(toFailure(new CodedError('PC-DISK-FULL', 'database or disk is full'), 3)).toMatchObject({ code: 'PC-DISK-FULL', detail: 'database or disk is full', at: 3 });
    expect(toFailure(new TypeError('client_secret=hush'), 4)).toMatchObject({ code: 'APP-BUG', detail: 'TypeError: client_secret=••••••' });
    expect(toFailure('text', 5)).toMatchObject({ code: 'APP-BUG', detail: 'text' });
  });
});

describe('Secret', () => {
  it('shows a mask in every ordinary way out', () => {
    const secret = new Secret('hush');
    const ways = [String(secret), `${secret.toString()}`, JSON.stringify({ secret }), inspect(secret), inspect({ a: { secret } }, { depth: 9 }), Object.keys(secret).join(), structuredClone(JSON.stringify([secret]))];
    for (const way of ways) expect(way).not.toContain('hush');
    expect(secret.reveal()).toBe('hush');
  });
});
