import type { Failure } from '../failures/failure';

/** A field the administrator must correct: path as in the form, e.g. ["clientId"]. */
export type FieldProblem = { readonly path: readonly (string | number)[]; readonly message: string };

/** What crosses the wire for every call: errors are values, because Electron keeps only the message of a thrown one. */
export type Outcome<T> =
  | { readonly kind: 'ok'; readonly value: T }
  | { readonly kind: 'failed'; readonly failure: Failure; readonly problems: readonly FieldProblem[] };
