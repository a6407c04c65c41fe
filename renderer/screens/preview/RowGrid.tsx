import type { KeyboardEvent, MouseEvent, ReactElement, RefObject } from 'react';
import { useEffect, useEffectEvent, useLayoutEffect, useRef } from 'react';

import { useZone } from '../../components/zone';
import { zoneName } from '../../format/time';
import { EventRow, rowId } from './EventRow';
import styles from './preview.module.css';
import type { Answer } from './use-preview';
import type { FromEnd, Mode } from './view';
import { endZone, rowAt, rowHeight, sameList, toFromEnd, toIndex } from './view';

type Props = {
  readonly gridRef: RefObject<HTMLDivElement | null>;
  readonly answer: Answer | null;
  readonly mode: Mode;
  readonly selected: FromEnd | null;
  /** The visible part changed. */
  readonly onPort: (port: { readonly scrollTop: number; readonly height: number }) => void;
  readonly onLeaveEnd: () => void;
  readonly onReachEnd: () => void;
  readonly onSelect: (place: FromEnd, open: boolean) => void;
  readonly onFollow: () => void;
  readonly onPause: () => void;
};

const columns = ['Time', 'Log type', 'Type', 'Action', 'Status', 'Sender', 'Recipients', 'Subject'] as const;

/** Pixels of the header row, which stays in sight. */
const headHeight = 32;

/** The list: as tall as all matches, but only the rows in sight exist. */
export function RowGrid({ gridRef, answer, mode, selected, onPort, onLeaveEnd, onReachEnd, onSelect, onFollow, onPause }: Props): ReactElement {
  const zone = useZone();
  const last = useRef<Answer | null>(null);
  // Where the list stood before: a list that got shorter has been moved by the browser already.
  const stood = useRef({ top: 0, atEnd: true });
  const matched = answer?.reply.matched ?? 0;

  // The view is put in place before the browser paints: at the end while following; else the oldest rows that left
  // the buffer are taken off the scroll position, so that the row under the eye does not move.
  useLayoutEffect(() => {
    const list = gridRef.current;
    if (list === null || answer === null) return;
    const before = last.current;
    last.current = answer;
    if (mode.kind === 'follow') {
      list.scrollTop = list.scrollHeight;
    } else if (before !== null && sameList(before.ask, answer.ask) && answer.reply.matched < before.reply.matched) {
      const top = Math.max(0, stood.current.top - (before.reply.matched - answer.reply.matched) * rowHeight);
      list.scrollTop = top;
      stood.current = { ...stood.current, top };
    }
  }, [answer, mode, gridRef]);

  const reveal = (index: number): void => {
    const list = gridRef.current;
    if (list === null) return;
    const top = index * rowHeight;
    const height = list.clientHeight - headHeight;
    if (top < list.scrollTop) list.scrollTop = top;
    else if (top + rowHeight > list.scrollTop + height) list.scrollTop = top + rowHeight - height;
  };

  const report = useEffectEvent(() => {
    const list = gridRef.current;
    if (list !== null) onPort({ scrollTop: list.scrollTop, height: list.clientHeight - headHeight });
  });
  const resized = useEffectEvent(() => {
    const list = gridRef.current;
    // The banner and the details make the list lower: the end, or the chosen row, stays in sight.
    if (list !== null && stood.current.atEnd) list.scrollTop = list.scrollHeight;
    if (selected !== null) reveal(toIndex(selected, matched));
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

  const move = (step: (index: number, page: number) => number): void => {
    const list = gridRef.current;
    if (list === null || matched === 0) return;
    const page = Math.max(1, Math.floor((list.clientHeight - headHeight) / rowHeight) - 1);
    // Nothing chosen yet: start just below the last visible row, so that the first step up lands on it.
    const from = selected === null ? Math.min(matched, Math.floor((list.scrollTop + list.clientHeight - headHeight) / rowHeight)) : toIndex(selected, matched);
    const index = Math.min(matched - 1, Math.max(0, step(from, page)));
    onSelect(toFromEnd(index, matched), false);
    reveal(index);
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const act = actions[event.key];
    if (act === undefined) return;
    event.preventDefault();
    act();
  };
  const actions: Readonly<Record<string, () => void>> = {
    ArrowUp: () => { move((index) => index - 1); },
    ArrowDown: () => { move((index) => index + 1); },
    PageUp: () => { move((index, page) => index - page); },
    PageDown: () => { move((index, page) => index + page); },
    Home: () => { move(() => 0); },
    End: () => {
      if (mode.kind === 'paused') move(() => matched - 1);
      else onFollow();
    },
    Enter: () => {
      if (selected !== null) onSelect(selected, true);
    },
    ' ': onPause,
    f: onFollow,
  };

  // One listener for all rows: a row is not drawn again when only its distance to the end changes.
  const onClick = (event: MouseEvent<HTMLDivElement>): void => {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-index]') : null;
    if (row !== null) onSelect(toFromEnd(Number(row.dataset['index']), matched), true);
  };

  const chosen = selected === null || answer === null ? null : rowAt(answer.reply, selected);
  return (
    <div
      ref={gridRef}
      role="grid"
      tabIndex={0}
      aria-label="Events"
      aria-rowcount={matched + 1}
      aria-colcount={columns.length}
      aria-readonly="true"
      {...(chosen === null ? {} : { 'aria-activedescendant': rowId(chosen.seq) })}
      className={styles.grid}
      onScroll={onScroll}
      onKeyDown={onKeyDown}
    >
      <div role="row" aria-rowindex={1} className={styles.head}>
        {columns.map((column) => (
          <span key={column} role="columnheader" className={styles.cell}>
            {column === 'Time' ? `Time (${zoneName(answer?.reply.lastArrivalAt ?? 0, zone)})` : column}
          </span>
        ))}
      </div>
      <div role="rowgroup" className={styles.rows} onClick={onClick} style={{ height: matched * rowHeight }}>
        {answer?.reply.rows.map((row, offset) => {
          const index = answer.reply.firstIndex + offset;
          return (
            <EventRow
              key={row.seq}
              row={row}
              index={index}
              zone={zone}
              selected={chosen?.seq === row.seq}
            />
          );
        })}
      </div>
    </div>
  );
}
