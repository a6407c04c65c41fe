import { Button, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger, SearchBox, ToggleButton } from '@fluentui/react-components';
import { ArrowDownload16Regular, Pause16Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';

import type { Failure } from '../../../shared/failures/failure';
import type { StreamStatus } from '../../../shared/model/collection';
import type { TextId } from '../../../shared/text/catalogue';
import { t } from '../../../shared/text/text';
import { call } from '../../bridge/client';
import { changeBackground, useSession, valueOr } from '../../bridge/session';
import { useDoneToast } from '../../components/toasts';
import styles from './status.module.css';
import type { StatusFilter } from './status-view';
import { statusFilters, useStatusView } from './status-view';

const filterWords: { readonly [F in StatusFilter]: TextId } = { all: 'status.filter.all', active: 'status.filter.active', inactive: 'status.filter.inactive' };

type ToolsProps = { readonly counts: Readonly<Record<StatusFilter, number>>; readonly rows: readonly StreamStatus[]; readonly onFailure: (failure: Failure | null) => void };

/** Search, filter and export of the rows. */
export function StatusTools({ counts, rows, onFailure }: ToolsProps): ReactElement {
  const { filter, search } = useStatusView();
  const done = useDoneToast();
  const save = (): void => {
    void call('collection.export', { streams: rows.map(({ connectorId, logType }) => ({ connectorId, logType })) }).then((outcome) => {
      onFailure(outcome.kind === 'failed' ? outcome.failure : null);
      if (outcome.kind === 'ok' && outcome.value.path !== null) done(t('status.exported'));
    });
  };
  return (
    <div className={styles.tools} role="search" aria-label={t('status.logTypes')}>
      <SearchBox
        size="small"
        placeholder={t('status.search.placeholder')}
        aria-label={t('status.search.label')}
        dismiss={{ 'aria-label': t('status.search.clear') }}
        value={search}
        onChange={(_event, data) => { useStatusView.setState({ search: data.value }); }}
      />
      {statusFilters.map((each) => (
        <ToggleButton key={each} size="small" checked={filter === each} onClick={() => { useStatusView.setState({ filter: each }); }}>
          {t(filterWords[each], { count: counts[each] })}
        </ToggleButton>
      ))}
      <Button size="small" icon={<ArrowDownload16Regular />} disabledFocusable={rows.length === 0} onClick={save}>{t('status.export')}</Button>
    </div>
  );
}

/** Pauses everything for a while; the bar above the screens says so and resumes. */
export function PauseMenu({ onFailure }: { readonly onFailure: (failure: Failure | null) => void }): ReactElement | null {
  const paused = useSession((session) => valueOr(session.background, null)?.pause != null);
  if (paused) return null;
  const pause = (minutes: number | null): void => {
    void changeBackground('background.pause', { minutes }).then((outcome) => {
      onFailure(outcome.kind === 'failed' ? outcome.failure : null);
    });
  };
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <Button icon={<Pause16Regular />}>{t('status.pause')}</Button>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuItem onClick={() => { pause(15); }}>{t('status.pause.quarter')}</MenuItem>
          <MenuItem onClick={() => { pause(60); }}>{t('status.pause.hour')}</MenuItem>
          <MenuItem onClick={() => { pause(null); }}>{t('status.pause.untilResumed')}</MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
