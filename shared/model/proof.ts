import * as z from 'zod';

import { FailureSchema } from '../failures/failure';
import type { TextId } from '../text/catalogue';
import { t } from '../text/text';
import { originOf, TlsFilesSchema } from './output-parts';

/** Hours between two canaries that an administrator can choose. */
export const canaryIntervals = [1, 6, 24] as const;
export type CanaryInterval = (typeof canaryIntervals)[number];

const pathPart = (form: TextId): z.ZodString => z.string().trim().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/, { error: () => t(form) });

/** A reason why `text` cannot be the address of a DNIF console, or null. The token travels there, so only the origin counts. */
function consoleProblem(text: string): string | null {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return t('fields.address.console');
  }
  const local = ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && local)) return t('fields.address.httpsToken');
  if (url.username !== '' || url.password !== '') return t('fields.address.noUserProof');
  if (!/^https?:\/\/[^/?#]+\/?$/i.test(text)) return t('fields.address.consoleOrigin');
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
  clusterId: pathPart('fields.proof.cluster'),
  scopeId: pathPart('fields.proof.scope'),
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
export function parseStatusText(status: ParseStatus): string {
  return t(`proof.parse.${status}`);
}

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
