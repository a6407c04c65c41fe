import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it, onTestFinished } from 'vitest';

import { Secret } from '../../../../electron/collector/kit/secret';
import { readLog } from '../../../../electron/main/diagnostics/log-reader';
import { reportText } from '../../../../electron/main/diagnostics/report';
import type { StepContext } from '../../../../electron/main/diagnostics/steps';
import { runStep } from '../../../../electron/main/diagnostics/steps';
import { storageOf } from '../../../../electron/main/diagnostics/storage';
import { AppLog } from '../../../../electron/main/log/app-log';
import { Redactor } from '../../../../electron/main/log/redactor';
import type { DiagnosticStep } from '../../../../shared/model/diagnostics';
import { say, textOf, wordsOnly } from '../../../../shared/text/message';
import { speak } from '../../../../shared/text/text';
import { noon, tempDir } from '../support/profile';
import { emptyStatus, health, outputStatus, streamStatus } from '../support/status';

const canaries = {
  secret: 'canary-Client.Secret',
  token: 'canary-bearer-token-0123456789',
  signature: 'canaryS1gnature',
  subject: 'canary subject of a mail',
  name: 'Canary Holding',
  host: 'canary.internal.example.com',
};

describe('the report for support', () => {
  it('holds no secret, no token, no signed address, no event and no name', async () => {
    const dir = tempDir();
    const redactor = new Redactor();
    redactor.learn(new Secret(canaries.secret));
    const log = new AppLog({ dir, redactor, now: () => noon });
    // What nobody should log, logged by every way there is.
    log.write('warn', 'ipc.call-failed', { code: 'NET-DNS', ref: 'abcd', detail: canaries.subject, host: canaries.host, error: new Error(`Bearer ${canaries.token}`) });
    log.write('error', 'window.load-failed', { url: `https://files.example.net/x?X-Amz-Signature=${canaries.signature}`, reason: canaries.secret });
    log.close();
    const failed = { ...health('failed'), failure: { code: 'NET-DNS' as const, detail: `${canaries.host} ${canaries.subject}`, retryAfterMs: null, at: 0, ref: 'r1' } };
    const text = reportText({
      at: noon,
      versions: { Node: '20' },
      steps: [{ id: 'x', title: wordsOnly('Network'), state: 'failed', message: wordsOnly(`Authorization: Bearer ${canaries.token}`), code: 'NET-DNS', payload: { route: `passed: Through http://${canaries.host}:8080.`, path: `ENOENT: no such file, open '/home/${canaries.name}/x'`, detail: `https://files.example.net/a?Signature=${canaries.signature}`, other: canaries.secret } }],
      status: {
        ...emptyStatus,
        streams: [streamStatus({ connectorName: canaries.name, health: failed, notes: [wordsOnly(canaries.subject)], gaps: [{ from: '', to: '', why: wordsOnly(canaries.subject), at: 0 }] })],
        outputs: [outputStatus({ name: canaries.name, health: failed })],
      },
      log: await readLog(dir, 'warn', 100),
      clean: (line) => redactor.clean(line),
    });
    for (const [what, canary] of Object.entries(canaries)) expect(text.toLowerCase(), what).not.toContain(canary.toLowerCase());
    // And yet it says something.
    expect(text).toContain('[failed] Network');
    expect(text).toContain('route: passed Through');
    expect(text).toContain('path: ENOENT');
    expect(text).toContain('ipc.call-failed code=NET-DNS ref=abcd');
    expect(text).toContain('SIEM: failed (NET-DNS, reference r1)');
  });
});

describe('the report in another language', () => {
  it('is English, made of the same messages that the window translates', () => {
    speak('en-XA');
    onTestFinished(() => { speak('en'); });
    const steps: readonly DiagnosticStep[] = [{ id: 'disk', title: say('diagnostics.disk'), state: 'warning', message: say('diagnostics.disk.free', { free: '3 GiB' }), code: 'PC-DISK-FULL', payload: { reach: 'passed: Directly.' } }];
    const text = reportText({ at: noon, versions: { Node: '24' }, steps, status: emptyStatus, log: [], clean: (line) => line });
    expect(text).toContain('[warning] Disk space: 3 GiB free. (PC-DISK-FULL Disk full)');
    expect(text).toContain('reach: passed Directly');
    expect(text).toMatch(/^[\x20-\x7e\n]*$/);
    expect(steps.map(({ title }) => textOf(title))[0]).toMatch(/^⟦Đíšķ/);
  });
});

describe('the log as the window reads it', () => {
  it('is newest first, over all files, of at least the level', async () => {
    const dir = tempDir();
    const log = new AppLog({ dir, redactor: new Redactor(), now: () => noon, maxBytes: 300 });
    for (let n = 0; n < 12; n += 1) log.write(n % 3 === 0 ? 'error' : n % 3 === 1 ? 'warn' : 'info', `event.${String(n)}`, { n });
    log.close();
    writeFileSync(join(dir, 'app.log'), 'no json\n{"level":"panic"}\n', { flag: 'a' });
    const names = async (level: 'info' | 'warn' | 'error', limit = 100): Promise<string[]> => (await readLog(dir, level, limit)).map(({ event }) => event);
    expect(await names('info', 3)).toEqual(['event.11', 'event.10', 'event.9']);
    expect((await names('error')).every((name) => Number(name.slice(6)) % 3 === 0)).toBe(true);
    expect((await names('warn')).slice(0, 2)).toEqual(['event.10', 'event.9']);
    expect(await readLog(join(dir, 'none'), 'info', 10)).toEqual([]);
  });
});

describe('a step', () => {
  it('that breaks is a finding, not an end', async () => {
    const context = { signal: new AbortController().signal } as StepContext;
    expect(await runStep({ id: 'a', title: wordsOnly('A'), look: () => Promise.reject(new Error('no luck')) }, context)).toMatchObject({ state: 'failed', code: 'APP-BUG', payload: { detail: 'no luck' } });
  });
});

describe('storage', () => {
  it('is the sum of what is there', async () => {
    const profile = tempDir();
    mkdirSync(join(profile, 'events/2026'), { recursive: true });
    writeFileSync(join(profile, 'events/2026/a.ndjson'), 'x'.repeat(1000));
    writeFileSync(join(profile, 'settings.json'), '{}');
    writeFileSync(join(profile, 'Cookies'), 'not ours');
    const { parts, spoolCopy, freeBytes } = await storageOf({ profile, spool: join(profile, 'spool'), events: join(profile, 'events'), logs: join(profile, 'logs') });
    expect(parts.map(({ id, bytes, files }) => [id, bytes, files])).toEqual([['spool', 0, 0], ['events', 1000, 1], ['logs', 0, 0], ['configuration', 2, 1]]);
    expect(spoolCopy).toBeNull();
    expect(freeBytes).toBeGreaterThan(0);
  });

  it('shows the copy of the spool by itself, and counts it once', async () => {
    const profile = tempDir();
    const spool = join(profile, 'spool');
    mkdirSync(spool);
    writeFileSync(join(spool, 'spool.db'), 'x'.repeat(500));
    writeFileSync(join(spool, 'spool.v4-20261120T081500Z.db'), 'x'.repeat(300));
    const { parts, spoolCopy } = await storageOf({ profile, spool, events: join(profile, 'events'), logs: join(profile, 'logs') });
    expect(parts[0]).toMatchObject({ id: 'spool', bytes: 500, files: 1 });
    expect(spoolCopy).toEqual({ path: join(spool, 'spool.v4-20261120T081500Z.db'), bytes: 300, at: Date.parse('2026-11-20T08:15:00Z') });
  });
});
