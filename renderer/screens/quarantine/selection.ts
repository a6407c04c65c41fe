/** Which items an action means, and which one the details show. Works like the file list of an operating system. */
export type Selection = {
  /** Where the keyboard is; its details are shown. */
  readonly active: number | null;
  /** Where a range began. */
  readonly anchor: number | null;
  readonly ids: ReadonlySet<number>;
};

export const nothingSelected: Selection = { active: null, anchor: null, ids: new Set() };

/** `only` selects the item alone, `extend` everything between the anchor and it, `move` changes no selection. */
export type Step = 'only' | 'extend' | 'move';

export function stepTo(selection: Selection, order: readonly number[], id: number, step: Step): Selection {
  if (step === 'move') return { ...selection, active: id };
  if (step === 'only' || selection.anchor === null) return { active: id, anchor: id, ids: new Set([id]) };
  const ends = [order.indexOf(selection.anchor), order.indexOf(id)];
  return { active: id, anchor: selection.anchor, ids: new Set(order.slice(Math.min(...ends), Math.max(...ends) + 1)) };
}

export function toggle(selection: Selection, id: number): Selection {
  const ids = new Set(selection.ids);
  if (!ids.delete(id)) ids.add(id);
  return { active: id, anchor: id, ids };
}

export function selectAll(selection: Selection, order: readonly number[]): Selection {
  return { ...selection, ids: new Set(order) };
}

export function selectNone(selection: Selection): Selection {
  return { ...selection, ids: new Set() };
}

/** Items that are gone leave the selection; the keyboard stays at the place where it was. */
export function keepKnown(selection: Selection, before: readonly number[], order: readonly number[]): Selection {
  const known = new Set(order);
  const ids = new Set([...selection.ids].filter((id) => known.has(id)));
  if (selection.active === null || known.has(selection.active)) return { ...selection, ids };
  const place = before.indexOf(selection.active);
  const next = before.slice(place).find((id) => known.has(id)) ?? order.at(-1) ?? null;
  return { active: next, anchor: next, ids };
}
