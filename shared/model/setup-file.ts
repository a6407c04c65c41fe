import * as z from 'zod';

/** Marks the file, so that any other JSON is told apart from it at once. */
export const setupFileFormat = 'mimecast-connector-setup';
export const setupFileVersion = 1;

/** What carries connectors and outputs to another computer: never an id, a secret or a path. Entries are judged one by one. */
export const SetupFileSchema = z.object({
  format: z.literal(setupFileFormat),
  version: z.literal(setupFileVersion),
  exportedAt: z.string().max(64),
  outputs: z.array(z.unknown()).max(200),
  connectors: z.array(z.unknown()).max(500),
});
export type SetupFile = z.infer<typeof SetupFileSchema>;

/** One difference, both sides as text; null: not there. */
export const SetupChangeSchema = z.object({ field: z.string(), before: z.string().nullable(), after: z.string().nullable() });
export type SetupChange = z.infer<typeof SetupChangeSchema>;

/** What importing one entry would do. `refused` entries cannot be chosen; `notes` say why, or what a person must still do. */
export const SetupEntrySchema = z.object({
  index: z.number().int(),
  kind: z.enum(['connector', 'output']),
  name: z.string(),
  action: z.enum(['add', 'change', 'same', 'refused']),
  changes: z.array(SetupChangeSchema),
  notes: z.array(z.string()),
});
export type SetupEntry = z.infer<typeof SetupEntrySchema>;

/** A file as it was read; `reading` names this reading of it, so that what is applied is what was shown. */
export const SetupPlanSchema = z.object({ reading: z.string(), fileName: z.string(), entries: z.array(SetupEntrySchema) });
export type SetupPlan = z.infer<typeof SetupPlanSchema>;

/** What became of the chosen entries. */
export const SetupResultSchema = z.object({
  added: z.array(z.string()),
  changed: z.array(z.string()),
  failed: z.array(z.object({ name: z.string(), reason: z.string() })),
});
export type SetupResult = z.infer<typeof SetupResultSchema>;
