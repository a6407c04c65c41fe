import type { CSSProperties, KeyboardEvent, MouseEvent, ReactElement, RefObject } from 'react';
import { useEffect, useEffectEvent, useLayoutEffect, useRef } from 'react';

import type { ColumnLayout, TimeForm } from '../../../shared/model/live-logs-settings';
import { t } from '../../../shared/text/text';
import { useZone } from '../../components/zone';
import { extraFields, gridTemplate, leastWidth } from './columns';
import { EventRow, rowId } from './EventRow';
import { HeadRow } from './HeadRow';
import styles from './rows.module.css';
import type { Answer } from './use-preview';
import type { FromEnd, Mode, Selection } from './view';
import { endZone, isChosen, rowAt, rowHeight, sameList, toFromEnd, toIndex } from './view';

type Props = {
  readonly gridRef: RefObject<HTMLDivElement | null>;
  readonly answer: Answer | null;
  readonly mode: Mode;
  readonly columns: readonly ColumnLayout[];
  readonly times: TimeForm;
  readonly marks: readonly number[];
  readonly selection: Selection | null;
  /** Keys without Ctrl do something beyond moving. */
  readonly letterKeys: boolean;
  /** The visible part changed. */
  readonly onPort: (port: { readonly scrollTop: number; readonly height: number }) => void;
  readonly onLeaveEnd: () => void;
  /** Text in a row is being selected. */
  readonly onDrawOver: () => void;
  readonly onReachEnd: () => void;
  /** `open`: show the details; `extend`: keep the other end of the selection. */
  readonly onSelect: (place: FromEnd, how: { readonly open: boolean; readonly extend: boolean }) => void;
  readonly onSelectAll: () => void;
  readonly onDeselect: () => void;
  readonly onFollow: () => void;
  readonly onPause: () => void;
  readonly onMark: (seq: number) => void;
  /** To the bookmark before or after the row that has the focus; null: none has it. */
  readonly onNextMark: (from: number | null, step: 1 | -1) => void;
  readonly onColumnMenu: () => void;
  readonly onColumns: (columns: readonly ColumnLayout[]) => void;
};

/** Pixels of the header row, which stays in sight. */
const headHeight = 32;

