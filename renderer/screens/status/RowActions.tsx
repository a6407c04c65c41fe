import { Button, Tooltip } from '@fluentui/react-components';
import { ArrowSync16Regular, ChevronDown16Regular, ChevronRight16Regular, Edit16Regular, TextBulletListSquare16Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useState } from 'react';

import type { StreamStatus } from '../../../shared/model/collection';
import { t } from '../../../shared/text/text';
import { call } from '../../bridge/client';
import table from '../../components/table.module.css';
import { logsOf } from '../../logs-link';
import { navigate } from '../../navigation';
import { pathTo } from '../../routes';
import { PauseConnectorMenu } from './PauseConnectorMenu';
import styles from './status.module.css';

type Props = { readonly stream: StreamStatus; readonly open: boolean; readonly detailId: string; readonly onToggle: () => void };

/** What can be done with one log type. */
export function RowActions({ stream, open, detailId, onToggle }: Props): ReactElement {
  const [asked, setAsked] = useState(false);
  const { health, connectorId, connectorName, logType } = stream;
  const name = t('status.row.name', { logType, connector: connectorName });
  const resting = health.state === 'paused' || health.state === 'stopping' || health.state === 'stopped';
  const pollNow = (): void => {
    setAsked(true);
    void call('collection.pollNow', { connectorId, logType }).then(() => {
      setAsked(false);
    });
  };
  return (
    <span className={table.actions}>
      <PauseConnectorMenu connectorId={connectorId} connectorName={connectorName} />
      <Tooltip content={resting ? t('status.pollNow.paused') : t('status.pollNow')} relationship="description">
        <Button
          size="small"
          appearance="subtle"
          icon={<ArrowSync16Regular />}
          aria-label={t('status.pollNow.of', { name })}
          disabledFocusable={asked || stream.polling || resting}
          onClick={pollNow}
        />
      </Tooltip>
      <Tooltip content={t('status.viewLogs')} relationship="description">
        <Button size="small" appearance="subtle" icon={<TextBulletListSquare16Regular />} aria-label={t('status.viewLogs.of', { name })} onClick={() => { navigate(logsOf(connectorName, logType)); }} />
      </Tooltip>
      <Tooltip content={t('status.edit')} relationship="description">
        <Button size="small" appearance="subtle" icon={<Edit16Regular />} aria-label={t('status.edit.of', { name })} onClick={() => { navigate(pathTo.connector(connectorId)); }} />
      </Tooltip>
      <Button
        size="small"
        appearance="subtle"
        icon={open ? <ChevronDown16Regular /> : <ChevronRight16Regular className={styles.pointing ?? ''} />}
        aria-label={t('status.details.of', { name })}
        aria-expanded={open}
        {...(open ? { 'aria-controls': detailId } : {})}
        onClick={onToggle}
      />
    </span>
  );
}
