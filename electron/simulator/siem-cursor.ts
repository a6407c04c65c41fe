import type { FamilyPlan } from './timeline';

/** One event family that a query asks for, perhaps only one subtype of it. */
export type Selector = { readonly plan: FamilyPlan; readonly subtype: string | null };

/** Where a query stands: the next file or event per selector. `again` marks a page that a fault already repeated. */
export type Cursor = { readonly kind: 'batch' | 'streaming'; readonly positions: ReadonlyMap<string, number>; readonly again: boolean };

export function selectorName({ plan, subtype }: Selector): string {
  return plan.family.cursorName + (subtype === null ? '' : `/${subtype}`);
}

function write(entries: readonly string[], tail: string): string {
  return Buffer.from(`[${entries.join(', ')}]:${tail}`).toString('base64');
}

/** Base64 of the form that public samples decode to (API.md §2.4). */
export function encodeCursor(cursor: Cursor): string {
  const entries = [...cursor.positions].map(([name, position]) => `${name}=5-${position}`);
  return write(entries, `1:${cursor.kind}${cursor.again ? '.again' : ''}`);
}

/** The cursor that yields nothing for ever: every position 0-0 (API.md §2.4). */
export function poisonedCursor(cursor: Cursor): string {
  return write([...cursor.positions.keys()].map((name) => `${name}=0-0`), '0:null');
}

/** Reads a cursor; null for anything this simulator did not write. */
export function decodeCursor(text: string, kind: Cursor['kind']): Cursor | 'poisoned' | null {
  const parts = /^\[(.*)\]:(.+)$/.exec(Buffer.from(text, 'base64').toString('utf8'));
  if (parts === null) return null;
  const [, list = '', tail = ''] = parts;
  const entries = list.split(', ').map((entry) => /^([\w/.-]+)=(\d+)-(\d+)$/.exec(entry));
  if (entries.some((entry) => entry === null)) return null;
  if (tail === '0:null') return 'poisoned';
  if (tail !== `1:${kind}` && tail !== `1:${kind}.again`) return null;
  const positions = new Map(entries.map((entry) => [entry?.[1] ?? '', Number(entry?.[3])] as const));
  return { kind, positions, again: tail.endsWith('.again') };
}

/** Reads `type`/`types`: a comma list of `type` or `type:subtype`. Null when a type is unknown. */
export function readSelectors(text: string, plans: readonly FamilyPlan[]): readonly Selector[] | null {
  const selectors: Selector[] = [];
  for (const part of text.split(',')) {
    const [type = '', subtype] = part.trim().split(':');
    const plan = plans.find(({ family }) => family.type === type);
    if (plan === undefined || (subtype !== undefined && !/^[\w.-]+$/.test(subtype))) return null;
    const selector = { plan, subtype: subtype ?? null };
    if (!selectors.some((other) => selectorName(other) === selectorName(selector))) selectors.push(selector);
  }
  return selectors;
}

/** The selectors that a cursor names. */
export function selectorsOf(cursor: Cursor, plans: readonly FamilyPlan[]): readonly Selector[] {
  return [...cursor.positions.keys()].flatMap((name) => {
    const [family, subtype] = name.split('/');
    const plan = plans.find((candidate) => candidate.family.cursorName === family);
    return plan === undefined ? [] : [{ plan, subtype: subtype ?? null }];
  });
}