/** The list: as tall as all matches, but only the rows in sight exist. */
export function RowGrid(props: Props): ReactElement {
  const { gridRef, answer, mode, columns, times, marks, selection, letterKeys, onPort, onLeaveEnd, onReachEnd, onSelect, onFollow, onPause } = props;
  const zone = useZone();
  const last = useRef<Answer | null>(null);
  // Where the list stood before: a list that got shorter has been moved by the browser already.
  const stood = useRef({ top: 0, atEnd: true });
  const matched = answer?.reply.matched ?? 0;
  const extra = extraFields(columns);

  const reveal = (index: number): void => {
    const list = gridRef.current;
    if (list === null) return;
    const top = index * rowHeight;
    const height = list.clientHeight - headHeight;
    if (top < list.scrollTop) list.scrollTop = top;
    else if (top + rowHeight > list.scrollTop + height) list.scrollTop = top + rowHeight - height;
  };

  const revealChosen = useEffectEvent(() => {
    if (selection !== null) reveal(toIndex(selection.focus, matched));
  });

  // The view is put in place before the browser paints: at the end while following; else the oldest rows that left the
  // buffer, or were found by a search that goes on, are taken into the scroll position: the row under the eye stays.
  useLayoutEffect(() => {
    const list = gridRef.current;
    if (list === null || answer === null) return;
    const before = last.current;
    last.current = answer;
    if (mode.kind === 'follow') {
      list.scrollTop = list.scrollHeight;
    } else if (before !== null && sameList(before.ask, answer.ask) && answer.reply.matched !== before.reply.matched) {
      const top = Math.max(0, stood.current.top + (answer.reply.matched - before.reply.matched) * rowHeight);
      list.scrollTop = top;
      stood.current = { ...stood.current, top };
    } else if (before !== null && !sameList(before.ask, answer.ask)) {
      // An event that was waited for ends another list than the one that was read.
      revealChosen();
    }
  }, [answer, mode, gridRef]);

  const report = useEffectEvent(() => {
    const list = gridRef.current;
    if (list !== null) onPort({ scrollTop: list.scrollTop, height: list.clientHeight - headHeight });
  });
  const resized = useEffectEvent(() => {
    const list = gridRef.current;
    // The banner and the details make the list lower: the end, or the chosen row, stays in sight.
    if (list !== null && stood.current.atEnd) list.scrollTop = list.scrollHeight;
    revealChosen();
    report();
  });
  useEffect(() => {
    const list = gridRef.current;
    if (list === null) return;
    const observer = new ResizeObserver(() => {
      resized();
    });
    observer.observe(list);
    return () => {
      observer.disconnect();
    };
  }, [gridRef]);

  const onScroll = (): void => {
    const list = gridRef.current;
    if (list === null) return;
    const toEnd = list.scrollHeight - list.clientHeight - list.scrollTop;
    stood.current = { top: list.scrollTop, atEnd: toEnd <= endZone };
    if (toEnd > endZone) onLeaveEnd();
    else onReachEnd();
    if (mode.kind !== 'follow' || toEnd > endZone) onPort({ scrollTop: list.scrollTop, height: list.clientHeight - headHeight });
  };

  const move = (extend: boolean, step: (index: number, page: number) => number): void => {
    const list = gridRef.current;
    if (list === null || matched === 0) return;
    const page = Math.max(1, Math.floor((list.clientHeight - headHeight) / rowHeight) - 1);
    // Nothing chosen yet: start just below the last visible row, so that the first step up lands on it.
    const from = selection === null ? Math.min(matched, Math.floor((list.scrollTop + list.clientHeight - headHeight) / rowHeight)) : toIndex(selection.focus, matched);
    const index = Math.min(matched - 1, Math.max(0, step(from, page)));
    onSelect(toFromEnd(index, matched), { open: false, extend });
    reveal(index);
  };

  const focused = selection === null || answer === null ? null : rowAt(answer.reply, selection.focus);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== gridRef.current || event.altKey) return;
    if (event.ctrlKey || event.metaKey) {
      if (event.key.toLowerCase() !== 'a') return;
      event.preventDefault();
      props.onSelectAll();
      return;
    }
    const extend = event.shiftKey;
    const actions: Readonly<Record<string, () => void>> = {
      ArrowUp: () => { move(extend, (index) => index - 1); },
      ArrowDown: () => { move(extend, (index) => index + 1); },
      PageUp: () => { move(extend, (index, page) => index - page); },
      PageDown: () => { move(extend, (index, page) => index + page); },
      Home: () => { move(extend, () => 0); },
      End: () => {
        if (mode.kind === 'paused' || extend) move(extend, () => matched - 1);
        else onFollow();
      },
      Enter: () => {
        if (selection !== null) onSelect(selection.focus, { open: true, extend: false });
      },
      ' ': onPause,
    };
    const letters: Readonly<Record<string, () => void>> = {
      f: onFollow,
      j: () => { move(false, (index) => index + 1); },
      k: () => { move(false, (index) => index - 1); },
      n: () => { props.onNextMark(focused?.seq ?? null, 1); },
      p: () => { props.onNextMark(focused?.seq ?? null, -1); },
      m: () => {
        if (focused !== null) props.onMark(focused.seq);
      },
    };
    if (event.key === 'Escape' && selection !== null && selection.anchor !== selection.focus) {
      event.stopPropagation();
      props.onDeselect();
      return;
    }
    const act = actions[event.key] ?? (letterKeys && !extend ? letters[event.key] : undefined);
    if (act === undefined) return;
    event.preventDefault();
    act();
  };

  // What is being drawn over must not run away under the mouse.
  const onDrawnOver = useEffectEvent(() => {
    if (mode.kind === 'follow' && selectedIn(gridRef.current)) props.onDrawOver();
  });
  useEffect(() => {
    const listener = (): void => {
      onDrawnOver();
    };
    document.addEventListener('selectionchange', listener);
    return () => {
      document.removeEventListener('selectionchange', listener);
    };
  }, []);

  // One listener for all rows: a row is not drawn again when only its distance to the end changes.
  const onClick = (event: MouseEvent<HTMLDivElement>): void => {
    // A text was drawn over: that is no click on a row.
    if (event.detail === 1 && selectedIn(gridRef.current)) return;
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-index]') : null;
    if (row !== null) onSelect(toFromEnd(Number(row.dataset['index']), matched), { open: !event.shiftKey, extend: event.shiftKey });
  };

  // Shift chooses rows here; the browser would select the text between.
  const onMouseDown = (event: MouseEvent<HTMLDivElement>): void => {
    if (!event.shiftKey) return;
    event.preventDefault();
    gridRef.current?.focus();
  };

  return (
    <div
      ref={gridRef}
      role="grid"
      tabIndex={0}
      aria-label={t('preview.list')}
      aria-rowcount={matched + 1}
      aria-colcount={columns.length}
      aria-readonly="true"
      aria-multiselectable="true"
      {...(focused === null ? {} : { 'aria-activedescendant': rowId(focused.seq) })}
      className={styles.grid}
      style={{ '--columns': gridTemplate(columns), '--least': `${String(leastWidth(columns))}px` } as CSSProperties}
      onScroll={onScroll}
      onKeyDown={onKeyDown}
    >
      <HeadRow columns={columns} zone={zone} times={times} at={answer?.reply.lastArrivalAt ?? 0} onColumns={props.onColumns} onMenu={props.onColumnMenu} />
      <div role="rowgroup" className={styles.rows} onClick={onClick} onMouseDown={onMouseDown} style={{ height: matched * rowHeight }}>
        {answer?.reply.rows.map((row, offset) => {
          const index = answer.reply.firstIndex + offset;
          const place = toFromEnd(index, answer.reply.matched);
          return (
            <EventRow
              key={row.seq} row={row} index={index} before={times === 'step' ? (answer.reply.rows[offset - 1] ?? null) : null} times={times} zone={zone} columns={columns} extra={extra}
              selected={isChosen(selection, place)} focused={focused?.seq === row.seq} marked={marks.includes(row.seq)}
            />
          );
        })}
      </div>
    </div>
  );
}

/** Whether some text inside of the element is selected. */
function selectedIn(element: HTMLElement | null): boolean {
  const selection = window.getSelection();
  return element !== null && selection !== null && !selection.isCollapsed && element.contains(selection.anchorNode);
}
