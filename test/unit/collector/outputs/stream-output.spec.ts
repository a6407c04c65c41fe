import { chmodSync, writeFileSync } from 'node:fs';
import type { AddressInfo, Socket } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';

import { describe, expect, it, onTestFinished } from 'vitest';

import { systemClock } from '../../../../electron/collector/kit/clock';
import { FailureError } from '../../../../electron/collector/kit/failure-error';
import type { Delivery, Output } from '../../../../electron/collector/outputs/output';
import { SyslogOutput } from '../../../../electron/collector/outputs/syslog/syslog-output';
import { TcpOutput } from '../../../../electron/collector/outputs/tcp/tcp-output';
import type { SyslogOutputConfig, TcpOutputConfig } from '../../../../shared/model/output';
import { idsOf, lawBatch } from '../../../laws/output-law';
import { DatagramReceiver } from '../../../receivers/datagram-receiver';
import type { ServerTls } from '../../../receivers/http-receiver';
import { selfSigned } from '../../../receivers/self-signed';
import { byCount, byLine, StreamReceiver } from '../../../receivers/stream-receiver';
import { parseSyslog, syslogId } from '../../../receivers/syslog-parser';
import { tempDir } from '../../../support/temp-dir';
import { until } from '../../../support/until';

const never = new AbortController().signal;
const common = { id: 'o', name: 'Output', enabled: true, format: 'both' } as const;
const lineId = (text: string): string => String((JSON.parse(text) as { readonly id?: unknown }).id);

async function opened<O extends Output>(output: O): Promise<O> {
  onTestFinished(() => output.close());
  await output.open(null, never);
  return output;
}

function tcp(port: number, parts: Partial<TcpOutputConfig> = {}, timeouts = { connectMs: 2_000, sendMs: 2_000 }): TcpOutput {
  return new TcpOutput({ config: { ...common, type: 'tcp', host: '127.0.0.1', port, tls: { enabled: false }, ...parts }, clock: systemClock, timeouts });
}

const syslogConfig = (port: number, parts: Partial<SyslogOutputConfig> = {}): SyslogOutputConfig => ({
  ...common, type: 'syslog', host: '127.0.0.1', port, transport: 'tcp', protocol: 'rfc5424', framing: 'octet-counting', facility: 'local0', appName: 'mimecast', structuredData: true, maxKiB: 64, ...parts,
});

async function receiver(split = byLine, tls: ServerTls | null = null): Promise<StreamReceiver> {
  const made = await StreamReceiver.start(split, tls);
  onTestFinished(() => made.stop());
  return made;
}

const codeOf = (delivery: Delivery): string => (delivery.kind === 'delivered' ? 'delivered' : delivery.failure.code);

describe('output over a stream', () => {
  it('sends again what a broken connection may have swallowed, and nothing after an orderly end', async () => {
    const sockets: Socket[] = [];
    const taken: string[] = [];
    let reading = true;
    const server = createServer((socket) => {
      sockets.push(socket);
      socket.on('error', () => undefined);
      if (reading) socket.on('data', (chunk: Buffer) => taken.push(...chunk.toString('utf8').split('\n').filter((line) => line !== '').map(lineId)));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      for (const socket of sockets) socket.destroy();
      server.close();
    });
    const output = await opened(tcp((server.address() as AddressInfo).port));
    reading = false;
    expect((await output.deliver([lawBatch(1)], never)).kind).toBe('delivered');
    await until('connected', () => sockets.length === 1);
    // Unread bytes make a reset of it: they are lost, although the write had succeeded.
    reading = true;
    sockets[0]?.resetAndDestroy();
    await until('gone', () => sockets[0]?.closed === true);
    expect((await output.deliver([lawBatch(2)], never)).kind).toBe('delivered');
    await until('arrived', () => taken.length === 6);
    expect(taken).toEqual(idsOf([lawBatch(1), lawBatch(2)]));
    sockets[1]?.end();
    await until('ended', () => sockets[1]?.closed === true);
    expect((await output.deliver([lawBatch(3)], never)).kind).toBe('delivered');
    await until('arrived', () => taken.length === 9);
    expect(taken).toEqual(idsOf([lawBatch(1), lawBatch(2), lawBatch(3)]));
  });

  it('does not wait for ever for a receiver that reads nothing', async () => {
    const deaf = await receiver();
    void deaf.deafen();
    const output = await opened(tcp(deaf.port, {}, { connectMs: 2_000, sendMs: 200 }));
    const delivery = await output.deliver(Array.from({ length: 60 }, (_, number) => lawBatch(number + 1, 1000)), never);
    expect(delivery).toMatchObject({ kind: 'retry', failure: { code: 'OUT-UNREACHABLE', detail: 'the receiver reads nothing for 0.2 seconds' } });
  });

  it('ends a hanging delivery by abort and by close', async () => {
    const deaf = await receiver();
    void deaf.deafen();
    const batches = Array.from({ length: 60 }, (_, number) => lawBatch(number + 1, 1000));
    const output = await opened(tcp(deaf.port, {}, { connectMs: 2_000, sendMs: 60_000 }));
    const stop = new AbortController();
    const aborted = output.deliver(batches, stop.signal);
    await until('connected', () => deaf.connections === 1);
    stop.abort(new Error('deadline'));
    await expect(aborted).rejects.toThrow('deadline');
    const closed = output.deliver(batches, never);
    await until('connected again', () => deaf.connections === 2);
    await output.close();
    expect(await closed).toMatchObject({ kind: 'retry', failure: { code: 'APP-CANCELLED' } });
  });

  it('holds its rate', async () => {
    const other = await receiver();
    const output = await opened(tcp(other.port, { rateLimit: { eventsPerSecond: 40 } }));
    const started = systemClock.now();
    expect((await output.deliver([lawBatch(1, 60)], never)).kind).toBe('delivered');
    expect(systemClock.now() - started).toBeGreaterThan(900);
    await until('arrived', () => other.messages.length === 60);
  });
});

