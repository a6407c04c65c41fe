import * as z from 'zod';

import { t } from '../text/text';
import { LogTypeSchema } from './log-type';

/** How an event is written: the vendor's record untouched, the normalized event, or the event with the record under `raw`. */
export const eventFormats = ['raw', 'normalized', 'both'] as const;
export type EventFormat = (typeof eventFormats)[number];

/** What `normalized` means for an output: our own event, or one of the models other platforms speak. */
export const eventModels = ['connector', 'dnif', 'ecs', 'ocsf'] as const;
export type EventModel = (typeof eventModels)[number];

const name = z
  .string()
  .trim()
  .min(1, { error: () => t('fields.output.name') })
  .max(80, { error: () => t('fields.nameLength') });

/**
 * Which events an output wants. A log type that it does not want is never offered to it; events of a type that it does
 * not want are settled without being sent and counted apart, as filtered.
 */
export const OutputFilterSchema = z.object({
  /** Absent: all of them. */
  logTypes: z.array(LogTypeSchema).min(1, { error: () => t('fields.logTypes') }).optional(),
  /** Event types as the window shows them ("receipt", "url protect", …); letter case does not matter. */
  eventTypes: z
    .object({
      mode: z.enum(['include', 'exclude']),
      types: z
        .array(z.string().trim().min(1, { error: () => t('fields.output.eventTypeEmpty') }).max(128))
        .min(1, { error: () => t('fields.output.eventTypes') })
        .max(200, { error: () => t('fields.output.eventTypesMany') }),
    })
    .optional(),
});
export type OutputFilter = z.infer<typeof OutputFilterSchema>;

/** By these a receiver tells repeats, and a person finds an event again: no output may leave them out. */
export const keptFields: ReadonlySet<string> = new Set(['id', 'LogID', 'event.id', 'event', 'metadata.uid', 'metadata', '@timestamp', 'type']);

/**
 * Fields that an output leaves out of normalized events, by their name there or by the path of the raw record that they
 * come from. The record itself, as the formats `raw` and `both` carry it, is never changed.
 */
export const DropFieldsSchema = z
  .array(
    z
      .string()
      .trim()
      .regex(/^[A-Za-z0-9_@$][A-Za-z0-9_@$.\- ]{0,199}$/, { error: () => t('fields.output.dropForm') })
      .refine((name) => !keptFields.has(name), { error: (issue) => t('fields.output.dropKept', { field: String(issue.input) }) }),
  )
  .min(1, { error: () => t('fields.output.dropNone') })
  .max(200, { error: () => t('fields.output.dropMany') });

/** Receivers drop or bill what exceeds their limits (DNIF.md §6): the events wait in the spool instead. */
export const RateLimitSchema = z.object({
  eventsPerSecond: z.number().int().min(1, { error: () => t('fields.output.rateLow') }).max(1_000_000, { error: () => t('fields.output.rateHigh') }).optional(),
  /** Daily volume: of the events as they are written, before compression; a day is a day of UTC. */
  mibPerDay: z.number().int({ error: () => t('fields.output.volumeWhole') }).min(1, { error: () => t('fields.output.volumeLow') }).max(100_000_000).optional(),
  /** Share of the daily volume at which the output's health says so. Absent: 80. */
  warnAtPercent: z.number().int({ error: () => t('fields.wholeNumber') }).min(1, { error: () => t('fields.output.warnLow') }).max(100, { error: () => t('fields.output.warnHigh') }).optional(),
  /** Whether sending pauses at the daily volume until the next day. Absent: yes. */
  stopAtLimit: z.boolean().optional(),
});
export type RateLimit = z.infer<typeof RateLimitSchema>;

/** What every output has, whatever its type. */
export const outputBase = z.object({
  id: z.string().max(64),
  name,
  enabled: z.boolean(),
  format: z.enum(eventFormats),
  model: z.enum(eventModels).optional(),
  filter: OutputFilterSchema.optional(),
  rateLimit: RateLimitSchema.optional(),
  dropFields: DropFieldsSchema.optional(),
});

const headerName = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}$/, { error: () => t('fields.output.header') })
  .refine(
    (header) => !['host', 'content-length', 'content-type', 'transfer-encoding', 'connection'].includes(header.toLowerCase()),
    { error: () => t('fields.output.headerTaken') },
  );

export const username = z.string().trim().min(1, { error: () => t('fields.userName') }).max(256);

