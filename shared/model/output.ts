import * as z from 'zod';

/** How an event is written: the vendor's record untouched, the normalized event, or the event with the record under `raw`. */
export const eventFormats = ['raw', 'normalized', 'both'] as const;
export type EventFormat = (typeof eventFormats)[number];

const name = z
  .string()
  .trim()
  .min(1, 'Enter a name for the output, for example “DNIF production”.')
  .max(80, 'Keep the name to 80 characters.');

const base = z.object({ id: z.string().max(64), name, enabled: z.boolean(), format: z.enum(eventFormats) });

const headerName = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}$/, 'Enter a header name such as X-DNIF-Signature: letters, digits and hyphens.')
  .refine(
    (header) => !['host', 'content-length', 'content-type', 'transfer-encoding', 'connection'].includes(header.toLowerCase()),
    'That header belongs to HTTP itself. Choose another name.',
  );

/** The four ways DNIF's HTTPS connector authenticates (DNIF.md §5). The secret part lives in the vault. */
export const HttpAuthSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('basic'), username: z.string().trim().min(1, 'Enter the user name.').max(256) }),
  z.object({ kind: z.literal('bearer') }),
  z.object({ kind: z.literal('shared-secret'), header: headerName }),
  z.object({ kind: z.literal('hmac-sha256'), header: headerName, encoding: z.enum(['hex', 'base64']) }),
]);
export type HttpAuth = z.infer<typeof HttpAuthSchema>;

/** Newline JSON in a folder, one file per connector and log type. */
export const FileOutputSchema = base.extend({
  type: z.literal('file'),
  path: z.string().trim().min(1, 'Choose a folder.').max(1024),
  /** A file is closed and the next one started at this size, in MiB. */
  rotateMiB: z.number().int().min(1, 'Choose 1 MiB or more.').max(10_240, 'Choose 10,240 MiB or less.'),
});
export type FileOutputConfig = z.infer<typeof FileOutputSchema>;

/** A reason why `text` cannot be the address of an HTTP receiver, or null when it can. */
export function receiverUrlProblem(text: string): string | null {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return 'Enter the full address that DNIF shows, for example https://tenant.dnif.cloud:2882/…/events.';
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'The address must start with https://.';
  if (url.protocol === 'http:' && !['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname)) {
    return 'The address must start with https://, otherwise events and secret would travel unprotected.';
  }
  if (url.username !== '' || url.password !== '') return 'Remove the user name and password from the address; use Authentication.';
  return null;
}

/** DNIF's HTTPS connector: POST of a JSON array (DNIF.md §5). */
export const HttpOutputSchema = base.extend({
  type: z.literal('http'),
  url: z
    .string()
    .trim()
    .max(2048)
    .superRefine((text, context) => {
      const problem = receiverUrlProblem(text);
      if (problem !== null) context.addIssue({ code: 'custom', message: problem });
    }),
  auth: HttpAuthSchema,
  /** Events in one request at the most. */
  maxEvents: z.number().int().min(1).max(10_000),
  /** Bytes in one request at the most, before compression, in KiB. */
  maxKiB: z.number().int().min(16).max(65_536),
  gzip: z.boolean(),
});
export type HttpOutputConfig = z.infer<typeof HttpOutputSchema>;

export const OutputConfigSchema = z.discriminatedUnion('type', [FileOutputSchema, HttpOutputSchema]);
export type OutputConfig = z.infer<typeof OutputConfigSchema>;
export type OutputType = OutputConfig['type'];

/** The output form: a config plus the secret typed now (null: keep the stored one, or none is needed). */
export const OutputDraftSchema = z.object({ config: OutputConfigSchema, secret: z.string().min(1).max(4096).nullable() });
export type OutputDraft = z.infer<typeof OutputDraftSchema>;

export const OutputViewSchema = z.object({
  config: OutputConfigSchema,
  secretStored: z.boolean(),
  /** Names of the connectors that send here. */
  usedBy: z.array(z.string()),
});
export type OutputView = z.infer<typeof OutputViewSchema>;

/** Whether the way out confirms receipt: shown beside every sent count. */
export const outputGuarantee: { readonly [T in OutputType]: 'acknowledged' | 'best-effort' } = {
  file: 'acknowledged',
  http: 'acknowledged',
};

/** Whether this output needs a secret in the vault. */
export function outputNeedsSecret(config: OutputConfig): boolean {
  return config.type === 'http' && config.auth.kind !== 'none';
}
