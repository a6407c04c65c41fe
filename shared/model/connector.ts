import * as z from 'zod';

import { LogTypeSchema } from './log-type';

/** The one host every API 2.0 client may use; Mimecast routes it to the tenant's instance (API.md §1.1). */
export const defaultBaseUrl = 'https://api.services.mimecast.com';

/** Regions that are known by name; any other `<region>-api.services.mimecast.com` may exist too (API.md §1.1). */
export const knownRegions = [
  { code: 'us', name: 'United States' },
  { code: 'uk', name: 'United Kingdom' },
  { code: 'de', name: 'Germany' },
] as const;

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
  const known = knownRegions.find((region) => `${region.code}-api` === code);
  return known === undefined ? { kind: 'unknown', code } : { kind: 'known', name: known.name };
}

const loopbackHosts = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** A reason in the administrator's words why `text` cannot be a Mimecast API address, or null when it can. */
export function baseUrlProblem(text: string): string | null {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return `Enter a full address, for example ${defaultBaseUrl}.`;
  }
  if (url.protocol === 'http:' && !loopbackHosts.has(url.hostname)) {
    return 'The address must start with https://, otherwise the Client Secret would travel unprotected.';
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    return 'The address must start with https://.';
  }
  if (url.username !== '' || url.password !== '') {
    return 'Remove the user name and password from the address; the credentials have their own fields.';
  }
  // xx-api.mimecast.com is API 1.0: it answers, but never with an API 2.0 token (API.md §8 trap 24).
  if (/(^|\.)([a-z]{2,4}-)?api\.mimecast\.com$/i.test(url.hostname)) {
    return `${url.hostname} is an API 1.0 host. API 2.0 uses ${defaultBaseUrl} or <region>-api.services.mimecast.com.`;
  }
  // Where people sign in; it answers with web pages.
  if (/^(login|console|webmail|mail)[a-z0-9-]*(\.[a-z0-9-]+)*\.mimecast\.com$/i.test(url.hostname) || /^(www\.)?(services\.)?mimecast\.com$/i.test(url.hostname)) {
    return `${url.hostname} is a web site for people, not the API. Use ${defaultBaseUrl}.`;
  }
  if (url.search !== '' || url.hash !== '') {
    return 'Enter the host address only, without anything after a ? or #.';
  }
  return null;
}

const name = z
  .string()
  .trim()
  .min(1, 'Enter a name for the connector, for example “Head office”.')
  .max(80, 'Keep the name to 80 characters.')
  // The name becomes part of file names and of every event.
  .regex(/^[^\p{Cc}\p{Cf}]*$/u, 'The name contains a character that cannot be seen. Type it again.');

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
    .min(1, 'Enter the Client ID that Mimecast showed when the API application was created.')
    .max(512, 'A Client ID is shorter than this. Check what was pasted.')
    .regex(/^[\x21-\x7e]*$/, 'A Client ID has no spaces or special characters. Check what was pasted.'),
  logTypes: z.array(LogTypeSchema).min(1, 'Choose at least one log type.'),
  /** `auto`: asked once and remembered. */
  platform: z.enum(['auto', 'cloud-gateway', 'cloud-integrated']),
  /** `hybrid`: streaming for seconds of delay and batch for completeness, each event kept once. */
  siemDelivery: z.enum(['batch', 'streaming', 'hybrid']),
  /** Where the first collection starts, ISO time in UTC; null means 24 hours before the first poll. */
  startFrom: z.iso.datetime({ error: 'Enter a date and time.' }).nullable(),
  /** Seconds between polls for every log type; null means each log type's own default. */
  pollSeconds: z
    .number()
    .int()
    .min(5, 'Mimecast limits how often it may be asked: choose 5 seconds or more.')
    .max(86_400, 'Choose a day (86,400 seconds) or less.')
    .nullable(),
  /** Ids of the outputs that want this connector's events. */
  outputs: z.array(z.string()).min(1, 'Choose at least one output, otherwise the events have nowhere to go.'),
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
    .min(1, 'Enter the Client Secret.')
    .max(4096, 'A Client Secret is shorter than this. Check what was pasted.')
    .regex(/^[\x21-\x7e]*$/, 'A Client Secret has no spaces or special characters. Check what was pasted.')
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
});
export type ConnectorView = z.infer<typeof ConnectorViewSchema>;
