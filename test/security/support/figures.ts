import type { TaskMeta } from 'vitest';

/** What a check of the audit leaves for its report, beside passed or failed. */
export type Figures = {
  /** Hostile values that were tried, by where they were tried. */
  readonly tried?: Readonly<Record<string, number>>;
  readonly canaries?: { readonly searchedFor: number; readonly found: readonly string[] };
  readonly channels?: Readonly<Record<string, number>>;
  /** One sentence for the reader. */
  readonly note?: string;
};

/** Hands figures to scripts/audit-security.mjs, which reads them from vitest's report. */
export function leave(context: { readonly task: { readonly meta: TaskMeta } }, figures: Figures): void {
  Object.assign(context.task.meta, { audit: figures });
}
