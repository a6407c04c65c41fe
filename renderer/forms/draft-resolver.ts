import { toNestErrors } from '@hookform/resolvers';
import type { FieldErrors, FieldValues, Resolver } from 'react-hook-form';
import type * as z from 'zod';

import type { FieldProblem } from '../../shared/ipc/outcome';
import { t } from '../../shared/text/text';

/** How the values of a form become the draft that crosses the wire, and which field a path of the draft belongs to. */
export type DraftShape<V extends FieldValues, D> = {
  readonly schema: z.ZodType<D>;
  readonly toDraft: (values: V) => unknown;
  /** null: the path has no field of its own in this form. */
  readonly fieldOf: (path: readonly PropertyKey[]) => (keyof V & string) | null;
  /** What only this form knows, e.g. that a new connector needs a secret. */
  readonly extra?: (values: V) => readonly { readonly field: keyof V & string; readonly message: string }[];
};

/** Words for numbers whose limits the shared schema states without a sentence of its own. */
function plainWords(issue: { readonly code?: string; readonly expected?: unknown; readonly minimum?: unknown; readonly maximum?: unknown; readonly origin?: unknown }): string | undefined {
  if (issue.code === 'invalid_type' && (issue.expected === 'number' || issue.expected === 'int')) return t('forms.wholeNumber');
  if (issue.origin !== 'number' && issue.origin !== 'int') return undefined;
  if (issue.code === 'too_small') return t('forms.orMore', { minimum: String(issue.minimum) });
  if (issue.code === 'too_big') return t('forms.orLess', { maximum: String(issue.maximum) });
  return undefined;
}

/** The draft when the values make one, else the problem of each field. */
export function readDraft<V extends FieldValues, D>(
  shape: DraftShape<V, D>,
  values: V,
): { readonly kind: 'ok'; readonly draft: D } | { readonly kind: 'invalid'; readonly problems: ReadonlyMap<keyof V & string, string> } {
  const problems = new Map<keyof V & string, string>();
  for (const { field, message } of shape.extra?.(values) ?? []) problems.set(field, message);
  const parsed = shape.schema.safeParse(shape.toDraft(values), { error: plainWords });
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      const field = shape.fieldOf(issue.path);
      if (field !== null && !problems.has(field)) problems.set(field, issue.message);
    }
  }
  return parsed.success && problems.size === 0 ? { kind: 'ok', draft: parsed.data } : { kind: 'invalid', problems };
}

/** Resolver for react-hook-form: the shared schema decides, in the window as in main. */
export function draftResolver<V extends FieldValues, D>(shape: DraftShape<V, D>): Resolver<V> {
  return (values, _context, options) => {
    const read = readDraft(shape, values);
    if (read.kind === 'ok') return { values, errors: {} };
    const errors = Object.fromEntries([...read.problems].map(([field, message]) => [field, { type: 'draft', message }]));
    return { values: {}, errors: toNestErrors(errors as FieldErrors<V>, options) };
  };
}

/** What main found wrong, by field; what belongs to no field of this form is left out. */
export function problemsByField<V extends FieldValues, D>(shape: DraftShape<V, D>, problems: readonly FieldProblem[]): readonly (readonly [keyof V & string, string])[] {
  return problems.flatMap(({ path, message }) => {
    const field = shape.fieldOf(path);
    return field === null ? [] : [[field, message] as const];
  });
}