describe('output over TLS', () => {
  const files = (): { readonly caFile: string; readonly keyFile: string; readonly folder: string } => {
    const folder = tempDir();
    const caFile = join(folder, 'ca.crt');
    const keyFile = join(folder, 'client.key');
    writeFileSync(caFile, selfSigned.cert);
    writeFileSync(keyFile, selfSigned.key);
    return { caFile, keyFile, folder };
  };

  it('trusts the authority of its file, and no other', async () => {
    const secure = await receiver(byLine, selfSigned);
    const { caFile } = files();
    const trusting = await opened(tcp(secure.port, { tls: { enabled: true, caFile } }));
    expect((await trusting.deliver([lawBatch(1)], never)).kind).toBe('delivered');
    await until('arrived', () => secure.messages.length === 3);
    const unknown = await opened(tcp(secure.port, { tls: { enabled: true } }));
    expect(codeOf(await unknown.deliver([lawBatch(2)], never))).toBe('NET-TLS');
    const otherName = await opened(tcp(secure.port, { tls: { enabled: true, caFile, serverName: 'siem.example.com' } }));
    expect(codeOf(await otherName.deliver([lawBatch(2)], never))).toBe('NET-TLS');
    const byName = await opened(tcp(secure.port, { tls: { enabled: true, caFile, serverName: 'localhost' } }));
    expect((await byName.deliver([lawBatch(2)], never)).kind).toBe('delivered');
  });

  it('does not believe an environment that says not to check', async () => {
    const secure = await receiver(byLine, selfSigned);
    const before = process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
    onTestFinished(() => {
      if (before === undefined) delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
      else process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = before;
    });
    const output = await opened(tcp(secure.port, { tls: { enabled: true } }));
    expect(codeOf(await output.deliver([lawBatch(1)], never))).toBe('NET-TLS');
  });

  it('shows its certificate, and hears a refusal before it calls anything sent', async () => {
    const secure = await receiver(byCount, { ...selfSigned, ca: selfSigned.cert, requestCert: true });
    const { caFile, keyFile } = files();
    const known = await opened(new SyslogOutput({ config: syslogConfig(secure.port, { transport: 'tls', tls: { caFile, clientCertFile: caFile, clientKeyFile: keyFile } }), clock: systemClock }));
    expect((await known.deliver([lawBatch(1)], never)).kind).toBe('delivered');
    await until('arrived', () => secure.messages.length === 3);
    const stranger = await opened(new SyslogOutput({ config: syslogConfig(secure.port, { transport: 'tls', tls: { caFile } }), clock: systemClock }));
    expect(codeOf(await stranger.deliver([lawBatch(2)], never))).toBe('NET-TLS');
    expect(secure.messages.map(syslogId)).toEqual(idsOf([lawBatch(1)]));
  });

  it('does not talk to a server without TLS', async () => {
    const plain = await receiver();
    const output = await opened(tcp(plain.port, { tls: { enabled: true } }, { connectMs: 300, sendMs: 300 }));
    expect((await output.deliver([lawBatch(1)], never)).kind).toBe('retry');
    expect([...plain.messages, ...plain.fragments].filter((text) => text.includes('"id"'))).toEqual([]);
  });

  it.each([
    ['is missing', (folder: string) => ({ caFile: join(folder, 'nothing.crt') }), /ENOENT/],
    ['is no PEM file', (folder: string) => ({ caFile: join(folder, 'text.crt') }), /not a PEM file/],
    ['has a passphrase', (folder: string) => ({ clientCertFile: join(folder, 'ca.crt'), clientKeyFile: join(folder, 'locked.key') }), /passphrase/],
    ['does not belong to its certificate', (folder: string) => ({ clientCertFile: join(folder, 'ca.crt'), clientKeyFile: join(folder, 'text.crt') }), /text\.crt/],
  ])('names a file that %s', async (_, tls, words) => {
    const { folder } = files();
    writeFileSync(join(folder, 'text.crt'), 'nothing of use');
    writeFileSync(join(folder, 'locked.key'), '-----BEGIN ENCRYPTED PRIVATE KEY-----\n');
    chmodSync(join(folder, 'locked.key'), 0o600);
    const output = tcp(1, { tls: { enabled: true, ...tls(folder) } });
    onTestFinished(() => output.close());
    await expect(output.open(null, never)).rejects.toSatisfy(
      (error) => error instanceof FailureError && error.failure.code === 'OUT-CERTIFICATE' && words.test(error.failure.detail ?? ''),
    );
  });
});

