import { Button } from '@fluentui/react-components';
import { PlugConnected28Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useState } from 'react';

import type { Failure } from '../../../shared/failures/failure';
import { t } from '../../../shared/text/text';
import { useSession, valueOr } from '../../bridge/session';
import { Card } from '../../components/Card';
import { EmptyState } from '../../components/EmptyState';
import { FailureCard } from '../../components/FailureCard';
import { LoadingLines } from '../../components/Loading';
import { Page } from '../../components/Page';
import { PageHeader } from '../../components/PageHeader';
import { navigate } from '../../navigation';
import { routes } from '../../routes';
import { useActivity } from './activity';
import { OutputTable } from './OutputTable';
import { useRates } from './rates';
import styles from './status.module.css';
import { useStatusView, viewOf } from './status-view';
import { PauseMenu, StatusTools } from './StatusTools';
import { worstFirst } from './stream-order';
import { StreamTable } from './StreamTable';
import { Summary } from './Summary';

/** Home: what is collected and delivered, worst first, and what to do where something is wrong. */
export function StatusScreen(): ReactElement {
  const status = useSession((session) => session.status);
  const connectors = useSession((session) => valueOr(session.connectors, null));
  const outputs = useSession((session) => valueOr(session.outputs, null)) ?? [];
  const view = useStatusView();
  const activity = useActivity();
  const samples = useRates();
  const [failure, setFailure] = useState<Failure | null>(null);
  const { rows, counts } = viewOf(worstFirst(status?.streams ?? []), view);
  const nothing = connectors?.length === 0 && (status === null || status.streams.length === 0);
  return (
    <Page width="wide">
      <PageHeader title={t('screen.status')} lead={t('status.lead')} actions={nothing || status === null ? undefined : <PauseMenu onFailure={setFailure} />} />
      {failure === null ? null : <FailureCard failure={failure} urgency="alert" />}
      {nothing ? (
        <Card>
          <EmptyState
            icon={<PlugConnected28Regular />}
            title={t('status.empty.title')}
            text={t('status.empty.text')}
            actions={<Button appearance="primary" onClick={() => { navigate(routes.wizard); }}>{t('connectors.add')}</Button>}
          />
        </Card>
      ) : status === null ? (
        <Card padding="flush"><LoadingLines label={t('status.loading')} /></Card>
      ) : (
        <>
          <Summary status={status} samples={samples} />
          <StatusTools counts={counts} rows={rows} onFailure={setFailure} />
          <Card title={t('status.logTypes')} padding="flush">
            {rows.length === 0 ? (
              <div className={styles.noMatch}>
                <p>{t('status.noMatch')}</p>
                <Button size="small" onClick={() => { useStatusView.setState({ filter: 'all', search: '' }); }}>{t('status.showAll')}</Button>
              </div>
            ) : <StreamTable samples={samples} activity={activity} streams={rows} outputs={status.outputs} connectors={connectors ?? []} />}
          </Card>
          <Card title={t('status.outputs')} padding="flush">
            <OutputTable statuses={status.outputs} outputs={outputs} />
          </Card>
        </>
      )}
    </Page>
  );
}
