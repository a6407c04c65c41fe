import type { AddressInfo, Socket } from 'node:net';
import { createServer } from 'node:net';

import { describe, expect, it, onTestFinished } from 'vitest';

import { routesOf } from '../../../../electron/collector/kit/along-routes';
import { systemClock } from '../../../../electron/collector/kit/clock';
import { manualRoutes } from '../../../../electron/collector/kit/manual-proxy';
import type { NetworkAccess } from '../../../../electron/collector/kit/network';
import { directAccess, processNetwork } from '../../../../electron/collector/kit/network';
import { checkOutput } from '../../../../electron/collector/outputs/check-output';
import type { KafkaOutputConfig, OutputConfig, ReceiverWay, SyslogOutputConfig, TcpOutputConfig } from '../../../../shared/model/output';
import { OutputConfigSchema } from '../../../../shared/model/output';
import type { ProxyOptions } from '../../../receivers/connect-proxy';
import { ConnectProxy } from '../../../receivers/connect-proxy';
import { DatagramReceiver } from '../../../receivers/datagram-receiver';
import { HttpReceiver } from '../../../receivers/http-receiver';
import { byCount, byLine, StreamReceiver } from '../../../receivers/stream-receiver';
import { listeningLog } from '../../../support/doubles';

const never = new AbortController().signal;
const common = { id: 'o', name: 'Output', enabled: true, format: 'both' } as const;
/** Leads to this computer like 127.0.0.1, without being one of the names that never go through a proxy. */
const here = '0.0.0.0';
/** The same as a name without dots. */
const hereWithoutDots = '0';

const tcp = (host: string, port: number, way?: ReceiverWay): TcpOutputConfig => ({ ...common, type: 'tcp', host, port, tls: { enabled: false }, ...(way === undefined ? {} : { way }) });
const syslog = (host: string, port: number, way?: ReceiverWay): SyslogOutputConfig => ({
  ...common, type: 'syslog', host, port, transport: 'tcp', protocol: 'rfc5424', framing: 'octet-counting', facility: 'local0', appName: 'mimecast', structuredData: true, maxKiB: 64, ...(way === undefined ? {} : { way }),
});
const kafka = (host: string, port: number, way?: ReceiverWay): KafkaOutputConfig => ({
  ...common, type: 'kafka', brokers: [`${host}:${String(port)}`], topic: 'events', tls: { enabled: false }, sasl: { kind: 'none' }, key: 'stream', gzip: false, maxKiB: 900, ...(way === undefined ? {} : { way }),
});

/** The network settings name a proxy, without exceptions. It counts what it is asked for. */
async function withProxy(options: ProxyOptions, more: Partial<NetworkAccess> = {}): Promise<ConnectProxy> {
  const proxy = await ConnectProxy.start(options);
  processNetwork.use({ ...directAccess, routesTo: manualRoutes(proxy.url, [], () => Promise.resolve(null)), ...more });
  onTestFinished(async () => {
    processNetwork.use(directAccess);
    await proxy.stop();
  });
  return proxy;
}

async function listen(split: typeof byLine): Promise<StreamReceiver> {
  const receiver = await StreamReceiver.start(split, null);
  onTestFinished(() => receiver.stop());
  return receiver;
}

/** Not a broker: it takes the connection and drops it. */
async function droppingBroker(): Promise<{ readonly port: number; readonly taken: () => number }> {
  let taken = 0;
  const server = createServer((socket: Socket) => {
    taken += 1;
    socket.on('error', () => undefined);
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => { resolve(); })));
  return { port: (server.address() as AddressInfo).port, taken: () => taken };
}

/** The test of the output that was sent, and what its report says. */
async function sent(config: OutputConfig): Promise<string> {
  const { passed, message } = await test(config);
  expect(passed, message).toBe(true);
  return message;
}

const test = async (config: OutputConfig): Promise<{ readonly passed: boolean; readonly message: string }> => {
  const { passed, items } = await checkOutput(config, null, { clock: systemClock, log: listeningLog() }, never);
  return { passed, message: items[0]?.message.english ?? '' };
};

describe('the way that an output chose', () => {
  const proxied: NetworkAccess = { ...directAccess, routesTo: manualRoutes('http://proxy.example.com:8080', [], () => Promise.resolve(null)) };
  const kind = async (host: string, way?: ReceiverWay, access = proxied): Promise<string | undefined> => (await routesOf(access, { host, port: 514, secure: true, ...(way === undefined ? {} : { way }) }))[0]?.kind;

  it.each([
    '10.1.2.3', '172.16.0.1', '172.31.255.254', '192.168.7.7', '169.254.1.1', 'fd12:3456::1', 'fe80::1', '::ffff:10.1.2.3', 'siem', 'SIEM-01',
  ])('automatic: directly to %s, which is inside', async (host) => {
    expect(await kind(host, 'automatic')).toBe('direct');
  });

  it.each([
    '11.1.2.3', '172.15.0.1', '172.32.0.1', '192.169.0.1', '203.0.113.9', '2001:db8::1', '::ffff:203.0.113.9', 'siem.example.com', 'siem.corp',
  ])('automatic: as the settings say to %s', async (host) => {
    expect(await kind(host, 'automatic')).toBe('proxy');
  });

  it('direct and settings hold for every receiver, and this computer is never behind a proxy', async () => {
    expect(await kind('siem.example.com', 'direct')).toBe('direct');
    expect(await kind('10.1.2.3', 'settings')).toBe('proxy');
    expect(await kind('10.1.2.3')).toBe('proxy');
    expect(await kind('127.0.0.1', 'settings')).toBe('direct');
  });

  it('settings that the organization manages count before it', async () => {
    for (const way of ['automatic', 'direct', 'settings'] as const) expect(await kind('10.1.2.3', way, { ...proxied, managed: true })).toBe('proxy');
  });

  it('outputs of before it are read as automatic, and what is no way is refused', () => {
    expect(OutputConfigSchema.parse(tcp('siem', 514))).toEqual(tcp('siem', 514));
    expect(OutputConfigSchema.parse(kafka('siem', 9092, 'direct'))).toMatchObject({ way: 'direct' });
    expect(OutputConfigSchema.safeParse({ ...tcp('siem', 514), way: 'around' }).success).toBe(false);
  });
});

