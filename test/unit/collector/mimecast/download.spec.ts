import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, it, onTestFinished } from 'vitest';

import type { Clock } from '../../../../electron/collector/kit/clock';
import { Downloads, fileName } from '../../../../electron/collector/sources/mimecast/client/download';
import { createAgent } from '../../../../electron/collector/sources/mimecast/client/http';
import { failureOf, never } from '../../../support/api';
import { FakeClock } from '../../../support/fake-clock';
import { tempDir } from '../../../support/temp-dir';
import { serve } from '../../../support/web-server';

const mib = 1024 * 1024;
const signature = '?X-Amz-Signature=canary-signature';

function downloads(clock: Clock = new FakeClock()) {
  const agent = createAgent();
  const dir = path.join(tempDir(), 'incoming');
  onTestFinished(() => agent.destroy());
  return { downloads: new Downloads({ agent, clock, tempDir: dir }), dir };
}

describe('Downloads', () => {
  it('keeps a small file in memory and shows no credentials', async () => {
    const server = await serve(() => ({ body: Buffer.from('content') }));
    const { downloads: own, dir } = downloads();
    const { source, discard } = await own.fetch(`${server.url}/2026/a.json.gz${signature}`, 7, never);
    expect(source).toEqual({ kind: 'bytes', bytes: new Uint8Array(Buffer.from('content')), cut: false });
    expect(server.asked[0]?.headers.authorization).toBeUndefined();
    expect(server.asked[0]?.headers['accept-encoding']).toBe('identity');
    expect(server.asked[0]?.url).toContain('canary-signature');
    await discard();
    expect(existsSync(dir)).toBe(false);
  });

  it('takes a large file through the disk, privately, and removes it', async () => {
    const body = Buffer.alloc(20 * mib);
    for (let at = 0; at < body.length; at += 4) body.writeUInt32LE(at, at);
    const server = await serve(() => ({ body }));
    const { downloads: own, dir } = downloads();
    const { source, discard } = await own.fetch(`${server.url}/large.json.gz`, body.length, never);
    expect(source.kind).toBe('path');
    if (source.kind === 'path') expect(readFileSync(source.path).equals(body)).toBe(true);
    expect(readdirSync(dir)).toHaveLength(1);
    await discard();
    await discard();
    expect(readdirSync(dir)).toEqual([]);
    await own.close();
    expect(existsSync(dir)).toBe(false);
  });

  it.each([
    [403, {}, 'MC-FILE-REFUSED'],
    [404, {}, 'MC-FILE-REFUSED'],
    [400, {}, 'MC-FILE-REFUSED'],
    [301, { location: 'http://127.0.0.1:9/elsewhere' }, 'MC-FILE-REFUSED'],
    [500, {}, 'MC-SERVER-5XX'],
    [503, {}, 'MC-SERVER-5XX'],
    [429, {}, 'MC-SERVER-5XX'],
    [200, { 'content-type': 'text/html; charset=utf-8' }, 'NET-NOT-API'],
  ] as const)('HTTP %i %j is %s, and the failure names the file without its signature', async (status, headers, code) => {
    const server = await serve(() => ({ status, headers: { 'content-type': 'application/xml', ...headers }, body: '<Error/>' }));
    const failure = await failureOf(downloads().downloads.fetch(`${server.url}/2026/a.json.gz${signature}`, null, never));
    expect(failure).toMatchObject({ code });
    expect(failure.detail).toContain('a.json.gz');
    expect(JSON.stringify(failure)).not.toContain('canary');
    expect(server.asked).toHaveLength(1);
  });

  it('notices a file that is shorter than the list said, whatever the answer announces', async () => {
    const server = await serve(() => ({ body: Buffer.alloc(100) }));
    const { downloads: own, dir } = downloads();
    expect(await failureOf(own.fetch(`${server.url}/a.gz${signature}`, 101, never))).toMatchObject({ code: 'MC-FILE-BROKEN', detail: 'The log file a.gz ended after 100 of 101 bytes.' });
    expect((await own.fetch(`${server.url}/a.gz`, 101, never, true)).source.cut).toBe(true);
    expect((await own.fetch(`${server.url}/a.gz`, 100, never)).source.cut).toBe(false);
    expect((await own.fetch(`${server.url}/a.gz`, 50, never)).source.cut).toBe(false);
    expect(existsSync(dir)).toBe(false);
  });

  it('a connection that breaks in the middle is a failure, and leaves nothing on the disk', async () => {
    const server = await serve((_asked, raw) => {
      raw.writeHead(200, { 'content-length': String(30 * mib) });
      raw.write(Buffer.alloc(12 * mib), () => raw.destroy());
      return null;
    });
    const { downloads: own, dir } = downloads();
    expect((await failureOf(own.fetch(`${server.url}/a.gz${signature}`, null, never))).code).toBe('NET-RESET');
    expect(existsSync(dir) ? readdirSync(dir) : []).toEqual([]);
  });

  it('ends a download that trickles', async () => {
    const clock = new FakeClock();
    const server = await serve((_asked, raw) => {
      raw.writeHead(200);
      const timer = setInterval(() => {
        clock.advance(59_000);
        raw.write('x');
      }, 1);
      raw.on('close', () => {
        clearInterval(timer);
      });
      return null;
    });
    expect((await failureOf(downloads(clock).downloads.fetch(`${server.url}/a.gz`, null, never))).code).toBe('NET-TIMEOUT');
  });

  it.each(['http://bucket.example/a.gz?x', 'ftp://127.0.0.1/a.gz', 'https://user:pw@bucket.example/a.gz', 'file:///etc/passwd', '//bucket.example/a', 'nonsense', ''])('refuses the address %j without asking', async (address) => {
    const failure = await failureOf(downloads().downloads.fetch(address, null, never));
    expect(failure).toMatchObject({ code: 'MC-ANSWER-SHAPE', detail: 'The address of a log file is not a secure address.' });
  });

  it('ends with the reason of the signal and removes what it had', async () => {
    const server = await serve((_asked, raw) => {
      raw.writeHead(200);
      raw.write(Buffer.alloc(10 * mib));
      return null;
    });
    const { downloads: own, dir } = downloads();
    const stop = new AbortController();
    const reason = new Error('stop');
    const fetching = own.fetch(`${server.url}/a.gz`, null, stop.signal);
    while (!existsSync(dir) || readdirSync(dir).length === 0) await new Promise((resolve) => setTimeout(resolve, 2));
    stop.abort(reason);
    await expect(fetching).rejects.toBe(reason);
    expect(readdirSync(dir)).toEqual([]);
  });
});

describe('fileName', () => {
  it('is the last part of the path only', () => {
    expect(fileName('https://b.example/2026/03/email_receipt_0001.json.gz?X-Amz-Signature=s')).toBe('email_receipt_0001.json.gz');
    expect(fileName('nonsense?secret')).toBe('without a readable address');
    expect(fileName(`https://b.example/${'x'.repeat(500)}`)).toHaveLength(120);
  });
});
