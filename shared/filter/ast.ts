/** What one term looks for. Texts keep the case they were typed in; matching ignores it. */
export type Pattern =
  | { readonly kind: 'plain'; readonly text: string }
  /** The text between the asterisks: two parts at least. */
  | { readonly kind: 'wildcard'; readonly parts: readonly string[] }
  | { readonly kind: 'regex'; readonly source: string };

/** The far side of a comparison; `at` is epoch ms. */
export type Bound = { readonly kind: 'number'; readonly value: number } | { readonly kind: 'time'; readonly at: number };

export type Operator = '>' | '>=' | '<' | '<=';

/** A filter as a tree. `and` and `or` hold two parts at least and never their own kind. */
export type Filter =
  | { readonly kind: 'all' }
  | { readonly kind: 'and'; readonly of: readonly Filter[] }
  | { readonly kind: 'or'; readonly of: readonly Filter[] }
  | { readonly kind: 'not'; readonly of: Filter }
  /** Anywhere in the record. */
  | { readonly kind: 'text'; readonly pattern: Pattern }
  /** `field:x`: the value contains x; with asterisks, the whole value looks like it. */
  | { readonly kind: 'field'; readonly field: string; readonly pattern: Pattern }
  /** `field=x`: the value is x. */
  | { readonly kind: 'is'; readonly field: string; readonly text: string }
  | { readonly kind: 'compare'; readonly field: string; readonly op: Operator; readonly bound: Bound };

export const matchAll: Filter = { kind: 'all' };

/** All of the parts, in the form that the parser gives. */
export function allOf(parts: readonly Filter[]): Filter {
  return joined('and', parts);
}

/** Any of the parts, in the form that the parser gives. */
export function anyOf(parts: readonly Filter[]): Filter {
  return joined('or', parts);
}

function joined(kind: 'and' | 'or', parts: readonly Filter[]): Filter {
  const flat = parts.flatMap((part) => (part.kind === kind ? part.of : part.kind === 'all' ? [] : [part]));
  const [only] = flat;
  if (only === undefined) return matchAll;
  return flat.length === 1 ? only : { kind, of: flat };
}
