import * as z from 'zod';

import type { TextId } from '../text/catalogue';
import { t } from '../text/text';
import type { LogType } from './log-type';
import { host, HttpAuthSchema, originOf, outputBase as base, port, receiverUrl, requestLimits, TlsFilesSchema, TlsSchema, username, way } from './output-parts';
import type { DnifProof } from './proof';
import { DnifProofSchema } from './proof';

export type { EventFormat, EventModel, HttpAuth, OutputFilter, RateLimit, ReceiverWay, Tls, TlsFiles } from './output-parts';
export { eventFormats, eventModels, HttpAuthSchema, OutputFilterSchema, RateLimitSchema, receiverUrlProblem, receiverWays, TlsFilesSchema, TlsSchema } from './output-parts';

/** Newline JSON in a folder, one file per connector and log type. */
export const FileOutputSchema = base.extend({
  type: z.literal('file'),
  path: z.string().trim().min(1, { error: () => t('fields.folder') }).max(1024),
  /** A file is closed and the next one started at this size, in MiB. */
  rotateMiB: z.number().int().min(1, { error: () => t('fields.output.rotateLow') }).max(10_240, { error: () => t('fields.output.rotateHigh') }),
  /** Closed files are compressed to `.ndjson.gz`. */
  gzipClosed: z.boolean().optional(),
  /** Closed files are deleted when their last line is older. Nothing that is not acknowledged is ever deleted. */
  keepDays: z.number().int().min(1, { error: () => t('fields.output.keepDays') }).max(36_500).optional(),
  /** The oldest closed files are deleted when all files together are larger, in MiB. */
  keepMiB: z.number().int().min(1, { error: () => t('fields.output.keepSize') }).max(1_000_000_000).optional(),
});
export type FileOutputConfig = z.infer<typeof FileOutputSchema>;

/** DNIF's HTTPS connector (DNIF.md §5): POST of a JSON array, or of one JSON object per request. */
export const HttpOutputSchema = base.extend({
  type: z.literal('http'),
  url: receiverUrl(),
  /** `single` is for addresses that end with /event. Absent: `bulk`. */
  mode: z.enum(['bulk', 'single']).optional(),
  auth: HttpAuthSchema,
  ...requestLimits,
  gzip: z.boolean(),
  tls: TlsFilesSchema.optional(),
  proof: DnifProofSchema.optional(),
});
export type HttpOutputConfig = z.infer<typeof HttpOutputSchema>;

/** Newline JSON by POST, for any receiver that takes it. */
export const HttpNdjsonOutputSchema = base.extend({
  type: z.literal('http-ndjson'),
  url: receiverUrl('https://logs.example.com/ingest'),
  auth: HttpAuthSchema,
  ...requestLimits,
  gzip: z.boolean(),
  tls: TlsFilesSchema.optional(),
});
export type HttpNdjsonOutputConfig = z.infer<typeof HttpNdjsonOutputSchema>;

const splunkWord = (missing: TextId): z.ZodOptional<z.ZodString> =>
  z.string().trim().min(1, { error: () => t(missing) }).max(256).optional();

/** Splunk HTTP Event Collector. The token is the secret. */
export const SplunkOutputSchema = base.extend({
  type: z.literal('splunk-hec'),
  /** Without a path, `/services/collector/event` is added. */
  url: receiverUrl('https://splunk.example.com:8088'),
  index: splunkWord('fields.output.splunkIndex'),
  sourcetype: splunkWord('fields.output.splunkSourceType'),
  source: splunkWord('fields.output.splunkSource'),
  ...requestLimits,
  gzip: z.boolean(),
  tls: TlsFilesSchema.optional(),
});
export type SplunkOutputConfig = z.infer<typeof SplunkOutputSchema>;

export const ElasticsearchAuthSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('basic'), username }),
  /** The encoded form that Kibana shows (id and key together). */
  z.object({ kind: z.literal('api-key') }),
  z.object({ kind: z.literal('bearer') }),
]);
export type ElasticsearchAuth = z.infer<typeof ElasticsearchAuthSchema>;

