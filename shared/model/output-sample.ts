import * as z from 'zod';

import { LogTypeSchema } from './log-type';
import { OutputConfigSchema } from './output';

/** What would be sent for an example event of a log type. Address and credentials of the config do not matter. */
export const OutputSampleAskSchema = z.object({ config: OutputConfigSchema, logType: LogTypeSchema });
export type OutputSampleAsk = z.infer<typeof OutputSampleAskSchema>;

/** `text` are the very bytes, as UTF-8, without compression and without what belongs to the connection (headers, TLS). */
export const OutputSampleSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('sent'), text: z.string(), bytes: z.number().int() }),
  /** The filter of the output leaves the event out. */
  z.object({ kind: z.literal('left-out') }),
  /** This way out carries no event of that size: it would go to quarantine. */
  z.object({ kind: z.literal('too-large') }),
]);
export type OutputSample = z.infer<typeof OutputSampleSchema>;
