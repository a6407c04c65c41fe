import path from 'node:path';

import * as z from 'zod';

import { ElasticsearchAuthSchema, eventFormats, eventModels, HttpAuthSchema, KafkaSaslSchema, receiverWays, syslogFacilities } from '../../../shared/model/output';

/** What every output of a collect file may say. Values are judged later, by the schema that the window uses. */
const common = {
  name: z.string(),
  format: z.enum(eventFormats).default('both'),
  model: z.enum(eventModels).optional(),
  enabled: z.boolean().default(true),
  secretEnv: z.string().optional(),
  filter: z
    .strictObject({
      logTypes: z.array(z.string()).optional(),
      eventTypes: z.strictObject({ mode: z.enum(['include', 'exclude']), types: z.array(z.string()) }).optional(),
    })
    .optional(),
  rateLimit: z
    .strictObject({ eventsPerSecond: z.number().optional(), mibPerDay: z.number().optional(), warnAtPercent: z.number().optional(), stopAtLimit: z.boolean().optional() })
    .optional(),
  dropFields: z.array(z.string()).optional(),
};

const tlsFiles = { caFile: z.string().optional(), clientCertFile: z.string().optional(), clientKeyFile: z.string().optional(), serverName: z.string().optional() };
const way = z.enum(receiverWays).optional();
const tls = z.strictObject({ enabled: z.boolean().default(true), ...tlsFiles }).default({ enabled: false });

const request = {
  maxEvents: z.number().default(500),
  maxKiB: z.number().default(1024),
  gzip: z.boolean().default(false),
  tls: z.strictObject(tlsFiles).optional(),
};

/** One output as the file of `npm run collect` writes it; what is left out has a default. */
export const CollectOutputSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('file'),
    ...common,
    path: z.string(),
    rotateMiB: z.number().default(128),
    gzipClosed: z.boolean().optional(),
    keepDays: z.number().optional(),
    keepMiB: z.number().optional(),
  }),
  z.strictObject({
    type: z.literal('http'),
    ...common,
    url: z.string(),
    mode: z.enum(['bulk', 'single']).optional(),
    auth: HttpAuthSchema.default({ kind: 'none' }),
    ...request,
  }),
  z.strictObject({ type: z.literal('http-ndjson'), ...common, url: z.string(), auth: HttpAuthSchema.default({ kind: 'none' }), ...request }),
  z.strictObject({
    type: z.literal('splunk-hec'),
    ...common,
    url: z.string(),
    index: z.string().optional(),
    sourcetype: z.string().optional(),
    source: z.string().optional(),
    ...request,
  }),
  z.strictObject({
    type: z.literal('elasticsearch'),
    ...common,
    url: z.string(),
    index: z.string(),
    auth: ElasticsearchAuthSchema.default({ kind: 'none' }),
    ...request,
  }),
  z.strictObject({
    type: z.literal('kafka'),
    ...common,
    brokers: z.array(z.string()),
    topic: z.string(),
    tls,
    way,
    sasl: KafkaSaslSchema.default({ kind: 'none' }),
    key: z.enum(['stream', 'event-id']).default('event-id'),
    gzip: z.boolean().default(true),
    maxKiB: z.number().default(900),
  }),
  z.strictObject({ type: z.literal('tcp'), ...common, host: z.string(), port: z.number(), tls, way }),
  z.strictObject({
    type: z.literal('syslog'),
    ...common,
    host: z.string(),
    port: z.number(),
    transport: z.enum(['udp', 'tcp', 'tls']).default('tls'),
    tls: z.strictObject(tlsFiles).optional(),
    way,
    protocol: z.enum(['rfc5424', 'rfc3164']).default('rfc5424'),
    framing: z.enum(['octet-counting', 'lf']).default('octet-counting'),
    facility: z.enum(syslogFacilities).default('local0'),
    appName: z.string().default('mimecast'),
    structuredData: z.boolean().default(true),
    // rsyslog takes frames of 200,000 bytes unless it is set up otherwise.
    maxKiB: z.number().default(192),
  }),
]);
type CollectOutput = z.infer<typeof CollectOutputSchema>;

/** Paths in the file are relative to its folder. */
export function outputPaths(output: Omit<CollectOutput, 'secretEnv'>, folder: string): object {
  const absolute: Record<string, string> = {};
  const tls: unknown = 'tls' in output ? output.tls : undefined;
  const files: Record<string, unknown> = tls === undefined ? {} : { ...(tls as object) };
  for (const key of ['caFile', 'clientCertFile', 'clientKeyFile']) {
    const file = files[key];
    if (typeof file === 'string') files[key] = path.resolve(folder, file);
  }
  if ('path' in output && typeof output.path === 'string') absolute['path'] = path.resolve(folder, output.path);
  return { ...output, ...absolute, ...(tls === undefined ? {} : { tls: files }) };
}
