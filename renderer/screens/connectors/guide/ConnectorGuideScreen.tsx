import { Button } from '@fluentui/react-components';
import type { ReactElement } from 'react';

import { reloadLists, useSession, valueOr } from '../../../bridge/session';
import { Card } from '../../../components/Card';
import { FailureCard } from '../../../components/FailureCard';
import { LoadingLines } from '../../../components/Loading';
import { Page } from '../../../components/Page';
import { PageHeader } from '../../../components/PageHeader';
import { navigate } from '../../../navigation';
import { routes } from '../../../routes';
import { ConnectorGuide } from './ConnectorGuide';

/** A new connector in five steps; the whole form at once is one click away. */
export function ConnectorGuideScreen(): ReactElement {
  const outputs = useSession((session) => session.outputs);
  const keychain = useSession((session) => valueOr(session.info, null)?.keychainName ?? 'the keychain');
  return (
    <Page width="read">
      <PageHeader
        title="Add connector"
        lead="Five steps. What is entered is kept until the program ends, except the Client Secret."
        parent={{ title: 'Connectors', href: `#${routes.connectors}` }}
        actions={<Button onClick={() => { navigate(routes.newConnector); }}>Everything in one form</Button>}
      />
      {outputs.kind === 'failed' ? <FailureCard failure={outputs.failure} urgency="alert" actions={<Button onClick={() => void reloadLists()}>Try again</Button>} /> : null}
      {outputs.kind === 'pending' ? <Card padding="flush"><LoadingLines label="Loading the outputs" /></Card> : null}
      {outputs.kind === 'ok' ? <ConnectorGuide outputs={outputs.value} keychainName={keychain} /> : null}
    </Page>
  );
}
