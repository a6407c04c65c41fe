/** A line of a record: a value, or a list or object that has lines of its own. */
export type FieldLine = {
  /** With dots; places in lists are numbers. "" for the record itself. */
  readonly path: string;
  readonly name: string;
  readonly depth: number;
  /** The value as text; null for what has lines of its own. */
  readonly text: string | null;
  readonly kind: 'text' | 'number' | 'other' | 'list' | 'object';
  readonly size: number;
};

/** A hostile record may have a million fields: so many are shown. */
const mostLines = 2000;

/** The fields of JSON text, in its order; null when it is no object or list. `cut`: there are more. */
export function fieldLines(json: string): { readonly lines: readonly FieldLine[]; readonly cut: boolean } | null {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null) return null;
  const lines: FieldLine[] = [];
  const add = (inner: object, path: string, depth: number): void => {
    for (const [name, each] of Object.entries(inner) as [string, unknown][]) {
      if (lines.length >= mostLines) return;
      const own = path === '' ? name : `${path}.${name}`;
      if (typeof each === 'object' && each !== null) {
        lines.push({ path: own, name, depth, text: null, kind: Array.isArray(each) ? 'list' : 'object', size: Object.keys(each).length });
        add(each, own, depth + 1);
      } else {
        lines.push({ path: own, name, depth, text: String(each), kind: typeof each === 'string' ? 'text' : typeof each === 'number' ? 'number' : 'other', size: 0 });
      }
    }
  };
  add(value, '', 0);
  return { lines, cut: lines.length >= mostLines };
}

/** The part of the JSON text below a path, as JSON. */
export function subtree(json: string, path: string): string {
  let value: unknown = JSON.parse(json);
  let rest = path;
  while (rest !== '' && typeof value === 'object' && value !== null) {
    const fields = value as Readonly<Record<string, unknown>>;
    // A name may hold dots itself: the longest that is there is meant.
    const name = Object.keys(fields).filter((each) => rest === each || rest.startsWith(`${each}.`)).sort((left, right) => right.length - left.length)[0];
    if (name === undefined) return 'null';
    value = fields[name];
    rest = rest.slice(name.length + 1);
  }
  return JSON.stringify(value, null, 2);
}

/** The lines that hold the text, with what they stand in; without a text, those not folded away. */
export function visibleLines(lines: readonly FieldLine[], search: string, folded: ReadonlySet<string>): readonly FieldLine[] {
  const small = search.trim().toLowerCase();
  if (small === '') return lines.filter(({ path }) => ![...folded].some((closed) => path.startsWith(`${closed}.`)));
  const hits = lines.filter(({ name, text }) => name.toLowerCase().includes(small) || text?.toLowerCase().includes(small) === true);
  return lines.filter((line) => hits.some((hit) => hit === line || hit.path.startsWith(`${line.path}.`)));
}

/** A place in a list is no field: recipients.0 is filtered as recipients. */
export const filterField = (path: string): string => path.replace(/\.\d+(?=\.|$)/g, '');
