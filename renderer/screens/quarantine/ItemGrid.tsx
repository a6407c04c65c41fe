import type { KeyboardEvent, MouseEvent, ReactElement, ReactNode, RefObject } from 'react';

import type { QuarantineItem } from '../../../shared/model/quarantine';
import { t } from '../../../shared/text/text';
import { useZone } from '../../components/zone';
import { zoneName } from '../../format/time';
import { ItemRow, rowId } from './ItemRow';
import styles from './quarantine.module.css';
import type { Selection, Step } from './selection';
import { selectAll, selectNone, stepTo, toggle } from './selection';

type Props = {
  readonly gridRef: RefObject<HTMLDivElement | null>;
  readonly items: readonly QuarantineItem[];
  readonly total: number;
  readonly selection: Selection;
  readonly outputName: (id: string) => string;
  readonly onSelect: (next: Selection) => void;
  readonly onDiscard: () => void;
  /** What stands under the rows. */
  readonly foot: ReactNode;
};

const columns = ['selected', 'when', 'connector', 'logType', 'reason', 'detail', 'source', 'size', 'output'] as const;

/** Rows that a page key moves by. */
const pageStep = 10;

/** The list: one stop of the Tab key, moved in by arrows, selected in like a list of files. */
export function ItemGrid({ gridRef, items, total, selection, outputName, onSelect, onDiscard, foot }: Props): ReactElement {
  const zone = useZone();
  const order = items.map((item) => item.id);

  const titleOf = (column: (typeof columns)[number]): string => (column === 'when' ? t('quarantine.column.when', { zone: zoneName(items[0]?.at ?? 0, zone) }) : t(`quarantine.column.${column}`));

  const go = (index: number, step: Step): void => {
    const id = order[Math.min(order.length - 1, Math.max(0, index))];
    if (id === undefined) return;
    onSelect(stepTo(selection, order, id, step));
    document.getElementById(rowId(id))?.scrollIntoView({ block: 'nearest' });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget || event.altKey) return;
    const control = event.ctrlKey || event.metaKey;
    const step: Step = event.shiftKey ? 'extend' : control ? 'move' : 'only';
    const at = selection.active === null ? -1 : order.indexOf(selection.active);
    const acts: Readonly<Record<string, () => void>> = {
      ArrowDown: () => { go(at + 1, step); },
      ArrowUp: () => { go(at - 1, step); },
      PageDown: () => { go(at + pageStep, step); },
      PageUp: () => { go(at - pageStep, step); },
      Home: () => { go(0, step); },
      End: () => { go(order.length - 1, step); },
      ' ': () => {
        if (selection.active !== null) onSelect(toggle(selection, selection.active));
      },
      Delete: () => {
        if (selection.ids.size > 0) onDiscard();
      },
      ...(control ? { a: () => { onSelect(selectAll(selection, order)); } } : {}),
    };
    const act = acts[event.key] ?? (event.key === 'Escape' && selection.ids.size > 0 ? () => { onSelect(selectNone(selection)); } : undefined);
    if (act === undefined) return;
    event.preventDefault();
    // Escape closes the details only when there is no selection left to give up.
    event.stopPropagation();
    act();
  };
  const onClick = (event: MouseEvent<HTMLDivElement>): void => {
    const target = event.target instanceof Element ? event.target : null;
    const id = Number(target?.closest<HTMLElement>('[data-id]')?.dataset['id']);
    if (Number.isNaN(id)) return;
    if (event.ctrlKey || event.metaKey || target?.closest('[data-check]') != null) onSelect(toggle(selection, id));
    else onSelect(stepTo(selection, order, id, event.shiftKey ? 'extend' : 'only'));
  };
  return (
    <div className={styles.scroll}>
      <div
        ref={gridRef}
        role="grid"
        tabIndex={0}
        aria-label={t('quarantine.list')}
        aria-multiselectable="true"
        aria-rowcount={total + 1}
        aria-colcount={columns.length}
        aria-readonly="true"
        aria-keyshortcuts="Space Control+A Delete"
        {...(selection.active === null ? {} : { 'aria-activedescendant': rowId(selection.active) })}
        className={styles.grid}
        onKeyDown={onKeyDown}
      >
        <div role="row" aria-rowindex={1} className={styles.head}>
          {columns.map((column) => (
            <span key={column} role="columnheader" className={`${styles.cell ?? ''} ${column === 'size' ? (styles.number ?? '') : ''}`} title={titleOf(column)}>
              <span className={column === 'selected' ? 'visually-hidden' : undefined}>{titleOf(column)}</span>
            </span>
          ))}
        </div>
        <div role="rowgroup" onClick={onClick}>
          {items.map((item, index) => (
            <ItemRow
              key={item.id}
              item={item}
              index={index}
              zone={zone}
              output={item.outputId === null ? null : outputName(item.outputId)}
              selected={selection.ids.has(item.id)}
              active={selection.active === item.id}
            />
          ))}
        </div>
      </div>
      {foot}
    </div>
  );
}
