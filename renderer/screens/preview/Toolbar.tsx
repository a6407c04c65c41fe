import { Button, SearchBox, ToggleButton, Tooltip } from '@fluentui/react-components';
import { ArrowDownload16Regular, Delete16Regular, Pause16Filled, Play16Filled } from '@fluentui/react-icons';
import type { ReactElement } from 'react';

import { logTypes } from '../../../shared/model/log-type';
import styles from './preview.module.css';
import type { Filter, Mode } from './view';

type Props = {
  readonly filter: Filter;
  readonly mode: Mode;
  readonly onFilter: (filter: Filter) => void;
  readonly onPause: () => void;
  readonly onFollow: () => void;
  readonly onClear: () => void;
};

export function Toolbar({ filter, mode, onFilter, onPause, onFollow, onClear }: Props): ReactElement {
  const paused = mode.kind === 'paused';
  return (
    <div className={styles.toolbar} role="toolbar" aria-label="Live list">
      <Tooltip content={paused ? 'Show new events again (Ctrl+E)' : 'Freeze the list (Ctrl+E). Collection goes on.'} relationship="description">
        <Button className={styles.pause ?? ''} icon={paused ? <Play16Filled /> : <Pause16Filled />} aria-keyshortcuts="Control+E" onClick={onPause}>
          {paused ? 'Resume' : 'Pause'}
        </Button>
      </Tooltip>
      <Tooltip content="Keep the newest event in sight (f)" relationship="description">
        <ToggleButton icon={<ArrowDownload16Regular />} checked={mode.kind === 'follow'} onClick={onFollow}>Follow</ToggleButton>
      </Tooltip>
      <SearchBox
        className={styles.search ?? ''}
        aria-label="Filter by text"
        placeholder="Filter by words in the record"
        value={filter.text}
        maxLength={500}
        onChange={(_event, data) => { onFilter({ ...filter, text: data.value }); }}
      />
      <div className={styles.chips} role="group" aria-label="Log types">
        {logTypes.map((logType) => {
          const checked = filter.logTypes.includes(logType);
          return (
            <ToggleButton
              key={logType}
              size="small"
              shape="circular"
              checked={checked}
              onClick={() => {
                onFilter({ ...filter, logTypes: logTypes.filter((each) => (each === logType ? !checked : filter.logTypes.includes(each))) });
              }}
            >
              {logType}
            </ToggleButton>
          );
        })}
      </div>
      <Tooltip content="Empties this view only. Nothing that was collected is deleted." relationship="description">
        <Button className={styles.clear ?? ''} appearance="subtle" icon={<Delete16Regular />} onClick={onClear}>Clear view</Button>
      </Tooltip>
    </div>
  );
}