describe('syslog output', () => {
  it('speaks of the event in header and body', async () => {
    const other = await receiver(byCount);
    const output = await opened(new SyslogOutput({ config: syslogConfig(other.port), clock: systemClock, hostName: 'collector-1' }));
    await output.deliver([lawBatch(1, 1)], never);
    await until('arrived', () => other.messages.length === 1);
    expect(parseSyslog(other.messages[0] ?? '')).toMatchObject({ facility: 16, severity: 6, host: 'collector-1', app: 'mimecast', messageId: 'SIEM', data: { connector: 'head office' } });
  });

  it('refuses what a datagram cannot carry, and sends the rest', async () => {
    const other = await DatagramReceiver.start();
    onTestFinished(() => other.stop());
    const output = await opened(new SyslogOutput({ config: syslogConfig(other.port, { transport: 'udp', maxKiB: 4096 }), clock: systemClock }));
    const big = lawBatch(2, 1);
    const lines = new Uint8Array(Buffer.from(`${JSON.stringify({ id: idsOf([big])[0], filler: 'x'.repeat(70_000) })}\n`));
    const delivery = await output.deliver([lawBatch(1), { ...big, lines, ends: new Uint32Array([lines.length]) }, lawBatch(3)], never);
    expect(delivery).toMatchObject({ kind: 'refused', failure: { code: 'OUT-TOO-LARGE', detail: expect.stringContaining('carries 65507') as unknown }, events: new Map([[2, [0]]]) });
    await until('the rest arrived', () => other.messages.length === 6);
    expect(other.messages.map(syslogId)).toEqual(idsOf([lawBatch(1), lawBatch(3)]));
  });

  it('refuses what the receiver is said not to take', async () => {
    const other = await receiver(byCount);
    const output = await opened(new SyslogOutput({ config: syslogConfig(other.port, { maxKiB: 1 }), clock: systemClock }));
    const big = lawBatch(1, 1);
    const lines = new Uint8Array(Buffer.from(`${JSON.stringify({ id: idsOf([big])[0], filler: 'x'.repeat(2_000) })}\n`));
    expect(codeOf(await output.deliver([{ ...big, lines, ends: new Uint32Array([lines.length]) }], never))).toBe('OUT-TOO-LARGE');
  });

  it('notices a computer without a listener, where the network tells', async () => {
    const other = await DatagramReceiver.start();
    const revive = await other.kill();
    const output = await opened(new SyslogOutput({ config: syslogConfig(other.port, { transport: 'udp' }), clock: systemClock }));
    expect(codeOf(await output.deliver([lawBatch(1)], never))).toBe('OUT-UNREACHABLE');
    await revive();
    onTestFinished(() => other.stop());
    expect((await output.deliver([lawBatch(1)], never)).kind).toBe('delivered');
    await until('arrived', () => new Set(other.messages.map(syslogId)).size === 3);
  });

  it('says which name is not found', async () => {
    const output = await opened(new SyslogOutput({ config: syslogConfig(514, { host: 'no-such-host.invalid' }), clock: systemClock, timeouts: { connectMs: 3_000, sendMs: 3_000 } }));
    expect(await output.deliver([lawBatch(1)], never)).toMatchObject({ kind: 'retry', failure: { code: 'OUT-UNREACHABLE' } });
  });
});
