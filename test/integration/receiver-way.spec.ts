import { expect, it, onTestFinished } from 'vitest';

import { startSimulator } from '../../electron/simulator/simulator';
import { ConnectProxy } from '../receivers/connect-proxy';
import { byLine, StreamReceiver } from '../receivers/stream-receiver';
import { startCollect, writeConfig } from '../support/collect';
import { tempDir } from '../support/temp-dir';

/** Leads to this computer like 127.0.0.1, without being one of the names that never go through a proxy. */
const here = '0.0.0.0';

it('each output goes the way that it chose: the proxy is asked for one receiver and never for the others, and each has every event', async () => {
  const mimecast = await startSimulator({ seed: 7, events: 3_000 });
  onTestFinished(() => mimecast.close());
  const receivers = await Promise.all(['through', 'past', 'inside'].map(() => StreamReceiver.start(byLine, null)));
  onTestFinished(async () => {
    await Promise.all(receivers.map((receiver) => receiver.stop()));
  });
  const [through = 0, past = 0, inside = 0] = receivers.map((receiver) => receiver.port);
  const proxy = await ConnectProxy.start({ anyPortOf: { [here]: through } });
  onTestFinished(() => proxy.stop());
  const tcp = { type: 'tcp', format: 'raw' };
  const config = writeConfig(tempDir(), mimecast.url, {
    connector: { logTypes: ['SIEM'] },
    outputs: [
      { ...tcp, name: 'through', host: here, port: through },
      { ...tcp, name: 'past', host: here, port: past, way: 'direct' },
      // A name without dots for the same computer.
      { ...tcp, name: 'inside', host: '0', port: inside },
    ],
  });
  const run = await startCollect({ config, env: { MIMECAST_TEST_SECRET: 'demo-client-secret', HTTPS_PROXY: proxy.url, NO_PROXY: '' } }).done;
  expect(run.code, run.stderr).toBe(0);
  const [stream] = run.ledger?.connectors[0]?.streams ?? [];
  expect(stream).toMatchObject({ duplicates: 0, quarantined: 0, spooled: 0, gaps: [], health: 'active' });
  const events = stream?.fetched ?? 0;
  expect(events).toBeGreaterThan(2_000);
  expect(stream?.delivered).toEqual({ through: events, past: events, inside: events });
  expect(receivers.map((receiver) => receiver.messages.length)).toEqual([events, events, events]);
  expect(new Set(proxy.asked.map(({ target }) => target))).toEqual(new Set([`${here}:${String(through)}`]));
});
