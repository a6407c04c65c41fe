import { Button } from '@fluentui/react-components';
import type { ReactElement } from 'react';

import { t } from '../../../../shared/text/text';
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
  const keychain = useSession((session) => valueOr(session.info, null)?.keychainName ?? t('connectors.keychain'));
  return (
    <Page width="read">
      <PageHeader
        title={t('connectors.add')}
        lead={t('connectors.guide.lead')}
        parent={{ title: t('screen.connectors'), href: `#${routes.connectors}` }}
        actions={<Button onClick={() => { navigate(routes.newConnector); }}>{t('connectors.guide.form')}</Button>}
      />
      {outputs.kind === 'failed' ? <FailureCard failure={outputs.failure} urgency="alert" actions={<Button onClick={() => void reloadLists()}>{t('common.tryAgain')}</Button>} /> : null}
      {outputs.kind === 'pending' ? <Card padding="flush"><LoadingLines label={t('connectors.guide.loading')} /></Card> : null}
      {outputs.kind === 'ok' ? <ConnectorGuide outputs={outputs.value} keychainName={keychain} /> : null}
    </Page>
  );
}
