import { mkdirSync, writeFileSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';

import { systemClock } from '../../electron/collector/kit/clock';
import { Secret } from '../../electron/collector/kit/secret';
import { KafkaOutput } from '../../electron/collector/outputs/kafka/kafka-output';
import { createOutput } from '../../electron/collector/outputs/registry';
import type { OutputConfig } from '../../shared/model/output';
import { outputGuarantee } from '../../shared/model/output';
import { readLines } from '../receivers/file-reader';
import { elasticBulk, jsonArray, ndjson, splunkHec } from '../receivers/http-protocols';
import type { HttpProtocol } from '../receivers/http-receiver';
import { HttpReceiver } from '../receivers/http-receiver';
import { KafkaBroker } from '../receivers/kafka-broker';
import { Rsyslog } from '../receivers/rsyslog';
import { selfSigned } from '../receivers/self-signed';
import type { SyslogNgMessage } from '../receivers/syslog-ng';
import { SyslogNg } from '../receivers/syslog-ng';
import { parseSyslog } from '../receivers/syslog-parser';
import type { TrialBench, TrialRecord } from './output-trial';

const deps = { clock: systemClock, log: () => undefined, secret: () => Promise.resolve(new Secret('token')), version: '0.0.0' };
const common = { id: 'trial', name: 'Trial', enabled: true, format: 'both' } as const;
const request = { maxEvents: 500, maxKiB: 1024, gzip: true } as const;

const recordIn = (text: string): TrialRecord => JSON.parse(text) as TrialRecord;
const recordInSyslog = (text: string): TrialRecord => recordIn(parseSyslog(text).body);

/** Makes a bench in a folder of its own. */
export type BenchMaker = { readonly name: string; readonly guarantee: TrialBench['guarantee']; readonly make: (folder: string) => Promise<TrialBench> };

function http(name: string, protocol: () => HttpProtocol, config: (url: string, caFile: string) => OutputConfig): BenchMaker {
  return {
    name,
    guarantee: 'acknowledged',
    make: async (folder) => {
      const receiver = await HttpReceiver.start(selfSigned, protocol());
      mkdirSync(folder, { recursive: true });
      const caFile = join(folder, 'ca.crt');
      writeFileSync(caFile, selfSigned.cert);
      const made = config(receiver.url.replace('http:', 'https:'), caFile);
      return {
        name,
        guarantee: outputGuarantee[made.type],
        receiver: 'HTTPS server of the tests; connections cut, port closed and opened again',
        make: () => createOutput(made, deps),
        records: () => Promise.resolve(receiver.events as readonly TrialRecord[]),
        kill: () => receiver.kill(),
        dispose: () => receiver.stop(),
      };
    },
  };
}

function overRsyslog(name: string, config: (ports: Rsyslog['ports'], caFile: string) => OutputConfig, record: (text: string) => TrialRecord): BenchMaker {
  return {
    name,
    guarantee: 'best-effort',
    make: async (folder) => {
      const receiver = await Rsyslog.start(folder);
      const made = config(receiver.ports, receiver.caFile);
      return {
        name,
        guarantee: outputGuarantee[made.type],
        receiver: 'rsyslogd, killed with SIGKILL and started again',
        make: () => createOutput(made, deps),
        records: async () => (await receiver.received()).map(record),
        kill: () => receiver.kill(),
        dispose: () => receiver.stop(),
      };
    },
  };
}

function overSyslogNg(name: string, config: (ports: SyslogNg['ports'], caFile: string) => OutputConfig): BenchMaker {
  return {
    name,
    guarantee: 'best-effort',
    make: async (folder) => {
      const receiver = await SyslogNg.start(folder);
      const made = config(receiver.ports, receiver.caFile);
      return {
        name,
        guarantee: outputGuarantee[made.type],
        receiver: 'syslog-ng, killed with SIGKILL and started again',
        make: () => createOutput(made, deps),
        records: async () => (await receiver.received()).map(recordOfSyslogNg),
        kill: () => receiver.kill(),
        dispose: () => receiver.stop(),
      };
    },
  };
}

/** Header and structured data must be ours in its eyes, too: a forged one would show there. */
function recordOfSyslogNg({ PROGRAM, SDATA, MESSAGE }: SyslogNgMessage): TrialRecord {
  if (PROGRAM !== syslog.appName || !SDATA.startsWith('[mimecastConnector@32473 id="')) throw new Error(`not a message of ours: ${PROGRAM} ${SDATA.slice(0, 200)}`);
  return recordIn(MESSAGE);
}

const syslog = { ...common, type: 'syslog', host: '127.0.0.1', protocol: 'rfc5424', framing: 'octet-counting', facility: 'local0', appName: 'mimecast', structuredData: true, maxKiB: 4096 } as const;

/** Every way out with a real receiver where this computer can have one. */
export const benchMakers: readonly BenchMaker[] = [
  {
    name: 'file',
    guarantee: outputGuarantee.file,
    make: async (folder) => {
      const path = join(folder, 'events');
      return {
        name: 'file',
        guarantee: outputGuarantee.file,
        receiver: 'folder, moved away and back',
        make: () => createOutput({ ...common, type: 'file', path, rotateMiB: 16 }, deps),
        records: async () => (await readLines(path)).map(({ text }) => recordIn(text)),
        kill: async () => {
          await rename(path, `${path}-gone`);
          return () => rename(`${path}-gone`, path);
        },
        dispose: () => Promise.resolve(),
      };
    },
  },
  http('http', () => jsonArray, (url, caFile) => ({ ...common, type: 'http', url, auth: { kind: 'bearer' }, ...request, tls: { caFile } })),
  http('http-ndjson', () => ndjson, (url, caFile) => ({ ...common, type: 'http-ndjson', url, auth: { kind: 'none' }, ...request, tls: { caFile } })),
  http('splunk-hec', () => splunkHec, (url, caFile) => ({ ...common, type: 'splunk-hec', url, ...request, tls: { caFile } })),
  http('elasticsearch', elasticBulk, (url, caFile) => ({ ...common, type: 'elasticsearch', url: new URL(url).origin, index: 'mimecast', auth: { kind: 'api-key' }, ...request, tls: { caFile } })),
  {
    name: 'kafka',
    guarantee: outputGuarantee.kafka,
    make: async () => {
      const broker = await KafkaBroker.start();
      const config = {
        ...common, type: 'kafka', brokers: broker.brokers, topic: broker.topic, tls: { enabled: false }, sasl: { kind: 'none' }, key: 'event-id', gzip: true, maxKiB: 900,
      } as const;
      return {
        name: 'kafka',
        guarantee: outputGuarantee.kafka,
        receiver: 'librdkafka mock cluster in kcat, read by kcat; connections cut, broker killed with SIGKILL and started again',
        make: () =>
          new KafkaOutput({ config: { ...config, brokers: [...config.brokers] }, clock: systemClock, secret: () => Promise.resolve(null), version: '0.0.0', timeouts: { connectMs: 2_000, requestMs: 10_000 }, socketFactory: broker.socketFactory }),
        records: async () => (await broker.received()).map(recordIn),
        kill: () => broker.kill(),
        // The mock forgets what is not read soon.
        breathe: async () => {
          await broker.received();
        },
        dispose: () => broker.stop(),
      };
    },
  },
  overRsyslog('tcp', ({ tcp }) => ({ ...common, type: 'tcp', host: '127.0.0.1', port: tcp, tls: { enabled: false } }), recordIn),
  overRsyslog('tcp with TLS', ({ tls }, caFile) => ({ ...common, type: 'tcp', host: '127.0.0.1', port: tls, tls: { enabled: true, caFile } }), recordIn),
  overRsyslog('syslog over TCP', ({ tcp }) => ({ ...syslog, port: tcp, transport: 'tcp' }), recordInSyslog),
  overRsyslog('syslog over TLS', ({ tls }, caFile) => ({ ...syslog, port: tls, transport: 'tls', tls: { caFile } }), recordInSyslog),
  overSyslogNg('syslog over TCP to syslog-ng', ({ tcp }) => ({ ...syslog, port: tcp, transport: 'tcp' })),
  overSyslogNg('syslog over TLS to syslog-ng', ({ tls }, caFile) => ({ ...syslog, port: tls, transport: 'tls', tls: { caFile } })),
  // Loopback has no line whose speed would slow the sender down.
  overRsyslog('syslog over UDP', ({ udp }) => ({ ...syslog, port: udp, transport: 'udp', rateLimit: { eventsPerSecond: 10_000 } }), recordInSyslog),
];
