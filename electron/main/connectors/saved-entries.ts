import type * as z from 'zod';

/**
 * Entries of a file one by one: one that cannot be used costs itself, not the others. `idOf` tells repeated entries,
 * of which the first counts.
 */
export function usableEntries<T>(
  entries: readonly unknown[],
  schema: z.ZodType<T>,
  idOf: (entry: T) => string,
): { readonly good: readonly T[]; readonly bad: readonly unknown[]; readonly reasons: readonly string[] } {
  const good: T[] = [];
  const bad: unknown[] = [];
  const reasons: string[] = [];
  const seen = new Set<string>();
  for (const entry of entries) {
    const parsed = schema.safeParse(entry);
    if (parsed.success && !seen.has(idOf(parsed.data))) {
      seen.add(idOf(parsed.data));
      good.push(parsed.data);
      continue;
    }
    bad.push(entry);
    reasons.push(
      parsed.success
        ? 'the same id occurs twice'
        : parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join(', '),
    );
  }
  return { good, bad, reasons };
}
