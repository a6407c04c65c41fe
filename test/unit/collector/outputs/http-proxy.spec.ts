import { afterEach, expect, it, onTestFinished } from 'vitest';

import { systemClock } from '../../../../electron/collector/kit/clock';
import { manualRoutes } from '../../../../electron/collector/kit/manual-proxy';
import { directAccess, processNetwork } from '../../../../electron/collector/kit/network';
import { Secret } from '../../../../electron/collector/kit/secret';
import { HttpOutput } from '../../../../electron/collector/outputs/http/http-output';
import type { Delivery } from '../../../../electron/collector/outputs/output';
import { lawBatch } from '../../../laws/output-law';
import type { ProxyOptions } from '../../../receivers/connect-proxy';
import { ConnectProxy } from '../../../receivers/connect-proxy';
import { HttpReceiver } from '../../../receivers/http-receiver';
import { privateCa } from '../../../receivers/private-ca';

afterEach(() => {
  processNetwork.use(directAccess);
});

/** Sends one batch to a receiver that only the proxy knows. */
async function send(options: (port: number) => ProxyOptions): Promise<{ readonly delivery: Delivery; readonly receiver: HttpReceiver }> {
  const receiver = await HttpReceiver.start({ key: privateCa.key, cert: privateCa.cert });
  onTestFinished(() => receiver.stop());
  const proxy = await ConnectProxy.start(options(Number(new URL(receiver.url).port)));
  onTestFinished(() => proxy.stop());
  processNetwork.use({ routesTo: manualRoutes(proxy.url, [], () => Promise.resolve({ username: 'user', password: new Secret('word') })), extraCa: [privateCa.ca], minVersion: 'TLSv1.2' });
  const output = new HttpOutput({
    config: { id: 'h', name: 'DNIF', enabled: true, format: 'both', type: 'http', url: 'https://api.example.com/tenant/events', auth: { kind: 'none' }, maxEvents: 100, maxKiB: 64, gzip: false },
    clock: systemClock, log: () => undefined, secret: () => Promise.resolve(null), version: '1.2.3',
  });
  onTestFinished(() => output.close());
  await output.open(null, new AbortController().signal);
  return { delivery: await output.deliver([lawBatch(1)], new AbortController().signal), receiver };
}

const named = (port: number): ProxyOptions => ({ hosts: { 'api.example.com:443': port }, credentials: 'user:word' });

it('an output goes through the proxy of the network settings, and trusts the authority named there', async () => {
  const { delivery, receiver } = await send(named);
  expect(delivery.kind).toBe('delivered');
  expect(receiver.events.length).toBeGreaterThan(0);
});

it('and says when it is the proxy that refuses', async () => {
  const { delivery, receiver } = await send((port) => ({ ...named(port), credentials: 'user:another' }));
  expect(delivery).toMatchObject({ kind: 'retry', failure: { code: 'NET-PROXY-AUTH' } });
  expect(receiver.events).toHaveLength(0);
});
