import { CheckboxChecked16Filled, CheckboxUnchecked16Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { memo } from 'react';

import type { QuarantineItem } from '../../../shared/model/quarantine';
import { UntrustedText } from '../../components/UntrustedText';
import { formatBytes } from '../../format/numbers';
import type { Zone } from '../../format/time';
import { formatShort } from '../../format/time';
import styles from './quarantine.module.css';
import { reasonOf } from './quarantine-words';

type Props = {
  readonly item: QuarantineItem;
  readonly index: number;
  readonly zone: Zone;
  /** Name of the output that refused it; null when it could not be read. */
  readonly output: string | null;
  readonly selected: boolean;
  readonly active: boolean;
};

export const rowId = (id: number): string => `quarantined-${String(id)}`;

// An item never changes once it has its id.
export const ItemRow = memo(
  Row,
  (before, after) =>
    before.item.id === after.item.id && before.index === after.index && before.zone === after.zone && before.output === after.output &&
    before.selected === after.selected && before.active === after.active,
);

function Row({ item, index, zone, output, selected, active }: Props): ReactElement {
  const reason = reasonOf(item.code).title;
  return (
    <div
      role="row"
      id={rowId(item.id)}
      aria-rowindex={index + 2}
      aria-selected={selected}
      data-id={item.id}
      className={`${styles.row ?? ''} ${index % 2 === 1 ? (styles.odd ?? '') : ''} ${selected ? (styles.chosen ?? '') : ''} ${active ? (styles.active ?? '') : ''}`}
    >
      <span role="gridcell" className={`${styles.cell ?? ''} ${styles.check ?? ''}`} data-check="">
        {selected ? <CheckboxChecked16Filled aria-hidden="true" className={styles.checked ?? ''} /> : <CheckboxUnchecked16Regular aria-hidden="true" />}
      </span>
      <span role="gridcell" className={`${styles.cell ?? ''} ${styles.time ?? ''}`}>{formatShort(item.at, zone)}</span>
      <Cell text={item.connectorName} />
      <span role="gridcell" className={styles.cell}>{item.logType}</span>
      <span role="gridcell" className={styles.cell} title={reason}>{reason}</span>
      <Cell text={item.detail} />
      <Cell text={item.source} />
      <span role="gridcell" className={`${styles.cell ?? ''} ${styles.number ?? ''}`}>{formatBytes(item.size)}</span>
      <Cell text={output ?? '–'} />
    </div>
  );
}

function Cell({ text }: { readonly text: string }): ReactElement {
  return <span role="gridcell" className={styles.cell} title={text}><UntrustedText text={text} /></span>;
}
