import { join, resolve } from 'node:path';

import { describe, expect, it } from 'vitest';

import { failure } from '../../electron/collector/kit/failure-error';
import { Secret } from '../../electron/collector/kit/secret';
import { fileName, streamKey } from '../../electron/collector/outputs/file/file-names';
import type { RenderedBatch } from '../../electron/collector/outputs/output';
import { syslogMessage } from '../../electron/collector/outputs/syslog/syslog-message';
import { readCommandLine } from '../../electron/main/command-line';
import { csv } from '../../electron/main/kit/csv';
import { Redactor } from '../../electron/main/log/redactor';
import { fileFor } from '../../electron/main/windows/app-protocol';
import { ConnectorConfigSchema, ConnectorDraftSchema } from '../../shared/model/connector';
import { OutputDraftSchema } from '../../shared/model/output';
import { leave } from './support/figures';
import { hostileAddresses, hostileTexts, hostileValues } from './support/hostile';

const draft = {
  id: '', name: 'Head office', baseUrl: 'https://api.services.mimecast.com', clientId: 'client-1', clientSecret: 'secret-1', logTypes: ['SIEM'], platform: 'auto',
  siemDelivery: 'batch', startFrom: null, pollSeconds: null, outputs: ['local-files'], enabled: true,
};
const output = { id: '', name: 'DNIF', enabled: true, format: 'both', type: 'http', url: 'https://dnif.example.com/in', auth: { kind: 'bearer' }, maxEvents: 500, maxKiB: 1024, gzip: true };

describe('forms', () => {
  it('take no address to which a secret must not go', (context) => {
    const addresses = [...hostileAddresses, 'http://192.0.2.1/', 'http://localhost.example.com/', 'http://127.0.0.1.example.com/', 'https://a:b@example.com/', 'https://example.com/?x=1', 'https://example.com/#x', 'HTTP://EXAMPLE.COM'];
    for (const text of addresses) {
      const taken = ConnectorDraftSchema.safeParse({ ...draft, baseUrl: text });
      if (taken.success) expect(new URL(taken.data.baseUrl), text).toMatchObject({ protocol: 'https:', username: '', password: '', search: '', hash: '' });
      const sent = OutputDraftSchema.safeParse({ config: { ...output, url: text }, secret: null });
      if (sent.success) expect(new URL((sent.data.config as { url: string }).url), text).toMatchObject({ protocol: 'https:', username: '', password: '' });
    }
    leave(context, { tried: { 'addresses in forms': addresses.length * 2 } });
  });

  it('take nothing else than what each field is for', (context) => {
    let tried = 0;
    for (const field of Object.keys(draft)) {
      for (const value of hostileValues) {
        tried += 1;
        const parsed = ConnectorDraftSchema.safeParse({ ...draft, [field]: value });
        if (!parsed.success) continue;
        expect(Object.keys(parsed.data).sort(), `${field}`).toEqual(Object.keys(draft).sort());
        expect(JSON.stringify([parsed.data.name, parsed.data.clientId, parsed.data.clientSecret, parsed.data.baseUrl]), field).not.toMatch(/[\u0000-\u001f\u007f\u202a-\u202e]|\\u00[01]/);
      }
    }
    leave(context, { tried: { 'values in forms': tried } });
  });

  it('cannot be given fields they do not have', (context) => {
    const extra = JSON.parse('{"__proto__":{"polluted":"yes"},"secretSavedAt":"2020-01-01","vault":"x","isAdmin":true,"clientSecretEnv":"PATH"}') as Record<string, unknown>;
    const parsed = ConnectorConfigSchema.parse({ ...draft, id: 'c1', ...extra });
    for (const name of ['secretSavedAt', 'vault', 'isAdmin', 'clientSecretEnv', 'clientSecret', 'polluted']) expect(name in parsed, name).toBe(false);
    expect('polluted' in {}).toBe(false);
    leave(context, { tried: { 'fields too many': Object.keys(extra).length } });
  });
});

