type Fields = Record<string, unknown>;

/**
 * Takes the named fields out of an event, in place. A name is that of a field ("Subject") or a path ("email.subject"); a
 * field whose own name has dots goes first. Lists are gone through. A parent that has nothing left goes too.
 */
export function dropFields(value: unknown, names: readonly string[]): void {
  for (const name of names) drop(value, name);
}

function drop(value: unknown, name: string): void {
  if (Array.isArray(value)) {
    for (const each of value) drop(each, name);
    return;
  }
  if (value === null || typeof value !== 'object') return;
  const fields = value as Fields;
  if (Object.hasOwn(fields, name)) {
    Reflect.deleteProperty(fields, name);
    return;
  }
  const dot = name.indexOf('.');
  if (dot === -1) return;
  const parent = name.slice(0, dot);
  if (!Object.hasOwn(fields, parent)) return;
  const inner = fields[parent];
  drop(inner, name.slice(dot + 1));
  if (inner !== null && typeof inner === 'object' && !Array.isArray(inner) && Object.keys(inner).length === 0) Reflect.deleteProperty(fields, parent);
}