describe.each([
  ['TCP', tcp, byLine],
  ['syslog', syslog, byCount],
] as const)('%s', (_name, config, split) => {
  it('goes past the proxy when told to, and the test says so', async () => {
    const receiver = await listen(split);
    const proxy = await withProxy({ refuse: '403 Forbidden' });
    expect(await sent(config(here, receiver.port, 'direct'))).toContain('Way to the receiver: directly.');
    expect(await sent(config(hereWithoutDots, receiver.port))).toContain('Way to the receiver: directly.');
    expect(proxy.asked).toEqual([]);
  });

  it('goes through it as the settings say, and the test names the proxy', async () => {
    const receiver = await listen(split);
    const proxy = await withProxy({ hosts: { [`${here}:514`]: receiver.port, [`${hereWithoutDots}:514`]: receiver.port } });
    expect(await sent(config(here, 514))).toContain(`Way to the receiver: through ${proxy.url}.`);
    await sent(config(hereWithoutDots, 514, 'settings'));
    expect(proxy.asked.map(({ target }) => target)).toEqual([`${here}:514`, `${hereWithoutDots}:514`]);
  });

  it('goes through it whatever was chosen when the organization manages the settings', async () => {
    const receiver = await listen(split);
    const proxy = await withProxy({ hosts: { [`${here}:514`]: receiver.port } }, { managed: true });
    const said = await test(config(here, 514, 'direct'));
    expect(said.message).toContain(`through ${proxy.url}. Your organization manages the network settings`);
    expect(said.passed).toBe(true);
    expect(proxy.asked).toHaveLength(1);
  });

  it('names the way that did not work, too', async () => {
    const proxy = await withProxy({ refuse: '403 Forbidden' });
    expect(await test(config(here, 514, 'settings'))).toEqual({ passed: false, message: `The test event did not arrive. Way to the receiver: through ${proxy.url}.` });
  });
});

describe('Kafka', () => {
  it('chooses for each broker', async () => {
    const broker = await droppingBroker();
    const proxy = await withProxy({ refuse: '403 Forbidden' });
    expect((await test(kafka(here, broker.port, 'direct'))).message).toContain('Way to the receiver: directly.');
    expect((await test(kafka(hereWithoutDots, broker.port))).message).toContain('Way to the receiver: directly.');
    expect(proxy.asked).toEqual([]);
    expect(broker.taken()).toBeGreaterThan(1);
    expect((await test(kafka(here, broker.port))).message).toContain(`through ${proxy.url}`);
    expect(new Set(proxy.asked.map(({ target }) => target))).toEqual(new Set([`${here}:${String(broker.port)}`]));
  });
});

describe('other outputs', () => {
  it('over HTTP the test names the way as well', async () => {
    const receiver = await HttpReceiver.start();
    onTestFinished(() => receiver.stop());
    await withProxy({ refuse: '403 Forbidden' });
    const said = await test({ ...common, type: 'http', url: `${receiver.url}/events`, auth: { kind: 'none' }, maxEvents: 100, maxKiB: 64, gzip: false });
    expect(said).toEqual({ passed: true, message: 'The receiver acknowledged the test event. Way to the receiver: directly.' });
  });

  it('UDP goes past every proxy, which is said where it is none of the wish', async () => {
    const receiver = await DatagramReceiver.start();
    onTestFinished(() => receiver.stop());
    await withProxy({ refuse: '403 Forbidden' });
    const udp = (host: string, way?: ReceiverWay): SyslogOutputConfig => ({ ...syslog(host, receiver.port, way), transport: 'udp' });
    expect((await test(udp(here))).message).toContain('UDP cannot go through one');
    expect((await test(udp(here, 'direct'))).message).not.toContain('UDP cannot');
    expect((await test(udp(hereWithoutDots))).message).not.toContain('UDP cannot');
  });

  it('several ways are named in the order in which they were tried', async () => {
    const receiver = await listen(byLine);
    const gone = await ConnectProxy.start();
    const { url, port } = gone;
    await gone.stop();
    await withProxy({}, { routesTo: () => Promise.resolve([{ kind: 'proxy', secure: false, host: '127.0.0.1', port, credentials: null }, { kind: 'direct' }]) });
    expect((await test(tcp(here, receiver.port))).message).toContain(`Ways to the receiver that were tried: through ${url}, directly.`);
  });
});