describe('exports', () => {
  it('hold no cell that a spreadsheet would run, and no row that was not there', (context) => {
    const cells = [...hostileTexts, '=1+1', '+1', '-1', '@x', '\t=1', '\r=1', '=cmd|"/C calc"!A0', '"=1"', ',=1', '\n=1'];
    for (const cell of cells) {
      const text = csv([['a', cell, 'b'], ['second', 1, 2]]);
      const [, first = '', rest = ''] = /^a,("(?:[^"]|"")*"|[^,]*),b\r\n([^]*)$/.exec(text) ?? [];
      expect(rest, JSON.stringify(cell).slice(0, 60)).toBe('second,1,2\r\n');
      const shown = first.startsWith('"') ? first.slice(1, -1).replaceAll('""', '"') : first;
      expect(shown, JSON.stringify(cell).slice(0, 60)).not.toMatch(/^[=+\-@\t\r]/);
    }
    leave(context, { tried: { 'cells of exports': cells.length } });
  });

  it('go to files whose names stay in their folder on every system', (context) => {
    const folder = resolve('/srv/events');
    // The form takes 80 characters; ten times that must not matter.
    const names = [...hostileTexts.map((text) => text.slice(0, 800)), 'CON', 'nul.txt', 'a.', 'a ', '~', '.', '..', '.hidden', '-rf', 'a/../../b', 'ＣＯＮ', 'a:b', 'x'.repeat(300), '日本語'.repeat(60)];
    for (const name of names) {
      const file = fileName(streamKey(name, 'SIEM'), 1);
      expect(join(folder, file).startsWith(`${folder}/`), name.slice(0, 60)).toBe(true);
      expect(file, name.slice(0, 60)).not.toMatch(/[/\\:*?"<>|\u0000-\u001f]|^[.-]|^(con|nul|aux|prn|com\d|lpt\d)([._]|$)|[ .]$/i);
      expect(Buffer.byteLength(file), name.slice(0, 60)).toBeLessThan(256);
    }
    expect(new Set(names.map((name) => streamKey(name, 'SIEM').toLowerCase())).size).toBe(new Set(names.map((name) => name.normalize('NFC'))).size);
    leave(context, { tried: { 'names of files': names.length } });
  });
});

describe('syslog', () => {
  it('is one message per event, whatever its fields hold', (context) => {
    let tried = 0;
    for (const text of hostileTexts.filter((each) => each.length < 10_000)) {
      const line = JSON.stringify({ id: 'e1', connector: text, logType: 'SIEM', eventType: text, time: null, subject: `${text}\r\n<0>1 - forged - - - x`, raw: { text } });
      const encoded = Buffer.from(`${line}\n`);
      const batch = { connectorName: text, logType: 'SIEM' as const, count: 1, lines: new Uint8Array(encoded), ids: new Uint8Array(16), ends: new Uint32Array([encoded.length]), seq: 1 } satisfies RenderedBatch;
      for (const protocol of ['rfc5424', 'rfc3164'] as const) {
        tried += 1;
        const message = syslogMessage(batch, 0, { config: { protocol, facility: 'local0', appName: 'mimecast', structuredData: true }, hostName: text, now: 0 }).toString('latin1');
        expect(message, JSON.stringify(text)).not.toMatch(/[\u0000-\u001f\u007f]/);
        expect(message).toMatch(/^<\d{1,3}>/);
      }
    }
    leave(context, { tried: { 'syslog messages': tried } });
  });
});

describe('the log and the failures', () => {
  const secret = 'Canary-Redactor+Secret/"x"&y';

  it('hold no secret in any form in which one travels', (context) => {
    const redactor = new Redactor();
    redactor.learn(new Secret(secret));
    const base64 = Buffer.from(secret).toString('base64');
    const texts = [
      secret, `x${secret}x`, JSON.stringify({ secret }), encodeURIComponent(secret), base64, `client_secret=${secret}`, `Authorization: Bearer ${base64}`,
      'Bearer abcdefghijklmnop', 'bearer  abcdefghijklmnop', 'https://user:password@proxy.example.com:8080/', 'https://s3.example.com/f?X-Amz-Signature=abcdef0123456789', 'https://s3.example.com/f?a=b&Signature=abcdef0123456789#x',
      '{"access_token":"abcdef0123456789"}', 'password: abcdef0123456789',
    ];
    for (const text of texts) {
      const cleaned = redactor.clean(text);
      for (const piece of [secret, encodeURIComponent(secret), base64.replace(/=+$/, ''), 'abcdefghijklmnop', 'abcdef0123456789', 'user:password']) expect(cleaned, text).not.toContain(piece);
    }
    for (const text of texts.slice(7)) expect(failure('APP-BUG', { at: 0, detail: text }).detail, text).not.toMatch(/abcdefghijklmnop|abcdef0123456789|user:password/);
    for (const shown of [String(new Secret(secret)), JSON.stringify({ s: new Secret(secret) }), `${String(new Secret(secret))}`]) expect(shown).not.toContain('Canary');
    leave(context, { tried: { 'texts for the log': texts.length } });
  });
});

describe('the command line and the addresses of the window', () => {
  it('hold nothing that leads elsewhere', (context) => {
    for (const text of hostileTexts.filter((each) => each.length < 10_000)) {
      const line = readCommandLine([text], '/home/u');
      expect(line, text).toEqual({ demo: false, hidden: false, forSeconds: null, profile: null });
      const file = fileFor('/app/window', `app://window/${text}`);
      if (file !== null) expect(file.startsWith('/app/window/'), text).toBe(true);
      expect(fileFor('/app/window', text), text).toBeNull();
    }
    leave(context, { tried: { 'arguments and addresses': hostileTexts.length * 3 } });
  });
});
