import * as z from 'zod';

import { FailureSchema } from '../failures/failure';
import { originOf, TlsFilesSchema } from './output-parts';

/** Hours between two canaries that an administrator can choose. */
export const canaryIntervals = [1, 6, 24] as const;
export type CanaryInterval = (typeof canaryIntervals)[number];

const pathPart = (what: string, example: string): z.ZodString =>
  z.string().trim().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/, `Enter the ${what}, for example ${example}: letters, digits, dots, hyphens and underscores.`);

/** A reason why `text` cannot be the address of a DNIF console, or null. The token travels there, so only the origin counts. */
function consoleProblem(text: string): string | null {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return 'Enter the full address of the DNIF console, for example https://dnif.example.com.';
  }
  const local = ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && local)) return 'The address must start with https://, otherwise the token would travel unprotected.';
  if (url.username !== '' || url.password !== '') return 'Remove the user name and password from the address; the token is entered below.';
  if (!/^https?:\/\/[^/?#]+\/?$/i.test(text)) return 'Enter only scheme, host and port: the rest is added from the cluster ID.';
  return null;
}

/** DNIF's Search API (DNIF.md §8), to look whether a marked event arrived. The token is a secret of its own. */
export const DnifProofSchema = z.object({
  consoleUrl: z
    .string()
    .trim()
    .max(512)
    .superRefine((text, context) => {
      const problem = consoleProblem(text);
      if (problem !== null) context.addIssue({ code: 'custom', message: problem });
    }),
  clusterId: pathPart('cluster ID', 'c0a80001'),
  scopeId: pathPart('scope', 'default'),
  tls: TlsFilesSchema.optional(),
  /** A marked event is sent and searched for every so many hours. Absent: never. */
  canaryHours: z.literal([...canaryIntervals]).optional(),
});
export type DnifProof = z.infer<typeof DnifProofSchema>;

/** Where the token goes and what proves the other side: when it changes, the token must be entered again. */
export function proofDestination(proof: DnifProof): string {
  return `${originOf(proof.consoleUrl)} ${JSON.stringify(proof.tls ?? {})}`;
}

/** How DNIF parsed an event ($PStatus, DNIF.md §7). */
export const parseStatuses = ['PAD', 'PER', 'NLF'] as const;
export type ParseStatus = (typeof parseStatuses)[number];

/** One sentence for each, for people who do not know DNIF's abbreviations. */
export const parseStatusWords: { readonly [S in ParseStatus]: string } = {
  PAD: 'PAD: DNIF parsed the event as its extractor describes it.',
  PER: 'PER: an extractor took the event, but extracting failed: some of its fields are missing in DNIF.',
  NLF: 'NLF: no extractor of DNIF recognizes the event: it is stored and can be searched, but not split into fields.',
};

/** Where and how DNIF keeps a marked event. */
export const SightingSchema = z.object({
  stream: z.string().nullable(),
  /** null: the answer did not say, or said something that is not documented. */
  parse: z.enum(parseStatuses).nullable(),
});
export type Sighting = z.infer<typeof SightingSchema>;

/** What the canary of an output knows. */
export const ArrivalStatusSchema = z.object({
  everyHours: z.number().int(),
  /** Epoch ms when the newest marked event that was found had been sent; null: none was ever found. */
  provenAt: z.number().nullable(),
  sighting: SightingSchema.nullable(),
  /** Epoch ms when the last try ended. */
  triedAt: z.number().nullable(),
  nextAt: z.number().nullable(),
  /** Why the last try proved nothing. */
  failure: FailureSchema.nullable(),
});
export type ArrivalStatus = z.infer<typeof ArrivalStatusSchema>;
