import { Button, Checkbox, Field, Input } from '@fluentui/react-components';
import { Add16Regular, ArrowDown16Regular, ArrowUp16Regular, Subtract16Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useState } from 'react';

import type { ColumnLayout } from '../../../shared/model/live-logs-settings';
import { t } from '../../../shared/text/text';
import { UntrustedText } from '../../components/UntrustedText';
import { columnInfo, moved, offeredFields, resized } from './columns';
import styles from './dialogs.module.css';
import { Sheet } from './PreviewDialogs';

type Props = {
  /** Whose layout it is, in words. */
  readonly owner: string;
  readonly columns: readonly ColumnLayout[];
  readonly onColumns: (columns: readonly ColumnLayout[]) => void;
  readonly onReset: () => void;
  readonly onClose: () => void;
};

const step = 24;
const fieldExample = 'spamScore';
const mostColumns = 24;

/** Which columns, in which order, how wide: everything that dragging does, with keys. */
export function ColumnsDialog({ owner, columns, onColumns, onReset, onClose }: Props): ReactElement {
  const [other, setOther] = useState('');
  const shown = new Set(columns.map(({ field }) => field));
  const add = (field: string): void => {
    if (field !== '' && !shown.has(field) && columns.length < mostColumns) onColumns([...columns, { field, width: columnInfo(field).width }]);
  };
  return (
    <Sheet title={t('preview.columns.title', { owner })} onClose={onClose}>
      <ul className={styles.lines} aria-label={t('preview.columns.shown')}>
        {columns.map(({ field, width }, index) => {
          const { title } = columnInfo(field);
          return (
            <li key={field} className={styles.line}>
              <Checkbox className={styles.grow ?? ''} checked label={<UntrustedText text={title} />} disabled={columns.length === 1} onChange={() => { onColumns(columns.filter((column) => column.field !== field)); }} />
              <Button size="small" appearance="subtle" icon={<Subtract16Regular />} aria-label={t('preview.columns.narrower', { title })} onClick={() => { onColumns(resized(columns, field, width - step)); }} />
              <span className={styles.width}>{t('preview.columns.width', { width })}</span>
              <Button size="small" appearance="subtle" icon={<Add16Regular />} aria-label={t('preview.columns.wider', { title })} onClick={() => { onColumns(resized(columns, field, width + step)); }} />
              <Button size="small" appearance="subtle" icon={<ArrowUp16Regular />} aria-label={t('preview.columns.earlier', { title })} disabled={index === 0} onClick={() => { onColumns(moved(columns, field, -1)); }} />
              <Button size="small" appearance="subtle" icon={<ArrowDown16Regular />} aria-label={t('preview.columns.later', { title })} disabled={index === columns.length - 1} onClick={() => { onColumns(moved(columns, field, 1)); }} />
            </li>
          );
        })}
      </ul>
      <div className={styles.offered} role="group" aria-label={t('preview.columns.more')}>
        {offeredFields.filter((field) => !shown.has(field)).map((field) => <Checkbox key={field} checked={false} label={columnInfo(field).title} onChange={() => { add(field); }} />)}
      </div>
      <form className={styles.add} onSubmit={(event) => { event.preventDefault(); add(other.trim()); setOther(''); }}>
        <Field label={t('preview.columns.field')} className={styles.grow ?? ''} hint={t('preview.columns.fieldHint', { example: fieldExample })}>
          <Input value={other} maxLength={100} onChange={(_event, data) => { setOther(data.value); }} />
        </Field>
        <Button type="submit" disabled={other.trim() === ''}>{t('preview.add')}</Button>
      </form>
      <div><Button onClick={onReset}>{t('preview.columns.reset')}</Button></div>
    </Sheet>
  );
}
