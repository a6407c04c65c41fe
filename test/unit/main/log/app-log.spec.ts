import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { failure, FailureError } from '../../../../electron/collector/kit/failure-error';
import { Secret } from '../../../../electron/collector/kit/secret';
import { AppLog } from '../../../../electron/main/log/app-log';
import { Redactor } from '../../../../electron/main/log/redactor';
import { noon, tempDir } from '../support/profile';

function setUp(limits: { maxBytes?: number; files?: number } = {}) {
  const dir = join(tempDir(), 'logs');
  const redactor = new Redactor();
  const log = new AppLog({ dir, redactor, now: () => noon, ...limits });
  const text = (): string => readFileSync(join(dir, 'app.log'), 'utf8');
  return { dir, redactor, log, text };
}

describe('the log', () => {
  it('is one JSON object per line, for this user only', () => {
    const { dir, log, text } = setUp();
    log.write('info', 'a.happened', { n: 1, level: 'forged', big: 5n });
    log.write('error', 'b.failed', { error: new FailureError(failure('NET-DNS', { at: 1, detail: 'no host' })) });
    const [first, second] = text().trimEnd().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(first).toEqual({ at: '2026-08-22T12:00:00.000Z', level: 'info', event: 'a.happened', n: 1, big: '5' });
    expect(second).toMatchObject({ error: { code: 'NET-DNS', detail: 'no host' } });
    expect(statSync(dir).mode & 0o777).toBe(0o700);
    expect(statSync(join(dir, 'app.log')).mode & 0o777).toBe(0o600);
  });

  it('keeps from a weight on what is at least that heavy', () => {
    const { log, text } = setUp();
    log.keepFrom('warn');
    log.write('info', 'a.light', {});
    log.write('warn', 'b.middle', {});
    log.write('error', 'c.heavy', {});
    log.keepFrom('info');
    log.write('info', 'd.light', {});
    expect(text().trimEnd().split('\n').map((line) => (JSON.parse(line) as { event: string }).event)).toEqual(['b.middle', 'c.heavy', 'd.light']);
  });

  it('never holds a secret that passed through the app, in any form it travels in', () => {
    const { redactor, log, text } = setUp();
    const secret = 'p"ss wörd/1+2=';
    redactor.learn(new Secret(secret));
    log.write('warn', 'x', {
      plain: secret,
      url: `https://example.com/a?secret=${encodeURIComponent(secret)}`,
      base64: Buffer.from(secret).toString('base64'),
      nested: { deep: [`before ${secret} after`] },
      error: new Error(`refused ${secret}`),
      masked: new Secret('other-secret'),
    });
    for (const form of [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret), Buffer.from(secret).toString('base64'), 'other-secret']) {
      expect(text()).not.toContain(form);
    }
    expect(() => JSON.parse(text()) as unknown).not.toThrow();
  });

  it('never holds a bearer token or the query of an address', () => {
    const { log, text } = setUp();
    log.write('info', 'x', { header: 'Authorization: Bearer abcdef123456', url: 'https://files.example.com/f.gz?Signature=abc' });
    expect(text()).not.toMatch(/abcdef123456|Signature/);
    expect(() => JSON.parse(text()) as unknown).not.toThrow();
  });

  it('rotates, keeps so many files, and goes on where it stopped', () => {
    const { dir, log } = setUp({ maxBytes: 300, files: 3 });
    for (let n = 0; n < 40; n += 1) log.write('info', 'line', { n });
    log.close();
    const again = new AppLog({ dir, redactor: new Redactor(), now: () => noon, maxBytes: 300, files: 3 });
    again.write('info', 'line', { n: 40 });
    expect(readdirSync(dir).sort()).toEqual(['app.1.log', 'app.2.log', 'app.log']);
    const lines = ['app.2.log', 'app.1.log', 'app.log'].flatMap((name) => readFileSync(join(dir, name), 'utf8').trimEnd().split('\n'));
    const numbers = lines.map((line) => (JSON.parse(line) as { n: number }).n);
    expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, index) => 41 - numbers.length + index));
    for (const name of readdirSync(dir)) expect(statSync(join(dir, name)).size).toBeLessThanOrEqual(300);
  });

  it('cuts a line that is somebody’s payload, and survives fields that cannot be written', () => {
    const { log, text } = setUp();
    log.write('info', 'long', { text: 'x'.repeat(100_000) });
    const cycle: Record<string, unknown> = {};
    cycle['self'] = cycle;
    log.write('info', 'cycle', cycle);
    const lines = text().trimEnd().split('\n');
    expect(lines[0]?.length).toBeLessThan(8_000);
    expect(lines.map((line) => (JSON.parse(line) as { event: string }).event)).toEqual(['long', 'cycle']);
  });

  it('does not stop the app when it cannot be written', () => {
    const dir = tempDir();
    writeFileSync(join(dir, 'logs'), 'a file where the folder should be');
    const log = new AppLog({ dir: join(dir, 'logs'), redactor: new Redactor(), now: () => noon });
    expect(() => {
      log.write('info', 'x');
      log.close();
    }).not.toThrow();
    expect(existsSync(join(dir, 'logs', 'app.log'))).toBe(false);
  });
});
