import { Button } from '@fluentui/react-components';
import { SearchInfoRegular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';

import { t } from '../../../shared/text/text';
import { reloadLists, useSession, valueOr } from '../../bridge/session';
import { Card } from '../../components/Card';
import { EmptyState } from '../../components/EmptyState';
import { FailureCard } from '../../components/FailureCard';
import { LoadingLines } from '../../components/Loading';
import { Page } from '../../components/Page';
import { PageHeader } from '../../components/PageHeader';
import { navigate } from '../../navigation';
import { routes } from '../../routes';
import { ConnectorForm } from './ConnectorForm';

const parent = { title: t('screen.connectors'), href: `#${routes.connectors}` };

/** Creates a connector (`id` null), from scratch or as a copy of another, or changes one. */
export function ConnectorEditorScreen({ id, copyOf = null }: { readonly id: string | null; readonly copyOf?: string | null }): ReactElement {
  const connectors = useSession((session) => session.connectors);
  const outputs = useSession((session) => session.outputs);
  const keychain = useSession((session) => valueOr(session.info, null)?.keychainName ?? t('connectors.keychain'));
  const connector = connectors.kind === 'ok' ? (connectors.value.find((each) => each.id === id) ?? null) : null;
  const original = connectors.kind === 'ok' ? (connectors.value.find((each) => each.id === copyOf) ?? null) : null;
  const failed = [connectors, outputs].find((state) => state.kind === 'failed');
  if (failed?.kind === 'failed') {
    return (
      <Page width="read">
        <PageHeader title={t('connectors.one')} parent={parent} />
        <FailureCard failure={failed.failure} urgency="alert" actions={<Button onClick={() => void reloadLists()}>{t('common.tryAgain')}</Button>} />
      </Page>
    );
  }
  if (connectors.kind === 'pending' || outputs.kind !== 'ok') {
    return <Page width="read"><PageHeader title={t('connectors.one')} parent={parent} /><Card padding="flush"><LoadingLines label={t('connectors.loadingOne')} /></Card></Page>;
  }
  if ((id !== null && connector === null) || (copyOf !== null && original === null)) {
    return (
      <Page width="read">
        <PageHeader title={t('connectors.one')} parent={parent} />
        <Card>
          <EmptyState
            icon={<SearchInfoRegular />}
            title={t('connectors.gone.title')}
            text={t('connectors.gone.text')}
            actions={<Button onClick={() => { navigate(routes.connectors); }}>{t('connectors.gone.back')}</Button>}
          />
        </Card>
      </Page>
    );
  }
  return (
    <Page width="read">
      <PageHeader title={original !== null ? t('connectors.copyOf', { name: original.name }) : connector === null ? t('connectors.add') : connector.name} parent={parent} />
      <ConnectorForm connector={connector} original={original} outputs={outputs.value} keychainName={keychain} />
    </Page>
  );
}
