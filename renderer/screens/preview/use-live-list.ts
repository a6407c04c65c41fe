import type { RefObject } from 'react';
import { useState } from 'react';

import type { PreviewReply } from '../../../shared/model/preview';
import { call } from '../../bridge/client';
import type { Filter, FromEnd, Mode, Selection } from './view';
import { askFor, rowAt, rowHeight, toFromEnd } from './view';

/** Where the list stands: whether it follows, which part of it is visible, what is chosen, and the event that is open beside it. */
export function useListPlace() {
  const [mode, setMode] = useState<Mode>({ kind: 'follow' });
  const [port, setPort] = useState({ scrollTop: 0, height: 600 });
  const [selection, setSelection] = useState<Selection | null>(null);
  const [detail, setDetail] = useState<number | null>(null);
  return { mode, port, selection, detail, setMode, setPort, setSelection, setDetail };
}

export type ListMoveSettings = {
  readonly place: ReturnType<typeof useListPlace>;
  readonly filter: Filter;
  readonly reply: PreviewReply | null;
  /** Asks for the rows anew. */
  readonly poke: () => void;
  readonly grid: RefObject<HTMLDivElement | null>;
  /** The event has left the view. */
  readonly onGone: (seq: number) => void;
};

/** What moves the list: freezing and following, choosing rows, going to an event. */
export function listMoves({ place, filter, reply, poke, grid, onGone }: ListMoveSettings) {
  const { mode, detail, setMode, setPort, setSelection, setDetail } = place;

  const freeze = (kind: 'reading' | 'paused'): void => {
    const list = grid.current;
    // While following nobody tells where the list stands; from now on places count.
    if (mode.kind === 'follow' && list !== null) setPort((now) => ({ ...now, scrollTop: list.scrollTop }));
    setMode((now) => ({ kind, upTo: now.kind === 'follow' ? (reply?.latestSeq ?? 0) : now.upTo }));
  };
  const freezeWhenFollowing = (): void => {
    if (mode.kind === 'follow') freeze('reading');
  };
  const follow = (): void => {
    setSelection(null);
    setMode({ kind: 'follow' });
    poke();
  };
  const togglePause = (): void => {
    if (mode.kind === 'paused') follow();
    else freeze('paused');
  };
  const toggleFollow = (): void => {
    if (mode.kind === 'follow') freeze('reading');
    else follow();
  };
  /** Places count within one list: another filter is another list. */
  const otherList = (): void => {
    setSelection(null);
    poke();
  };
  const select = (at: FromEnd, { open, extend }: { readonly open: boolean; readonly extend: boolean }): void => {
    freezeWhenFollowing();
    setSelection((now) => ({ anchor: extend && now !== null ? now.anchor : at, focus: at }));
    const row = reply === null ? null : rowAt(reply, at);
    // With the pane open the selection leads it, like in a mail program.
    if (row !== null && (open || detail !== null)) setDetail(row.seq);
  };
  const selectAll = (): void => {
    if (reply === null || reply.matched === 0) return;
    freezeWhenFollowing();
    setSelection({ anchor: reply.matched - 1, focus: 0 });
  };
  const deselect = (): void => {
    setSelection((now) => (now === null ? null : { anchor: now.focus, focus: now.focus }));
  };
  const closeDetail = (): void => {
    setDetail(null);
    grid.current?.focus();
  };

  /** Shows an event of the list, wherever it is. */
  const goTo = async (seq: number): Promise<void> => {
    const latest = reply?.latestSeq ?? 0;
    const upTo = mode.kind === 'follow' || mode.upTo < seq ? latest : mode.upTo;
    const list = { ...askFor(filter, { kind: 'reading', upTo }, 0, 0), at: { kind: 'tail' as const }, count: 1 };
    const [whole, below] = await Promise.all([call('preview.rows', list), call('preview.rows', { ...list, upTo: seq })]);
    if (whole.kind !== 'ok' || below.kind !== 'ok') return;
    if (below.value.rows[0]?.seq !== seq) {
      onGone(seq);
      return;
    }
    setMode({ kind: mode.kind === 'paused' ? 'paused' : 'reading', upTo });
    const at = toFromEnd(below.value.matched - 1, whole.value.matched);
    setSelection({ anchor: at, focus: at });
    if (detail !== null) setDetail(seq);
    const view = grid.current;
    if (view !== null) view.scrollTop = Math.max(0, (below.value.matched - 1) * rowHeight - view.clientHeight / 2);
    poke();
  };

  return { freeze, freezeWhenFollowing, follow, togglePause, toggleFollow, otherList, select, selectAll, deselect, closeDetail, goTo };
}
