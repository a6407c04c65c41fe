import { defaultWarnAtPercent } from '../../../shared/model/budget';
import type { LogType } from '../../../shared/model/log-type';
import { logTypes } from '../../../shared/model/log-type';
import type { ElasticsearchAuth, EventModel, HttpAuth, KafkaSasl, OutputConfig, OutputType, OutputView, RateLimit, ReceiverWay, SyslogOutputConfig, Tls, TlsFiles } from '../../../shared/model/output';
import { proofOf } from '../../../shared/model/output';
import type { DnifProof } from '../../../shared/model/proof';
import { copyName } from '../../forms/copy-name';

export type AuthKind = HttpAuth['kind'] | ElasticsearchAuth['kind'] | KafkaSasl['kind'];

/** The form of every type as typed, flat: numbers are still text, parts that belong together stand beside each other. */
export type OutputValues = {
  name: string;
  format: OutputConfig['format'];
  model: EventModel;
  // where to
  path: string;
  url: string;
  mode: 'bulk' | 'single';
  host: string;
  port: string;
  /** Separated by commas or lines. */
  brokers: string;
  topic: string;
  index: string;
  sourcetype: string;
  source: string;
  transport: SyslogOutputConfig['transport'];
  protocol: SyslogOutputConfig['protocol'];
  framing: SyslogOutputConfig['framing'];
  facility: SyslogOutputConfig['facility'];
  appName: string;
  structuredData: boolean;
  key: 'stream' | 'event-id';
  way: ReceiverWay;
  // who asks
  authKind: AuthKind;
  username: string;
  header: string;
  encoding: 'hex' | 'base64';
  /** null keeps the stored secret. */
  secret: string | null;
  // TLS
  tlsEnabled: boolean;
  caFile: string;
  clientCertFile: string;
  clientKeyFile: string;
  serverName: string;
  // how much
  maxEvents: string;
  maxKiB: string;
  gzip: boolean;
  rotateMiB: string;
  gzipClosed: boolean;
  keepDays: string;
  keepMiB: string;
  eventsPerSecond: string;
  /** In `volumeUnit`. */
  mibPerDay: string;
  volumeUnit: 'MiB' | 'GiB';
  warnAtPercent: string;
  stopAtLimit: boolean;
  // which
  filterLogTypes: LogType[];
  filterMode: 'all' | 'include' | 'exclude';
  /** Separated by commas or lines. */
  filterTypes: string;
  /** Separated by commas or lines. */
  dropFields: string;
  // proof of arrival
  proofOn: boolean;
  consoleUrl: string;
  clusterId: string;
  scopeId: string;
  canary: 'off' | '1' | '6' | '24';
  /** null keeps the stored one. */
  proofToken: string | null;
  proofCaFile: string;
  proofCertFile: string;
  proofKeyFile: string;
  proofServerName: string;
};

const common: OutputValues = {
  name: '', format: 'both', model: 'connector', path: '', url: '', mode: 'bulk', host: '', port: '', brokers: '', topic: '', index: '', sourcetype: '', source: '',
  transport: 'tls', protocol: 'rfc5424', framing: 'octet-counting', facility: 'local0', appName: 'mimecast', structuredData: true, key: 'stream', way: 'automatic',
  authKind: 'none', username: '', header: 'X-DNIF-Signature', encoding: 'hex', secret: '', tlsEnabled: true, caFile: '', clientCertFile: '', clientKeyFile: '', serverName: '',
  maxEvents: '500', maxKiB: '1024', gzip: true, rotateMiB: '64', gzipClosed: false, keepDays: '', keepMiB: '', eventsPerSecond: '', mibPerDay: '',
  volumeUnit: 'MiB', warnAtPercent: String(defaultWarnAtPercent), stopAtLimit: false,
  filterLogTypes: [...logTypes], filterMode: 'all', filterTypes: '', dropFields: '',
  proofOn: false, consoleUrl: '', clusterId: '', scopeId: 'default', canary: 'off', proofToken: '', proofCaFile: '', proofCertFile: '', proofKeyFile: '', proofServerName: '',
};

/** What a new output of each type starts with. */
const starts: { readonly [T in OutputType]: Partial<OutputValues> } = {
  file: {},
  // DNIF's page of the HTTPS connector does not speak of compression (DNIF.md §5).
  http: { authKind: 'bearer', gzip: false, model: 'dnif' },
  'http-ndjson': { authKind: 'bearer' },
  'splunk-hec': {},
  elasticsearch: { authKind: 'api-key', model: 'ecs' },
  // Brokers refuse messages of more than about 1,000 KiB unless set up otherwise.
  kafka: { authKind: 'scram-sha-512', maxKiB: '900' },
  tcp: { model: 'dnif' },
  syslog: { port: '6514', maxKiB: '64' },
};

const numberText = (value: number | undefined): string => (value === undefined ? '' : String(value));

