import * as z from 'zod';

import { t } from '../text/text';
import { LastTestSchema, PastTestSchema } from './check-report';
import { LogTypeSchema } from './log-type';

/** The one host every API 2.0 client may use; Mimecast routes it to the tenant's instance (API.md §1.1). */
export const defaultBaseUrl = 'https://api.services.mimecast.com';

/** Regions that are known by name; any other `<region>-api.services.mimecast.com` may exist too (API.md §1.1). */
export const knownRegions = ['us', 'uk', 'de'] as const;

/** The address of one region's instance. */
export const regionUrl = (code: string): string => `https://${code}-api.services.mimecast.com`;

export type Region = { readonly kind: 'global' } | { readonly kind: 'known'; readonly name: string } | { readonly kind: 'unknown'; readonly code: string } | { readonly kind: 'elsewhere' };

/** Which region of Mimecast an address belongs to, by its name alone. */
export function regionOf(baseUrl: string): Region {
  let host: string;
  try {
    host = new URL(baseUrl).hostname.toLowerCase();
  } catch {
    return { kind: 'elsewhere' };
  }
  if (host === 'api.services.mimecast.com') return { kind: 'global' };
  const code = /^(.+)\.services\.mimecast\.com$/.exec(host)?.[1];
  if (code === undefined) return { kind: 'elsewhere' };
  const known = knownRegions.find((region) => `${region}-api` === code);
  return known === undefined ? { kind: 'unknown', code } : { kind: 'known', name: t(`region.${known}`) };
}

const loopbackHosts = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** A reason in the administrator's words why `text` cannot be a Mimecast API address, or null when it can. */
export function baseUrlProblem(text: string): string | null {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return t('fields.address.full', { example: defaultBaseUrl });
  }
  if (url.protocol === 'http:' && !loopbackHosts.has(url.hostname)) {
    return t('fields.address.httpsSecret');
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    return t('fields.address.https');
  }
  if (url.username !== '' || url.password !== '') {
    return t('fields.address.noUserConnector');
  }
  // xx-api.mimecast.com is API 1.0: it answers, but never with an API 2.0 token (API.md §8 trap 24).
  if (/(^|\.)([a-z]{2,4}-)?api\.mimecast\.com$/i.test(url.hostname)) {
    return t('fields.address.apiOne', { host: url.hostname, base: defaultBaseUrl });
  }
  // Where people sign in; it answers with web pages.
  if (/^(login|console|webmail|mail)[a-z0-9-]*(\.[a-z0-9-]+)*\.mimecast\.com$/i.test(url.hostname) || /^(www\.)?(services\.)?mimecast\.com$/i.test(url.hostname)) {
    return t('fields.address.webSite', { host: url.hostname, base: defaultBaseUrl });
  }
  if (url.search !== '' || url.hash !== '') {
    return t('fields.address.hostOnly');
  }
  return null;
}

const name = z
  .string()
  .trim()
  .min(1, { error: () => t('fields.connector.name') })
  .max(80, { error: () => t('fields.nameLength') })
  // The name becomes part of file names and of every event.
  .regex(/^[^\p{Cc}\p{Cf}]*$/u, { error: () => t('fields.nameHidden') });

/** What an administrator sets for one Mimecast account, without its secret. */
export const ConnectorConfigSchema = z.object({
  id: z.string().min(1).max(64),
  name,
  baseUrl: z
    .string()
    .trim()
    .transform((text) => text.replace(/\/+$/, ''))
    .superRefine((text, context) => {
      const problem = baseUrlProblem(text);
      if (problem !== null) context.addIssue({ code: 'custom', message: problem });
    }),
  clientId: z
    .string()
    .trim()
    .min(1, { error: () => t('fields.connector.clientId') })
    .max(512, { error: () => t('fields.connector.clientIdLength') })
    .regex(/^[\x21-\x7e]*$/, { error: () => t('fields.connector.clientIdForm') }),
  logTypes: z.array(LogTypeSchema).min(1, { error: () => t('fields.logTypes') }),
  /** `auto`: asked once and remembered. */
  platform: z.enum(['auto', 'cloud-gateway', 'cloud-integrated']),
  /** `hybrid`: streaming for seconds of delay and batch for completeness, each event kept once. */
  siemDelivery: z.enum(['batch', 'streaming', 'hybrid']),
  /** Where the first collection starts, ISO time in UTC; null means 24 hours before the first poll. */
  startFrom: z.iso.datetime({ error: () => t('fields.dateTime') }).nullable(),
  /** Seconds between polls for every log type; null means each log type's own default. */
  pollSeconds: z
    .number()
    .int()
    .min(5, { error: () => t('fields.connector.pollOften') })
    .max(86_400, { error: () => t('fields.connector.pollSeldom') })
    .nullable(),
  /** Ids of the outputs that want this connector's events. */
  outputs: z.array(z.string()).min(1, { error: () => t('fields.connector.outputs') }),
  enabled: z.boolean(),
});
export type ConnectorConfig = z.infer<typeof ConnectorConfigSchema>;

/** The form as it stands: a config, plus the secret typed now (null: keep or use the stored one). */
export const ConnectorDraftSchema = ConnectorConfigSchema.extend({
  /** Empty for a connector that was never saved. */
  id: z.string().max(64),
  clientSecret: z
    .string()
    .trim()
    .min(1, { error: () => t('fields.connector.secret') })
    .max(4096, { error: () => t('fields.connector.secretLength') })
    .regex(/^[\x21-\x7e]*$/, { error: () => t('fields.connector.secretForm') })
    .nullable(),
});
export type ConnectorDraft = z.infer<typeof ConnectorDraftSchema>;

/** What the window may see of a connector: never a secret. */
export const ConnectorViewSchema = ConnectorConfigSchema.extend({
  /** Whether the vault holds a secret, and since when; `unreadable` when the vault itself does not answer. */
  secret: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('stored'), savedAt: z.string().nullable() }),
    z.object({ kind: z.literal('missing') }),
    z.object({ kind: z.literal('unreadable') }),
  ]),
  /** Absent: not tested as it is saved now. */
  lastTest: LastTestSchema.optional(),
  /** The newest first, each of the connector as it was saved then; absent: none. */
  tests: z.array(PastTestSchema).optional(),
});
export type ConnectorView = z.infer<typeof ConnectorViewSchema>;