/** Bulk API of Elasticsearch and OpenSearch. The id of the event is the id of the document, so repeats are recognized. */
export const ElasticsearchOutputSchema = base.extend({
  type: z.literal('elasticsearch'),
  url: receiverUrl('https://elastic.example.com:9200'),
  /** Index, alias or data stream. A data stream demands `@timestamp`, which the ECS model has. */
  index: z
    .string()
    .trim()
    .regex(/^[a-z0-9][a-z0-9._-]{0,254}$/, { error: () => t('fields.output.index') }),
  auth: ElasticsearchAuthSchema,
  ...requestLimits,
  gzip: z.boolean(),
  tls: TlsFilesSchema.optional(),
});
export type ElasticsearchOutputConfig = z.infer<typeof ElasticsearchOutputSchema>;

export const KafkaSaslSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  /** Azure Event Hubs: user name `$ConnectionString`, the connection string is the password. */
  z.object({ kind: z.literal('plain'), username }),
  z.object({ kind: z.literal('scram-sha-256'), username }),
  z.object({ kind: z.literal('scram-sha-512'), username }),
]);
export type KafkaSasl = z.infer<typeof KafkaSaslSchema>;

/** Kafka, and what speaks its protocol: Redpanda, Azure Event Hubs. */
export const KafkaOutputSchema = base
  .extend({
    type: z.literal('kafka'),
    brokers: z
      .array(z.string().trim().regex(/^[^\s,/]+:\d{1,5}$/, { error: () => t('fields.output.broker') }))
      .min(1, { error: () => t('fields.output.brokers') })
      .max(50),
    topic: z.string().trim().regex(/^[A-Za-z0-9._-]{1,249}$/, { error: () => t('fields.output.topic') }),
    tls: TlsSchema,
    way,
    sasl: KafkaSaslSchema,
    /** `stream`: events of one connector and log type keep their order. `event-id`: spread over all partitions. */
    key: z.enum(['stream', 'event-id']),
    gzip: z.boolean(),
    /** Bytes in one request at the most, before compression, in KiB; brokers take about 1,000 unless set up otherwise. */
    maxKiB: z.number().int().min(16, { error: () => t('fields.output.requestLow') }).max(65_536, { error: () => t('fields.output.requestHigh') }),
  })
  .refine((config) => config.sasl.kind !== 'plain' || config.tls.enabled, {
    error: () => t('fields.output.saslPlain'),
    path: ['tls', 'enabled'],
  });
export type KafkaOutputConfig = z.infer<typeof KafkaOutputSchema>;

/** Newline JSON over TCP or TLS: DNIF's TCP and TLS connectors (DNIF.md §5). */
export const TcpOutputSchema = base.extend({ type: z.literal('tcp'), host, port, tls: TlsSchema, way, proof: DnifProofSchema.optional() });
export type TcpOutputConfig = z.infer<typeof TcpOutputSchema>;

export const syslogFacilities = [
  'kern', 'user', 'mail', 'daemon', 'auth', 'syslog', 'lpr', 'news', 'uucp', 'cron', 'authpriv', 'ftp',
  'ntp', 'audit', 'alert', 'clock', 'local0', 'local1', 'local2', 'local3', 'local4', 'local5', 'local6', 'local7',
] as const;
export type SyslogFacility = (typeof syslogFacilities)[number];

/** Syslog with the event as JSON in the message part. */
export const SyslogOutputSchema = base.extend({
  type: z.literal('syslog'),
  host,
  port,
  transport: z.enum(['udp', 'tcp', 'tls']),
  /** For transport `tls`. */
  tls: TlsFilesSchema.optional(),
  /** For transport `tcp` and `tls`: datagrams cannot go through a proxy. */
  way,
  protocol: z.enum(['rfc5424', 'rfc3164']),
  /** For transport `tcp` and `tls`: how messages are told apart. UDP has one message per datagram. */
  framing: z.enum(['octet-counting', 'lf']),
  facility: z.enum(syslogFacilities),
  appName: z.string().trim().regex(/^[A-Za-z0-9._-]{1,32}$/, { error: () => t('fields.output.appName') }),
  /** Id, connector, log type and event type also as structured data (RFC 5424 only). */
  structuredData: z.boolean(),
  /** Largest message in KiB, as the receiver allows it; larger events go to quarantine. A UDP datagram ends at 63 KiB. */
  maxKiB: z.number().int().min(1, { error: () => t('fields.output.messageLow') }).max(16_384, { error: () => t('fields.output.messageHigh') }),
  proof: DnifProofSchema.optional(),
});
export type SyslogOutputConfig = z.infer<typeof SyslogOutputSchema>;