function tlsValues(tls: Tls | TlsFiles | undefined): Partial<OutputValues> {
  if (tls === undefined) return {};
  return {
    ...('enabled' in tls ? { tlsEnabled: tls.enabled } : {}),
    caFile: tls.caFile ?? '', clientCertFile: tls.clientCertFile ?? '', clientKeyFile: tls.clientKeyFile ?? '', serverName: tls.serverName ?? '',
  };
}

function authValues(auth: HttpAuth | ElasticsearchAuth | KafkaSasl): Partial<OutputValues> {
  return {
    authKind: auth.kind,
    ...('username' in auth ? { username: auth.username } : {}),
    ...('header' in auth ? { header: auth.header } : {}),
    ...('encoding' in auth ? { encoding: auth.encoding } : {}),
  };
}

const requestValues = (config: { readonly maxEvents: number; readonly maxKiB: number; readonly gzip: boolean; readonly tls?: TlsFiles | undefined }): Partial<OutputValues> => ({
  maxEvents: String(config.maxEvents), maxKiB: String(config.maxKiB), gzip: config.gzip, ...tlsValues(config.tls),
});

function typeValues(config: OutputConfig): Partial<OutputValues> {
  switch (config.type) {
    case 'file':
      return { path: config.path, rotateMiB: String(config.rotateMiB), gzipClosed: config.gzipClosed ?? false, keepDays: numberText(config.keepDays), keepMiB: numberText(config.keepMiB) };
    case 'http':
      return { url: config.url, mode: config.mode ?? 'bulk', ...authValues(config.auth), ...requestValues(config) };
    case 'http-ndjson':
      return { url: config.url, ...authValues(config.auth), ...requestValues(config) };
    case 'splunk-hec':
      return { url: config.url, index: config.index ?? '', sourcetype: config.sourcetype ?? '', source: config.source ?? '', ...requestValues(config) };
    case 'elasticsearch':
      return { url: config.url, index: config.index, ...authValues(config.auth), ...requestValues(config) };
    case 'kafka':
      return { brokers: config.brokers.join(', '), topic: config.topic, key: config.key, gzip: config.gzip, maxKiB: String(config.maxKiB), way: config.way ?? 'automatic', ...authValues(config.sasl), ...tlsValues(config.tls) };
    case 'tcp':
      return { host: config.host, port: String(config.port), way: config.way ?? 'automatic', ...tlsValues(config.tls) };
    case 'syslog':
      return {
        host: config.host, port: String(config.port), transport: config.transport, protocol: config.protocol, framing: config.framing, facility: config.facility,
        appName: config.appName, structuredData: config.structuredData, maxKiB: String(config.maxKiB), way: config.way ?? 'automatic', ...tlsValues(config.tls),
      };
  }
}

const mibPerGib = 1024;

function volumeValues(limit: RateLimit | undefined): Partial<OutputValues> {
  const mib = limit?.mibPerDay;
  if (mib === undefined) return {};
  const whole = mib % mibPerGib === 0;
  return {
    mibPerDay: String(whole ? mib / mibPerGib : mib), volumeUnit: whole ? 'GiB' : 'MiB', warnAtPercent: String(limit?.warnAtPercent ?? defaultWarnAtPercent), stopAtLimit: limit?.stopAtLimit ?? true,
  };
}

function proofValues(proof: DnifProof | null, tokenStored: boolean): Partial<OutputValues> {
  if (proof === null) return {};
  const { consoleUrl, clusterId, scopeId, tls, canaryHours } = proof;
  return {
    proofOn: true, consoleUrl, clusterId, scopeId, canary: canaryHours === undefined ? 'off' : (String(canaryHours) as OutputValues['canary']), proofToken: tokenStored ? null : '',
    proofCaFile: tls?.caFile ?? '', proofCertFile: tls?.clientCertFile ?? '', proofKeyFile: tls?.clientKeyFile ?? '', proofServerName: tls?.serverName ?? '',
  };
}

/** The values to start from: of an output, or of a new one of the type for null. */
export function valuesOf(type: OutputType, output: OutputView | null): OutputValues {
  if (output === null) return { ...common, ...starts[type] };
  const { config } = output;
  return {
    ...common, ...starts[type], ...typeValues(config),
    name: config.name, format: config.format, model: config.model ?? 'connector', secret: output.secretStored ? null : '',
    filterLogTypes: [...(config.filter?.logTypes ?? logTypes)],
    filterMode: config.filter?.eventTypes?.mode ?? 'all',
    filterTypes: (config.filter?.eventTypes?.types ?? []).join(', '),
    eventsPerSecond: numberText(config.rateLimit?.eventsPerSecond),
    ...volumeValues(config.rateLimit),
    dropFields: (config.dropFields ?? []).join(', '),
    ...proofValues(proofOf(config), output.proofTokenStored === true),
  };
}

/** The values of a copy: another name, secrets of its own, and a folder of its own, because two outputs never share one. */
export function copyValuesOf(type: OutputType, original: OutputView): OutputValues {
  const values = valuesOf(type, { ...original, secretStored: false, proofTokenStored: false });
  return { ...values, name: copyName(values.name), path: '' };
}
