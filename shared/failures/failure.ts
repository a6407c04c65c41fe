import * as z from 'zod';

import { failureCodes } from './catalogue';

/**
 * Something that went wrong, as data: it crosses threads and IPC, and every sentence the administrator reads
 * comes from the catalogue entry of its code.
 */
export const FailureSchema = z.object({
  code: z.enum(failureCodes),
  /** Technical detail without secrets: status, vendor's words, errno. Shown collapsed. */
  detail: z.string().nullable(),
  /** Milliseconds the other side asked us to wait; null when it did not say. */
  retryAfterMs: z.number().nullable(),
  /** Epoch ms. */
  at: z.number(),
  /** Short id that is in the log line too, so that a screenshot finds it. */
  ref: z.string(),
});
export type Failure = z.infer<typeof FailureSchema>;
