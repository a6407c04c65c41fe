import type { LogType } from '../../../shared/model/log-type';
import type { PreviewAsk, PreviewList, PreviewReply } from '../../../shared/model/preview';

/** Pixels of one row; the grid's style sheet says the same. */
export const rowHeight = 26;

/** Rows asked for above and below what is visible, so that scrolling meets rows and not white. */
export const spare = 12;

/** Distance to the end, in pixels, that still counts as being at the end. */
export const endZone = 5;

/**
 * What the list shows. `follow`: the newest, always. The other two are frozen at `upTo`, so that nothing moves under
 * the eye: `reading` because the administrator scrolled up or chose a row, `paused` because of the button.
 */
export type Mode =
  | { readonly kind: 'follow' }
  | { readonly kind: 'reading'; readonly upTo: number }
  | { readonly kind: 'paused'; readonly upTo: number };

/** Which events the list is made of. */
export type Filter = {
  /** In the form that `printFilter` gives. */
  readonly text: string;
  readonly logTypes: readonly LogType[];
  /** Cleared up to this seq. */
  readonly after: number;
  readonly marks: readonly number[];
};

/** A filter that matches no event, so that only bookmarks are left: every event has a type. */
export const nothing = '-eventType:*';

export const noFilter: Filter = { text: '', logTypes: [], after: 0, marks: [] };

/** What the window wants to know beside the rows. */
export type Extras = { readonly extra: readonly string[]; readonly pauseOn: { readonly text: string; readonly after: number } | null; readonly histogram: boolean };

export function isFiltering(filter: Filter): boolean {
  return filter.text !== '' || filter.logTypes.length > 0;
}

export function listFor(filter: Filter, mode: Mode): PreviewList {
  return { text: filter.text, logTypes: [...filter.logTypes], connectorIds: [], upTo: mode.kind === 'follow' ? null : mode.upTo, after: filter.after, marks: [...filter.marks] };
}

/** The question for what is visible: `scrollTop` and `height` of the list in pixels. */
export function askFor(filter: Filter, mode: Mode, scrollTop: number, height: number, extras: Extras = { extra: [], pauseOn: null, histogram: false }): PreviewAsk {
  const visible = Math.ceil(height / rowHeight);
  const first = Math.max(0, Math.floor(scrollTop / rowHeight) - spare);
  return {
    ...listFor(filter, mode),
    at: mode.kind === 'follow' ? { kind: 'tail' } : { kind: 'from', index: first },
    // The contract answers 200 rows at the most.
    count: Math.min(200, visible + 2 * spare),
    extra: [...extras.extra],
    pauseOn: extras.pauseOn,
    histogram: extras.histogram,
  };
}

/** Whether two questions speak of the same list, so that positions can be compared. */
export function sameList(left: PreviewAsk, right: PreviewAsk): boolean {
  return left.upTo === right.upTo && left.after === right.after && left.text === right.text && left.logTypes.join() === right.logTypes.join() && left.marks.join() === right.marks.join();
}

/** Index of a row counted from the newest, which does not change when the oldest leave the buffer. */
export type FromEnd = number;

export const toIndex = (fromEnd: FromEnd, matched: number): number => matched - 1 - fromEnd;
export const toFromEnd = (index: number, matched: number): FromEnd => matched - 1 - index;

/** Rows chosen: from one place to another, both included. */
export type Selection = { readonly anchor: FromEnd; readonly focus: FromEnd };

export const isChosen = (selection: Selection | null, place: FromEnd): boolean =>
  selection !== null && place >= Math.min(selection.anchor, selection.focus) && place <= Math.max(selection.anchor, selection.focus);

export const chosenCount = (selection: Selection | null): number => (selection === null ? 0 : Math.abs(selection.anchor - selection.focus) + 1);

/** The row at a place counted from the newest, when it is among the rows at hand. */
export function rowAt(reply: PreviewReply, fromEnd: FromEnd): PreviewReply['rows'][number] | null {
  return reply.rows[toIndex(fromEnd, reply.matched) - reply.firstIndex] ?? null;
}

/** Why the list is empty; null when it is not. */
export function emptiness(reply: PreviewReply, mode: Mode, filter: Filter): 'nothing-yet' | 'filtered' | 'paused-before' | null {
  if (reply.matched > 0 || reply.unsearched > 0) return null;
  if (mode.kind === 'paused' && reply.buffered === 0) return 'paused-before';
  if (isFiltering(filter) && reply.buffered > 0) return 'filtered';
  return 'nothing-yet';
}