/** The four ways DNIF's HTTPS connector authenticates (DNIF.md §5). The secret part lives in the vault. */
export const HttpAuthSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('basic'), username }),
  z.object({ kind: z.literal('bearer') }),
  z.object({ kind: z.literal('shared-secret'), header: headerName }),
  z.object({ kind: z.literal('hmac-sha256'), header: headerName, encoding: z.enum(['hex', 'base64']) }),
]);
export type HttpAuth = z.infer<typeof HttpAuthSchema>;

const pemFile = z.string().trim().min(1, { error: () => t('fields.file') }).max(1024);

/**
 * Certificates by file path (PEM). Without `caFile` the authorities that come with the program count; with it, only those
 * of the file do. The name in the certificate is always checked. A key with a passphrase is not supported.
 */
const tlsFiles = z.object({
  caFile: pemFile.optional(),
  clientCertFile: pemFile.optional(),
  clientKeyFile: pemFile.optional(),
  /** The name the certificate must bear, when it is not the host's. */
  serverName: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/, { error: () => t('fields.hostName') })
    .optional(),
});

const pair = { error: () => t('fields.output.tlsPair'), path: ['clientKeyFile'] };
const isPair = (tls: z.infer<typeof tlsFiles>): boolean => (tls.clientCertFile === undefined) === (tls.clientKeyFile === undefined);

/** For ways that are always TLS when they are secure at all (https). */
export const TlsFilesSchema = tlsFiles.refine(isPair, pair);
export type TlsFiles = z.infer<typeof TlsFilesSchema>;

/** For ways that are TLS only when the administrator says so. */
export const TlsSchema = tlsFiles.extend({ enabled: z.boolean() }).refine(isPair, pair);
export type Tls = z.infer<typeof TlsSchema>;

/** A host name, an IPv4 address or an IPv6 address; the brackets that addresses (URLs) need around it are taken off. */
export const host = z
  .string()
  .trim()
  .overwrite((text) => text.replace(/^\[(.*)\]$/, '$1'))
  .min(1, { error: () => t('fields.output.host') })
  .max(253)
  .regex(/^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$|^(?=.*:.*:)[0-9A-Fa-f:.]+$/, { error: () => t('fields.output.hostForm') });

export const port = z.number({ error: () => t('fields.output.port') }).int({ error: () => t('fields.wholeNumber') }).min(1, { error: () => t('fields.output.portLow') }).max(65_535, { error: () => t('fields.output.portHigh') });

/**
 * The way to a receiver that speaks no HTTP. `settings`: as the network settings say, through their proxy. `direct`: never through
 * one. `automatic`: directly where the host is a private address or a name without dots, else `settings`. Network settings that
 * the organization manages count before any of them.
 */
export const receiverWays = ['automatic', 'settings', 'direct'] as const;
export type ReceiverWay = (typeof receiverWays)[number];

/** Absent: `automatic`. */
export const way = z.enum(receiverWays).optional();

/** A reason why `text` cannot be the address of an HTTP receiver, or null when it can. `example` shows a right one. */
export function receiverUrlProblem(text: string, example = 'https://tenant.dnif.cloud:2882/…/events'): string | null {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return t('fields.address.receiver', { example });
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return t('fields.address.https');
  if (url.protocol === 'http:' && !['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname)) {
    return t('fields.address.httpsEvents');
  }
  if (url.username !== '' || url.password !== '') return t('fields.address.noUserOutput');
  return null;
}

/** Scheme, host and port of an address, in one spelling. */
export function originOf(url: string): string {
  const [origin = ''] = /^[a-z]+:\/\/[^/?#]*/i.exec(url.trim()) ?? [];
  return origin.toLowerCase().replace(/^(https:.*):443$|^(http:.*):80$/, '$1$2');
}

export function receiverUrl(example?: string): z.ZodType<string, string> {
  return z
    .string()
    .trim()
    .max(2048)
    .superRefine((text, context) => {
      const problem = receiverUrlProblem(text, example);
      if (problem !== null) context.addIssue({ code: 'custom', message: problem });
    });
}

/** Sizes of one request. */
export const requestLimits = {
  /** Events in one request at the most. */
  maxEvents: z.number().int().min(1, { error: () => t('fields.output.eventsLow') }).max(10_000, { error: () => t('fields.output.eventsHigh') }),
  /** Bytes in one request at the most, before compression, in KiB. */
  maxKiB: z.number().int().min(16, { error: () => t('fields.output.requestLow') }).max(65_536, { error: () => t('fields.output.requestHigh') }),
};