export const OutputConfigSchema = z.discriminatedUnion('type', [
  FileOutputSchema,
  HttpOutputSchema,
  HttpNdjsonOutputSchema,
  SplunkOutputSchema,
  ElasticsearchOutputSchema,
  KafkaOutputSchema,
  TcpOutputSchema,
  SyslogOutputSchema,
]);
export type OutputConfig = z.infer<typeof OutputConfigSchema>;
export type OutputType = OutputConfig['type'];

/**
 * The output form: a config plus the secret typed now (null: keep the stored one, or none is needed). The same holds for the
 * token of the Search API, which may be left out.
 */
export const OutputDraftSchema = z.object({
  config: OutputConfigSchema,
  secret: z.string().min(1).max(4096).nullable(),
  proofToken: z.string().min(1).max(4096).nullable().optional(),
});
export type OutputDraft = z.infer<typeof OutputDraftSchema>;

export const OutputViewSchema = z.object({
  config: OutputConfigSchema,
  secretStored: z.boolean(),
  /** Whether a token of the Search API is stored. Absent: no. */
  proofTokenStored: z.boolean().optional(),
  /** Names of the connectors that send here. */
  usedBy: z.array(z.string()),
});
export type OutputView = z.infer<typeof OutputViewSchema>;

/**
 * Whether the way out confirms receipt: shown beside every count. A best-effort output has "sent" events, never
 * "acknowledged" ones.
 */
export const outputGuarantee: { readonly [T in OutputType]: 'acknowledged' | 'best-effort' } = {
  file: 'acknowledged',
  http: 'acknowledged',
  'http-ndjson': 'acknowledged',
  'splunk-hec': 'acknowledged',
  elasticsearch: 'acknowledged',
  kafka: 'acknowledged',
  tcp: 'best-effort',
  syslog: 'best-effort',
};

/** Whether this output needs a secret in the vault. */
export function outputNeedsSecret(config: OutputConfig): boolean {
  switch (config.type) {
    case 'http':
    case 'http-ndjson':
    case 'elasticsearch':
      return config.auth.kind !== 'none';
    case 'kafka':
      return config.sasl.kind !== 'none';
    case 'splunk-hec':
      return true;
    case 'file':
    case 'tcp':
    case 'syslog':
      return false;
  }
}

/**
 * Where the stored secret goes and what proves the receiver: when any of it changes, the secret must be entered again.
 * Otherwise whoever can edit an output could have its secret sent to an address of their own. Null when there is no secret.
 */
export function secretDestination(config: OutputConfig): { readonly address: string; readonly kind: string } | null {
  if (!outputNeedsSecret(config)) return null;
  switch (config.type) {
    case 'http':
    case 'http-ndjson':
    case 'elasticsearch':
      return { address: `${config.type} ${originOf(config.url)} ${JSON.stringify(config.tls ?? {})}`, kind: config.auth.kind };
    case 'splunk-hec':
      return { address: `${config.type} ${originOf(config.url)} ${JSON.stringify(config.tls ?? {})}`, kind: 'token' };
    case 'kafka':
      return { address: `${config.type} ${[...config.brokers].sort().join(',')} ${JSON.stringify(config.tls)}`, kind: config.sasl.kind };
    case 'file':
    case 'tcp':
    case 'syslog':
      return null;
  }
}

/** The Search API that can prove the arrival of an output's events; null where DNIF is not the receiver or none was entered. */
export function proofOf(config: OutputConfig): DnifProof | null {
  return config.type === 'http' || config.type === 'tcp' || config.type === 'syslog' ? (config.proof ?? null) : null;
}

/** Whether an output wants any event of a log type: where it does not, its events need not be kept for it at all. */
export function wantsLogType(config: OutputConfig, logType: LogType): boolean {
  return config.filter?.logTypes?.includes(logType) ?? true;
}
