import { describe, expect, it } from 'vitest';

import { CollectOutputSchema, outputPaths } from '../../../../electron/collector/cli/collect-outputs';
import type { OutputConfig, OutputType } from '../../../../shared/model/output';
import { OutputConfigSchema, outputGuarantee, outputNeedsSecret, secretDestination } from '../../../../shared/model/output';

/** The shortest that a collect file may say about each type. */
const shortest: { readonly [T in OutputType]: object } = {
  file: { path: 'out' },
  http: { url: 'https://dnif.example.com:2882/x/events', auth: { kind: 'bearer' } },
  'http-ndjson': { url: 'https://logs.example.com/in' },
  'splunk-hec': { url: 'https://splunk.example.com:8088', tls: { caFile: 'certs/ca.pem' } },
  elasticsearch: { url: 'https://elastic.example.com:9200', index: 'logs-mimecast', auth: { kind: 'api-key' } },
  kafka: { brokers: ['hub.servicebus.windows.net:9093'], topic: 'mimecast', tls: {}, sasl: { kind: 'plain', username: '$ConnectionString' } },
  tcp: { host: '192.0.2.7', port: 5140 },
  syslog: { host: 'siem.example.com', port: 6514, tls: { caFile: '/etc/ssl/siem.pem' } },
};
const types = Object.keys(shortest) as OutputType[];

function configOf(type: OutputType, parts: object = {}): OutputConfig {
  const written = CollectOutputSchema.parse({ type, name: 'x', ...shortest[type], ...parts });
  return OutputConfigSchema.parse({ ...outputPaths(written, '/etc/collect'), id: 'x' });
}

function problem(type: OutputType, parts: object): string {
  const result = OutputConfigSchema.safeParse({ ...configOf(type), ...parts });
  return result.success ? 'accepted' : result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n');
}

describe('output settings', () => {
  it.each(types)('%s needs little in a collect file', (type) => {
    expect(configOf(type)).toMatchObject({ type, id: 'x', name: 'x', enabled: true, format: 'both' });
  });

  it('takes paths relative to the file', () => {
    expect(configOf('file')).toMatchObject({ path: '/etc/collect/out' });
    expect(configOf('splunk-hec')).toMatchObject({ tls: { caFile: '/etc/collect/certs/ca.pem' } });
    expect(configOf('syslog')).toMatchObject({ tls: { caFile: '/etc/ssl/siem.pem' } });
  });

  it('keeps what only some ask for', () => {
    const parts = { filter: { logTypes: ['SIEM'], eventTypes: { mode: 'exclude', types: ['journal'] } }, rateLimit: { eventsPerSecond: 500, mibPerDay: 2048 }, model: 'ecs' };
    for (const type of types) expect(configOf(type, parts)).toMatchObject(parts);
  });

  it.each([
    ['tcp', { host: 'https://siem.example.com' }, 'host: Enter a host name or an IP address only'],
    ['tcp', { host: 'siem.example.com:514' }, 'host: Enter a host name or an IP address only'],
    ['tcp', { host: '192.0.2.7:514' }, 'host: Enter a host name or an IP address only'],
    ['tcp', { host: '2001:db8::1' }, 'accepted'],
    ['tcp', { host: '' }, 'host: Enter the host name'],
    ['tcp', { port: 0 }, 'port: Ports start at 1.'],
    ['tcp', { port: Number.NaN }, 'port: Enter the port'],
    ['tcp', { tls: { enabled: true, clientCertFile: '/a.crt' } }, 'tls.clientKeyFile: A client certificate and its key belong together'],
    ['syslog', { appName: 'two words' }, 'appName: Enter a short name'],
    ['syslog', { facility: 'local8' }, 'facility'],
    ['elasticsearch', { index: 'Logs' }, 'index: Enter the name of an index'],
    ['elasticsearch', { index: '../x' }, 'index: Enter the name of an index'],
    ['elasticsearch', { url: 'http://elastic.example.com:9200' }, 'url: The address must start with https://'],
    ['splunk-hec', { url: 'splunk' }, 'url: Enter the full address, for example https://splunk.example.com:8088.'],
    ['kafka', { brokers: [] }, 'brokers: Enter at least one broker'],
    ['kafka', { brokers: ['kafka1.example.com'] }, 'brokers.0: Enter host and port'],
    ['kafka', { topic: 'a b' }, 'topic: Enter the name of the topic'],
    ['kafka', { tls: { enabled: false } }, 'tls.enabled: SASL PLAIN sends the password as it is'],
    ['file', { keepDays: 0 }, 'keepDays: Keep files 1 day or longer.'],
    ['file', { filter: { logTypes: [] } }, 'filter.logTypes: Choose at least one log type.'],
    ['file', { filter: { eventTypes: { mode: 'include', types: [] } } }, 'filter.eventTypes.types: Enter at least one event type.'],
    ['file', { rateLimit: { eventsPerSecond: 0 } }, 'rateLimit.eventsPerSecond: Allow 1 event per second or more.'],
  ] as const)('%s with %j: %s', (type, parts, words) => {
    expect(problem(type, parts)).toContain(words);
  });

  it('says of each type what its counts mean', () => {
    expect(types.filter((type) => outputGuarantee[type] === 'best-effort')).toEqual(['tcp', 'syslog']);
  });

  it('knows which outputs have a secret, and where it goes', () => {
    expect(types.filter((type) => outputNeedsSecret(configOf(type)))).toEqual(['http', 'splunk-hec', 'elasticsearch', 'kafka']);
    for (const type of types) expect(secretDestination(configOf(type)) === null).toBe(!outputNeedsSecret(configOf(type)));
  });

  it.each([
    ['splunk-hec', { url: 'https://evil.example.net:8088' }],
    ['splunk-hec', { tls: { caFile: '/tmp/evil.pem' } }],
    ['http', { url: 'https://dnif.example.com:2883/x/events' }],
    ['elasticsearch', { auth: { kind: 'basic', username: 'x' } }],
    ['kafka', { brokers: ['evil.example.net:9093'] }],
    ['kafka', { tls: { enabled: true, caFile: '/tmp/evil.pem' } }],
  ] as const)('%s with %j is another destination for the secret', (type, parts) => {
    const before = secretDestination(configOf(type));
    const after = secretDestination(OutputConfigSchema.parse({ ...configOf(type), ...parts }));
    expect(after).not.toEqual(before);
  });

  it('does not ask again for what leads to the same place', () => {
    const before = secretDestination(configOf('http'));
    expect(secretDestination(configOf('http', { url: 'https://DNIF.example.com:2882/other/events', maxEvents: 7 }))).toEqual(before);
  });
});
