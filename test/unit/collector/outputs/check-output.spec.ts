import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it, onTestFinished } from 'vitest';

import { systemClock } from '../../../../electron/collector/kit/clock';
import { Secret } from '../../../../electron/collector/kit/secret';
import { checkOutput } from '../../../../electron/collector/outputs/check-output';
import type { HttpOutputConfig, OutputConfig } from '../../../../shared/model/output';
import { DatagramReceiver } from '../../../receivers/datagram-receiver';
import { HttpReceiver } from '../../../receivers/http-receiver';
import { byCount, StreamReceiver } from '../../../receivers/stream-receiver';
import { never } from '../../../support/api';
import { listeningLog } from '../../../support/doubles';
import { fileConfig } from '../../../support/loops';
import { tempDir } from '../../../support/temp-dir';

const deps = { clock: systemClock, log: listeningLog() };
const base = { id: 'o', name: 'Out', enabled: true, format: 'both' as const };

function httpConfig(url: string, parts: Partial<HttpOutputConfig> = {}): HttpOutputConfig {
  return { ...base, type: 'http', url, auth: { kind: 'bearer' }, maxEvents: 10, maxKiB: 64, gzip: true, ...parts };
}

async function receiver(): Promise<HttpReceiver> {
  const made = await HttpReceiver.start();
  onTestFinished(() => made.stop());
  return made;
}

async function exchangeOf(config: OutputConfig, secret: Secret | null = null) {
  const report = await checkOutput(config, secret, deps, never);
  return { report, exchange: report.items[0]?.exchange };
}

describe('Send test event', () => {
  it('shows the request and the answer over HTTP, and never the secret', async () => {
    const server = await receiver();
    server.auth = { kind: 'bearer', token: 'canary-token-1' };
    server.answerBody = '{"status":"success","echo":"canary-token-1"}';
    const { report, exchange } = await exchangeOf(httpConfig(`${server.url}?key=query-secret`), new Secret('canary-token-1'));
    expect(report.passed).toBe(true);
    const lines = exchange?.sent.split('\n') ?? [];
    expect(lines.slice(0, 4)).toEqual([`POST ${server.url}?••••••`, 'content-type: application/json', 'content-encoding: gzip (shown here as it was before)', 'authorization: ••••••']);
    expect(JSON.parse(lines.at(-1) ?? '')).toEqual(server.events);
    expect(exchange?.answer).toContain('HTTP 200 OK');
    expect(exchange?.answer).toContain('"status":"success"');
    expect(JSON.stringify(report)).not.toMatch(/canary-token-1|query-secret/);
  });

  it('shows the words of a receiver that refuses', async () => {
    const server = await receiver();
    server.script.push({ kind: 'status', status: 403, body: 'scope not allowed' });
    const { report, exchange } = await exchangeOf(httpConfig(server.url), new Secret('x'));
    expect(report).toMatchObject({ passed: false, items: [{ failure: { code: 'OUT-AUTH' } }] });
    expect(exchange?.answer).toBe('HTTP 403 Forbidden\n\nscope not allowed');
  });

  it('keeps only the beginning of a long answer', async () => {
    const server = await receiver();
    server.answerBody = 'x'.repeat(50_000);
    const { exchange } = await exchangeOf(httpConfig(server.url, { auth: { kind: 'none' } }));
    expect(exchange?.answer?.length).toBeLessThan(5_000);
  });

  it('shows nothing when nothing could be sent', async () => {
    const { report, exchange } = await exchangeOf(httpConfig('http://127.0.0.1:9/x', { tls: { caFile: '/nowhere.pem' }, auth: { kind: 'none' } }));
    expect(report.passed).toBe(false);
    expect(exchange).toBeUndefined();
  });

  it('shows the bytes as they were framed where nothing is ever answered', async () => {
    const stream = await StreamReceiver.start(byCount);
    onTestFinished(() => stream.stop());
    const config: OutputConfig = {
      ...base, type: 'syslog', host: '127.0.0.1', port: stream.port, transport: 'tcp', protocol: 'rfc5424', framing: 'octet-counting', facility: 'local0', appName: 'mimecast', structuredData: true, maxKiB: 64,
    };
    const { exchange } = await exchangeOf(config);
    expect(exchange?.sent).toMatch(new RegExp(`^To tcp://127\\.0\\.0\\.1:${stream.port}\\n\\n\\d+ <134>1 `));
    expect(exchange?.answer).toBeNull();
    const datagrams = await DatagramReceiver.start();
    onTestFinished(() => datagrams.stop());
    const udp = await exchangeOf({ ...config, transport: 'udp', port: datagrams.port });
    expect(udp.exchange?.sent).toContain('\n\n<134>1 ');
  });

  it('shows the line that was written to a file', async () => {
    const path = tempDir();
    const { exchange } = await exchangeOf({ ...fileConfig, path });
    const [written = ''] = readdirSync(path, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ndjson'));
    expect(exchange?.sent).toBe(readFileSync(join(path, written), 'utf8'));
    expect(exchange?.answer).toBe('Written and synced to the disk.');
  });
});
