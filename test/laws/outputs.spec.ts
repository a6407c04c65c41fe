import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';

import { systemClock } from '../../electron/collector/kit/clock';
import { Secret } from '../../electron/collector/kit/secret';
import { createOutput } from '../../electron/collector/outputs/registry';
import type { FileOutputConfig, OutputConfig, SyslogOutputConfig } from '../../shared/model/output';
import { DatagramReceiver } from '../receivers/datagram-receiver';
import { readIds } from '../receivers/file-reader';
import { elasticBulk, jsonArray, ndjson, singleObject, splunkHec } from '../receivers/http-protocols';
import type { HttpProtocol } from '../receivers/http-receiver';
import { HttpReceiver } from '../receivers/http-receiver';
import type { Splitter } from '../receivers/stream-receiver';
import { byCount, byLine, StreamReceiver } from '../receivers/stream-receiver';
import { syslogId } from '../receivers/syslog-parser';
import type { OutputBench } from './output-law';
import { outputLaw } from './output-law';

const deps = { clock: systemClock, log: () => undefined, secret: () => Promise.resolve(new Secret('token')), version: '0.0.0' };
const common = { id: 'o', name: 'Output', enabled: true, format: 'both' } as const;

const fileKinds: readonly (readonly [string, Partial<FileOutputConfig>])[] = [
  ['file', {}],
  ['file with compression and retention', { gzipClosed: true, keepDays: 1, keepMiB: 1000 }],
];

for (const [name, extra] of fileKinds) {
  outputLaw(name, async (): Promise<OutputBench> => {
    const parent = await mkdtemp(join(tmpdir(), 'output-law-'));
    const path = join(parent, 'logs');
    const config: FileOutputConfig = { ...common, type: 'file', path, rotateMiB: 1, ...extra };
    return {
      make: () => createOutput(config, deps),
      received: () => readIds(path),
      breakOnce: async () => {
        await rename(path, join(parent, 'gone'));
        return () => rename(join(parent, 'gone'), path);
      },
      dispose: () => rm(parent, { recursive: true, force: true }),
    };
  }, { repeatsAfterCrash: false });
}

// Small requests, so that every delivery is several of them.
const request = { maxEvents: 4, maxKiB: 64, gzip: true } as const;

type HttpBench = OutputBench & { readonly receiver: HttpReceiver };
type HttpKind = {
  readonly name: string;
  readonly protocol: () => HttpProtocol;
  readonly config: (url: string) => OutputConfig;
  readonly idKey?: string;
  /** Repeats after a crash are recognized by the receiver. */
  readonly recognizes?: boolean;
};

const httpKinds: readonly HttpKind[] = [
  { name: 'http', protocol: () => jsonArray, config: (url) => ({ ...common, type: 'http', url, auth: { kind: 'none' }, ...request }) },
  { name: 'http, one event per request', protocol: () => singleObject, config: (url) => ({ ...common, type: 'http', mode: 'single', url, auth: { kind: 'none' }, ...request }) },
  { name: 'http-ndjson', protocol: () => ndjson, config: (url) => ({ ...common, type: 'http-ndjson', url, auth: { kind: 'none' }, ...request }) },
  { name: 'splunk-hec', protocol: () => splunkHec, config: (url) => ({ ...common, type: 'splunk-hec', url, ...request }) },
  {
    name: 'elasticsearch',
    protocol: elasticBulk,
    config: (url) => ({ ...common, type: 'elasticsearch', url, index: 'mimecast', auth: { kind: 'none' }, ...request }),
    idKey: '_id',
    recognizes: true,
  },
];

for (const { name, protocol, config, idKey = 'id', recognizes = false } of httpKinds) {
  outputLaw(name, async (): Promise<HttpBench> => {
    const receiver = await HttpReceiver.start(null, protocol());
    return {
      make: () => createOutput(config(receiver.url), deps),
      received: () => Promise.resolve(receiver.events.map((event) => String((event as Readonly<Record<string, unknown>>)[idKey]))),
      breakOnce: () => {
        receiver.script.push({ kind: 'status', status: 503, body: 'busy' });
        return Promise.resolve(() => Promise.resolve());
      },
      receiver,
      dispose: () => receiver.stop(),
    };
  }, {
    repeatsAfterCrash: !recognizes,
    refuse: ({ receiver }, ids) => {
      receiver.refuses = (event) => ids.includes(String((event as Readonly<Record<string, unknown>>)[idKey]));
    },
    stall: ({ receiver }) => {
      receiver.script.push({ kind: 'stall' });
      return receiver.stalled();
    },
  });
}

type StreamBench = OutputBench & { readonly receiver: StreamReceiver };

const lineId = (text: string): string => String((JSON.parse(text) as { readonly id?: unknown }).id);
const syslog: Omit<SyslogOutputConfig, 'port' | 'transport' | 'framing'> = {
  ...common, type: 'syslog', host: '127.0.0.1', protocol: 'rfc5424', facility: 'local0', appName: 'mimecast', structuredData: true, maxKiB: 64,
};

const streamKinds: readonly { readonly name: string; readonly split: Splitter; readonly id: (text: string) => string; readonly config: (port: number) => OutputConfig }[] = [
  { name: 'tcp', split: byLine, id: lineId, config: (port) => ({ ...common, type: 'tcp', host: '127.0.0.1', port, tls: { enabled: false } }) },
  { name: 'syslog over tcp, octet counting', split: byCount, id: syslogId, config: (port) => ({ ...syslog, port, transport: 'tcp', framing: 'octet-counting' }) },
  { name: 'syslog over tcp, line framing', split: byLine, id: syslogId, config: (port) => ({ ...syslog, port, transport: 'tcp', framing: 'lf' }) },
];

for (const { name, split, id, config } of streamKinds) {
  outputLaw(name, async (): Promise<StreamBench> => {
    const receiver = await StreamReceiver.start(split);
    return {
      make: () => createOutput(config(receiver.port), deps),
      received: () => settled(receiver.messages, id),
      breakOnce: () => receiver.kill(),
      receiver,
      dispose: () => receiver.stop(),
    };
  }, { repeatsAfterCrash: true });
}

outputLaw('syslog over udp', async (): Promise<OutputBench> => {
  const receiver = await DatagramReceiver.start();
  const config: SyslogOutputConfig = { ...syslog, port: receiver.port, transport: 'udp', framing: 'octet-counting' };
  return {
    make: () => createOutput(config, deps),
    received: () => settled(receiver.messages, syslogId),
    breakOnce: () => receiver.kill(),
    dispose: () => receiver.stop(),
  };
}, { repeatsAfterCrash: true, repeatsAfterBreak: true });

/** The ids once no more come: best effort says when bytes left, not when they arrived. */
async function settled(messages: readonly string[], id: (text: string) => string): Promise<readonly string[]> {
  for (let before = -1; before !== messages.length; ) {
    before = messages.length;
    await systemClock.sleep(30, new AbortController().signal);
    // On a busy machine the timer comes before what the socket already holds.
    await setImmediate();
  }
  return messages.map(id);
}
