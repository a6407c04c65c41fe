import { createServer as createHttpServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { createServer } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';

import { describe, expect, it, onTestFinished } from 'vitest';

import { systemClock } from '../../../../electron/collector/kit/clock';
import { manualRoutes } from '../../../../electron/collector/kit/manual-proxy';
import type { NetworkAccess } from '../../../../electron/collector/kit/network';
import { directAccess, Network, processNetwork } from '../../../../electron/collector/kit/network';
import { Secret } from '../../../../electron/collector/kit/secret';
import { checkOutput } from '../../../../electron/collector/outputs/check-output';
import { HttpOutput } from '../../../../electron/collector/outputs/http/http-output';
import { KafkaOutput } from '../../../../electron/collector/outputs/kafka/kafka-output';
import type { Output } from '../../../../electron/collector/outputs/output';
import { StreamLink } from '../../../../electron/collector/outputs/stream/stream-link';
import { SyslogOutput } from '../../../../electron/collector/outputs/syslog/syslog-output';
import { TcpOutput } from '../../../../electron/collector/outputs/tcp/tcp-output';
import type { KafkaOutputConfig, SyslogOutputConfig, TcpOutputConfig } from '../../../../shared/model/output';
import { KafkaOutputSchema, TcpOutputSchema } from '../../../../shared/model/output';
import { idsOf, lawBatch } from '../../../laws/output-law';
import type { ProxyOptions } from '../../../receivers/connect-proxy';
import { ConnectProxy } from '../../../receivers/connect-proxy';
import { DatagramReceiver } from '../../../receivers/datagram-receiver';
import { privateCa } from '../../../receivers/private-ca';
import { byCount, byLine, StreamReceiver } from '../../../receivers/stream-receiver';
import { listeningLog } from '../../../support/doubles';
import { until } from '../../../support/until';

const never = new AbortController().signal;
const common = { id: 'o', name: 'Output', enabled: true, format: 'both' } as const;
const timeouts = { connectMs: 3_000, sendMs: 3_000 };
const serverTls = { key: privateCa.key, cert: privateCa.cert };

const tcp = (port: number, parts: Partial<TcpOutputConfig> = {}): TcpOutput =>
  new TcpOutput({ config: { ...common, type: 'tcp', host: 'api.example.com', port, tls: { enabled: false }, ...parts }, clock: systemClock, timeouts });
const syslogConfig: SyslogOutputConfig = { ...common, type: 'syslog', host: 'api.example.com', port: 6514, transport: 'tls', protocol: 'rfc5424', framing: 'octet-counting', facility: 'local0', appName: 'mimecast', structuredData: true, maxKiB: 64 };
const kafkaConfig: KafkaOutputConfig = { ...common, type: 'kafka', brokers: ['api.example.com:9093'], topic: 'events', tls: { enabled: false }, sasl: { kind: 'none' }, key: 'stream', gzip: false, maxKiB: 900 };

async function receiver(split: typeof byLine, tls: typeof serverTls | null): Promise<StreamReceiver> {
  const made = await StreamReceiver.start(split, tls);
  onTestFinished(() => made.stop());
  return made;
}

/** The network of a company: only its proxy knows the receivers. */
async function behindProxy(options: ProxyOptions, more: Partial<NetworkAccess> = {}): Promise<ConnectProxy> {
  const proxy = await ConnectProxy.start(options);
  const routesTo = manualRoutes(proxy.url, [], () => Promise.resolve({ username: 'user', password: new Secret('word') }));
  processNetwork.use({ routesTo, extraCa: [privateCa.ca], minVersion: 'TLSv1.2', ...more });
  onTestFinished(async () => {
    processNetwork.use(directAccess);
    await proxy.stop();
  });
  return proxy;
}

async function deliverOne(output: Output) {
  onTestFinished(() => output.close());
  await output.open(null, never);
  return output.deliver([lawBatch(1)], never);
}

describe('outputs that speak no HTTP, behind a proxy', () => {
  it('TCP goes through a tunnel, with the name resolved by the proxy', async () => {
    const there = await receiver(byLine, null);
    const proxy = await behindProxy({ credentials: 'user:word', hosts: { 'api.example.com:5514': there.port } });
    expect((await deliverOne(tcp(5514))).kind).toBe('delivered');
    await until('the receiver has it', () => there.messages.length === idsOf([lawBatch(1)]).length);
    expect(proxy.asked.map(({ target }) => target)).toEqual(['api.example.com:5514']);
  });

  it('TLS verifies the receiver behind the tunnel, with the additional CA of the settings', async () => {
    const there = await receiver(byLine, serverTls);
    const hosts = { 'api.example.com:6514': there.port };
    await behindProxy({ hosts });
    expect((await deliverOne(tcp(6514, { tls: { enabled: true } }))).kind).toBe('delivered');
    await until('the receiver has it', () => there.messages.length > 0);
    await behindProxy({ hosts }, { extraCa: [] });
    expect(await deliverOne(tcp(6514, { tls: { enabled: true } }))).toMatchObject({ kind: 'retry', failure: { code: 'NET-TLS' } });
  });

  it('syslog over TLS goes the same way', async () => {
    const there = await receiver(byCount, serverTls);
    await behindProxy({ hosts: { 'api.example.com:6514': there.port } });
    expect((await deliverOne(new SyslogOutput({ config: syslogConfig, clock: systemClock, timeouts }))).kind).toBe('delivered');
    await until('the receiver has it', () => there.messages.length === idsOf([lawBatch(1)]).length);
    expect(there.fragments).toEqual([]);
  });

  it.each([
    ['that wants other credentials', { credentials: 'user:another' }, 'NET-PROXY-AUTH'],
    ['that forbids the port', { refuse: '403 Forbidden' }, 'NET-PROXY-REFUSED'],
    ['that cannot get there', { refuse: '502 Bad Gateway' }, 'NET-PROXY-UPSTREAM'],
    ['that wants a sign-in page first', { refuse: '511 Network Authentication Required' }, 'NET-PORTAL'],
  ] as const)('a proxy %s is named', async (_name, options, code) => {
    await behindProxy(options);
    expect(await deliverOne(tcp(5514))).toMatchObject({ kind: 'retry', failure: { code } });
  });

  it('a receiver among the exceptions is reached directly', async () => {
    const there = await receiver(byLine, null);
    const proxy = await behindProxy({ refuse: '403 Forbidden' });
    const routesTo = manualRoutes(proxy.url, ['localhost.example.com'], () => Promise.resolve(null));
    processNetwork.use({ ...directAccess, routesTo: (address) => routesTo(address.replace('127.0.0.1', 'localhost.example.com')) });
    expect((await deliverOne(tcp(there.port, { host: '127.0.0.1' }))).kind).toBe('delivered');
    expect(proxy.asked).toEqual([]);
  });

  it('the oldest TLS version of the settings holds for them', async () => {
    const old = createTlsServer({ ...serverTls, maxVersion: 'TLSv1.2' }, (socket) => socket.resume());
    old.on('tlsClientError', () => undefined);
    await new Promise<void>((resolve) => old.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => new Promise<void>((resolve) => old.close(() => { resolve(); })));
    const hosts = { 'api.example.com:6514': (old.address() as AddressInfo).port };
    await behindProxy({ hosts }, { minVersion: 'TLSv1.3' });
    expect(await deliverOne(tcp(6514, { tls: { enabled: true } }))).toMatchObject({ kind: 'retry', failure: { code: 'NET-TLS' } });
  });

  it.each([null, serverTls])('a change of the settings cuts what was opened under the old ones', async (tls) => {
    const there = await receiver(byLine, tls);
    const network = new Network({ ...directAccess, extraCa: [privateCa.ca] });
    const link = await StreamLink.open({ host: 'localhost', port: there.port, tls: tls === null ? null : {}, network }, systemClock, timeouts, never);
    expect(link.state).toBeNull();
    network.use(directAccess);
    await until('the receiver has it', () => link.state !== null);
    await link.close();
  });

  it('a clock that is behind is named, because every certificate then looks as if it were of tomorrow', async () => {
    const there = await receiver(byLine, { ...serverTls, cert: privateCa.future });
    await behindProxy({ hosts: { 'api.example.com:6514': there.port } });
    expect(await deliverOne(tcp(6514, { tls: { enabled: true } }))).toMatchObject({ kind: 'retry', failure: { code: 'PC-CLOCK' } });
  });

  it('UDP cannot: the test says that it went past the proxy', async () => {
    const there = await DatagramReceiver.start();
    onTestFinished(() => there.stop());
    // Leads to this computer, without being loopback by its text: that never goes through a proxy.
    const config: SyslogOutputConfig = { ...syslogConfig, host: '0.0.0.0', port: there.port, transport: 'udp' };
    const said = async () => (await checkOutput(config, null, { clock: systemClock, log: listeningLog() }, never)).items[0]?.message.english;
    expect(await said()).not.toContain('UDP cannot');
    await behindProxy({ refuse: '403 Forbidden' });
    expect(await said()).toContain('UDP cannot go through one: it was sent directly');
  });
});

describe('Kafka behind a proxy', () => {
  const kafka = (parts: Partial<KafkaOutputConfig> = {}): KafkaOutput =>
    new KafkaOutput({ config: { ...kafkaConfig, ...parts }, clock: systemClock, secret: () => Promise.resolve(null), version: '1.2.3', timeouts: { connectMs: 2_000, requestMs: 2_000 } });

  /** Not a broker: it shows what reaches one first. The real ones are in test/laws/outputs-kafka.spec.ts. */
  async function firstRequest(tls: boolean, address = '127.0.0.1'): Promise<{ readonly port: number; readonly bytes: Promise<Buffer> }> {
    let tell: (bytes: Buffer) => void = () => undefined;
    const bytes = new Promise<Buffer>((resolve) => {
      tell = resolve;
    });
    const serve = (socket: Socket): void => {
      socket.on('error', () => undefined);
      socket.once('data', (piece: Buffer) => {
        tell(piece);
        socket.destroy();
      });
    };
    const server = tls ? createTlsServer(serverTls, serve) : createServer(serve);
    await new Promise<void>((resolve) => server.listen(0, address, resolve));
    onTestFinished(() => new Promise<void>((resolve) => server.close(() => { resolve(); })));
    return { port: (server.address() as AddressInfo).port, bytes };
  }

  it.each([false, true])('reaches a broker through a tunnel, TLS: %s', async (enabled) => {
    const broker = await firstRequest(enabled);
    const proxy = await behindProxy({ credentials: 'user:word', hosts: { 'api.example.com:9093': broker.port } });
    expect((await deliverOne(kafka({ tls: { enabled } }))).kind).toBe('retry');
    // The client names itself in its first request.
    expect((await broker.bytes).toString('latin1')).toContain('mimecast-connector-1.2.3');
    expect(new Set(proxy.asked.map(({ target }) => target))).toEqual(new Set(['api.example.com:9093']));
  });

  it('names the proxy that refuses', async () => {
    await behindProxy({ credentials: 'user:another' });
    expect(await deliverOne(kafka())).toMatchObject({ kind: 'retry', failure: { code: 'NET-PROXY-AUTH' } });
  });

  it('a certificate that nobody vouches for is refused behind the tunnel', async () => {
    const broker = await firstRequest(true);
    await behindProxy({ hosts: { 'api.example.com:9093': broker.port } }, { extraCa: [] });
    expect(await deliverOne(kafka({ tls: { enabled: true } }))).toMatchObject({ kind: 'retry', failure: { code: 'NET-TLS' } });
  });

  it('takes IPv6 addresses', async () => {
    const broker = await firstRequest(false, '::1');
    const brokers = [`[::1]:${String(broker.port)}`];
    expect(KafkaOutputSchema.safeParse({ ...kafkaConfig, brokers }).success).toBe(true);
    await deliverOne(kafka({ brokers }));
    expect((await broker.bytes).toString('latin1')).toContain('mimecast-connector-1.2.3');
  });
});

describe('receivers with an IPv6 address', () => {
  it('the host field takes it with and without brackets', () => {
    for (const host of ['::1', '[::1]', ' [2001:db8::5] ']) {
      const parsed = TcpOutputSchema.parse({ ...common, type: 'tcp', host, port: 5514, tls: { enabled: false } });
      expect(parsed.host).toBe(host.trim().replace(/[[\]]/g, ''));
    }
    expect(TcpOutputSchema.safeParse({ ...common, type: 'tcp', host: '[siem', port: 5514, tls: { enabled: false } }).success).toBe(false);
  });

  it.each(['::1', '[::1]'])('TCP and UDP reach %s', async (host) => {
    const lines: string[] = [];
    const server = createServer((socket) => socket.on('data', (piece: Buffer) => lines.push(piece.toString('utf8'))));
    await new Promise<void>((resolve) => server.listen(0, '::1', resolve));
    onTestFinished(() => new Promise<void>((resolve) => server.close(() => { resolve(); })));
    expect((await deliverOne(tcp((server.address() as AddressInfo).port, { host }))).kind).toBe('delivered');
    await until('the receiver has it', () => lines.join('').includes('\n'));
  });

  it('HTTP reaches an address in brackets', async () => {
    const bodies: string[] = [];
    const server = createHttpServer((request, response) => {
      request.on('data', (piece: Buffer) => bodies.push(piece.toString('utf8')));
      request.on('end', () => response.end('{}'));
    });
    await new Promise<void>((resolve) => server.listen(0, '::1', resolve));
    onTestFinished(() => new Promise<void>((resolve) => server.close(() => { resolve(); })));
    const output = new HttpOutput({
      config: { ...common, type: 'http', url: `http://[::1]:${String((server.address() as AddressInfo).port)}/events`, auth: { kind: 'none' }, maxEvents: 100, maxKiB: 64, gzip: false },
      clock: systemClock, log: () => undefined, secret: () => Promise.resolve(null), version: '1.2.3',
    });
    expect((await deliverOne(output)).kind).toBe('delivered');
    expect(JSON.parse(bodies.join(''))).toHaveLength(idsOf([lawBatch(1)]).length);
  });
});
