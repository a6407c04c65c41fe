import { Button } from '@fluentui/react-components';
import { PlugConnected28Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useState } from 'react';

import type { Failure } from '../../../shared/failures/failure';
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
  const [failure, setFailure] = useState<Failure | null>(null);
  const { rows, counts } = viewOf(worstFirst(status?.streams ?? []), view);
  const nothing = connectors?.length === 0 && (status === null || status.streams.length === 0);
  return (
    <Page width="wide">
      <PageHeader title="Collection Status" lead="Every connector and log type, the worst first." actions={nothing || status === null ? undefined : <PauseMenu onFailure={setFailure} />} />
      {failure === null ? null : <FailureCard failure={failure} urgency="alert" />}
      {nothing ? (
        <Card>
          <EmptyState
            icon={<PlugConnected28Regular />}
            title="Nothing is collected yet"
            text="Add a connector with the Client ID and Client Secret of your Mimecast API application. Its log types then appear here."
            actions={<Button appearance="primary" onClick={() => { navigate(routes.wizard); }}>Add connector</Button>}
          />
        </Card>
      ) : status === null ? (
        <Card padding="flush"><LoadingLines label="Waiting for the collector" /></Card>
      ) : (
        <>
          <Summary status={status} />
          <StatusTools counts={counts} rows={rows} onFailure={setFailure} />
          <Card title="Log types" padding="flush">
            {rows.length === 0 ? (
              <div className={styles.noMatch}>
                <p>No log type matches the search and the filter.</p>
                <Button size="small" onClick={() => { useStatusView.setState({ filter: 'all', search: '' }); }}>Show all</Button>
              </div>
            ) : <StreamTable activity={activity} streams={rows} outputs={status.outputs} connectors={connectors ?? []} />}
          </Card>
          <Card title="Outputs" padding="flush">
            <OutputTable statuses={status.outputs} outputs={outputs} />
          </Card>
        </>
      )}
    </Page>
  );
}
