import { Button, Checkbox, Tooltip } from '@fluentui/react-components';
import { ArrowDownload16Regular, ArrowRepeatAll16Regular, Delete16Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';

import type { QuarantineItem } from '../../../shared/model/quarantine';
import { t } from '../../../shared/text/text';
import styles from './quarantine.module.css';
import { retryObstacle } from './quarantine-words';

type Props = {
  readonly chosen: readonly QuarantineItem[];
  readonly loaded: number;
  readonly total: number;
  readonly busy: boolean;
  readonly onAll: (all: boolean) => void;
  readonly onRetry: () => void;
  readonly onDiscard: () => void;
  readonly onExport: () => void;
};

/** The contract takes no more with one question. */
export const mostExported = 500;

/** What can be done with the selected items; a button that rests says why. */
export function Actions({ chosen, loaded, total, busy, onAll, onRetry, onDiscard, onExport }: Props): ReactElement {
  const nothing = t('quarantine.selectFirst');
  const retryable = chosen.filter((item) => item.retryable).length;
  const [first] = chosen;
  const retryRest = first === undefined ? nothing
    : retryable > 0 ? null
      : chosen.length === 1 ? retryObstacle(first) : t('quarantine.obstacle.all');
  const retryHint = retryRest ?? (retryable === chosen.length ? t('quarantine.retry.hint') : t('quarantine.retry.some', { count: retryable, all: chosen.length }));
  const exportRest = first === undefined ? nothing : chosen.length > mostExported ? t('quarantine.export.tooMany', { most: mostExported }) : null;
  return (
    <div role="group" aria-label={t('quarantine.actions')} className={styles.toolbar}>
      <Checkbox
        label={chosen.length === 0 ? t('quarantine.selectAll') : t('quarantine.selected', { count: chosen.length, all: total })}
        checked={chosen.length === 0 ? false : chosen.length === loaded ? true : 'mixed'}
        disabled={loaded === 0}
        onChange={(_event, data) => { onAll(data.checked === true); }}
      />
      <span className={styles.buttons}>
        <Tooltip content={retryHint} relationship="description">
          <Button icon={<ArrowRepeatAll16Regular />} disabledFocusable={busy || retryRest !== null} onClick={onRetry}>{t('quarantine.retry')}</Button>
        </Tooltip>
        <Tooltip content={first === undefined ? nothing : t('quarantine.discard.hint')} relationship="description">
          <Button icon={<Delete16Regular />} disabledFocusable={busy || first === undefined} onClick={onDiscard}>{t('quarantine.discard')}</Button>
        </Tooltip>
        <Tooltip content={exportRest ?? t('quarantine.export.hint')} relationship="description">
          <Button icon={<ArrowDownload16Regular />} disabledFocusable={busy || exportRest !== null} onClick={onExport}>{t('quarantine.export')}</Button>
        </Tooltip>
      </span>
    </div>
  );
}
