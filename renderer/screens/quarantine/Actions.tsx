import { Button, Checkbox, Tooltip } from '@fluentui/react-components';
import { ArrowDownload16Regular, ArrowRepeatAll16Regular, Delete16Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';

import type { QuarantineItem } from '../../../shared/model/quarantine';
import { formatCount } from '../../format/numbers';
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
  const nothing = 'Select items first';
  const retryable = chosen.filter((item) => item.retryable).length;
  const [first] = chosen;
  const retryRest = first === undefined ? nothing
    : retryable > 0 ? null
      : chosen.length === 1 ? retryObstacle(first) : 'None of these can be tried again: only whole records and events that an output refused can';
  const retryHint = retryRest ?? (retryable === chosen.length ? 'Reads them again, or sends them to the output again' : `${formatCount(retryable)} of ${formatCount(chosen.length)} can be tried again`);
  const exportRest = first === undefined ? nothing : chosen.length > mostExported ? `Select ${formatCount(mostExported)} items or fewer` : null;
  return (
    <div role="group" aria-label="Actions" className={styles.toolbar}>
      <Checkbox
        label={chosen.length === 0 ? 'Select all' : `${formatCount(chosen.length)} of ${formatCount(total)} selected`}
        checked={chosen.length === 0 ? false : chosen.length === loaded ? true : 'mixed'}
        disabled={loaded === 0}
        onChange={(_event, data) => { onAll(data.checked === true); }}
      />
      <span className={styles.buttons}>
        <Tooltip content={retryHint} relationship="description">
          <Button icon={<ArrowRepeatAll16Regular />} disabledFocusable={busy || retryRest !== null} onClick={onRetry}>Retry</Button>
        </Tooltip>
        <Tooltip content={first === undefined ? nothing : 'Deletes their bytes (Delete)'} relationship="description">
          <Button icon={<Delete16Regular />} disabledFocusable={busy || first === undefined} onClick={onDiscard}>Discard…</Button>
        </Tooltip>
        <Tooltip content={exportRest ?? 'Saves them with their bytes, one JSON object a line'} relationship="description">
          <Button icon={<ArrowDownload16Regular />} disabledFocusable={busy || exportRest !== null} onClick={onExport}>Export…</Button>
        </Tooltip>
      </span>
    </div>
  );
}
