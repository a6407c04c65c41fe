import { describe, expect, it } from 'vitest';

import { readDraft } from '../../../renderer/forms/draft-resolver';
import { outputTypes } from '../../../renderer/routes';
import { outputShape } from '../../../renderer/screens/outputs/output-draft';
import { valuesOf } from '../../../renderer/screens/outputs/output-values';
import type { OutputConfig, OutputView } from '../../../shared/model/output';
import { outputNeedsSecret } from '../../../shared/model/output';

const rest = { id: 'o1', name: 'Out', enabled: false, format: 'both', model: 'ecs', filter: { logTypes: ['DLP'], eventTypes: { mode: 'include', types: ['dlp'] } }, rateLimit: { mibPerDay: 50 } } as const;
const tls = { caFile: '/ca.pem', clientCertFile: '/c.pem', clientKeyFile: '/k.pem', serverName: 'in.example.com' };
const requests = { maxEvents: 7, maxKiB: 99, gzip: false, tls };

/** One output of each type with every optional part set. */
const full: { readonly [T in OutputConfig['type']]: OutputConfig & { readonly type: T } } = {
  file: { ...rest, filter: { logTypes: ['DLP'] }, type: 'file', path: '/srv/logs', rotateMiB: 9, gzipClosed: true, keepDays: 30, keepMiB: 500 },
  http: { ...rest, filter: { logTypes: ['DLP'] }, type: 'http', url: 'https://a.example.com/event', mode: 'single', auth: { kind: 'hmac-sha256', header: 'X-Sign', encoding: 'base64' }, ...requests },
  'http-ndjson': { ...rest, filter: { logTypes: ['DLP'] }, type: 'http-ndjson', url: 'https://a.example.com/in', auth: { kind: 'basic', username: 'u' }, ...requests },
  'splunk-hec': { ...rest, filter: { logTypes: ['DLP'] }, type: 'splunk-hec', url: 'https://s.example.com:8088', index: 'main', sourcetype: 'mimecast', source: 'here', ...requests },
  elasticsearch: { ...rest, filter: { logTypes: ['DLP'] }, type: 'elasticsearch', url: 'https://e.example.com:9200', index: 'logs-mimecast', auth: { kind: 'api-key' }, ...requests },
  kafka: { ...rest, filter: { logTypes: ['DLP'] }, type: 'kafka', brokers: ['k1.example.com:9093', 'k2.example.com:9093'], topic: 'mail', tls: { enabled: true, ...tls }, sasl: { kind: 'plain', username: 'u' }, key: 'event-id', gzip: true, maxKiB: 800 },
  tcp: { ...rest, filter: { logTypes: ['DLP'] }, type: 'tcp', host: 'dnif.example.com', port: 2883, tls: { enabled: true, ...tls } },
  syslog: { ...rest, filter: { logTypes: ['DLP'] }, type: 'syslog', host: '192.0.2.7', port: 514, transport: 'tls', tls, protocol: 'rfc3164', framing: 'lf', facility: 'audit', appName: 'mc', structuredData: false, maxKiB: 8 },
};

const view = (config: OutputConfig): OutputView => ({ config, secretStored: outputNeedsSecret(config), usedBy: [] });

describe('the output form', () => {
  it.each(outputTypes)('gives back an untouched %s output with nothing lost', (type) => {
    const config = full[type];
    expect(readDraft(outputShape(type, view(config)), valuesOf(type, view(config)))).toEqual({ kind: 'ok', draft: { config, secret: null } });
  });

  it.each(outputTypes)('keeps the event types of a %s output', (type) => {
    const config: OutputConfig = { ...full[type], filter: rest.filter as unknown as NonNullable<OutputConfig['filter']> };
    expect(readDraft(outputShape(type, view(config)), valuesOf(type, view(config)))).toEqual({ kind: 'ok', draft: { config, secret: null } });
  });

  it.each(outputTypes)('starts a new %s output with values that are wrong only where the administrator must fill in', (type) => {
    const read = readDraft(outputShape(type, null), valuesOf(type, null));
    const open = ['name', 'path', 'url', 'host', 'port', 'brokers', 'topic', 'index', 'username', 'secret'];
    expect(read.kind === 'invalid' ? [...read.problems.keys()].filter((field) => !open.includes(field)) : read).toEqual([]);
  });

  it('asks for the secret again when the receiver changes', () => {
    const output = view(full.kafka);
    const read = readDraft(outputShape('kafka', output), { ...valuesOf('kafka', output), brokers: 'other.example.com:9093' });
    expect(read.kind === 'invalid' ? Object.fromEntries(read.problems) : read).toEqual({ secret: 'Enter the password.' });
  });

  it('names the field of a problem inside a list or a group', () => {
    const values = { ...valuesOf('kafka', view(full.kafka)), brokers: 'k1.example.com', tlsEnabled: false, clientKeyFile: '', filterLogTypes: [], filterMode: 'exclude' as const, filterTypes: ' , ' };
    const read = readDraft(outputShape('kafka', view(full.kafka)), values);
    expect(read.kind === 'invalid' ? [...read.problems.keys()].sort() : read).toEqual(expect.arrayContaining(['brokers', 'clientKeyFile', 'filterLogTypes', 'filterTypes']));
  });
});
