import { Button } from '@fluentui/react-components';
import { SearchInfoRegular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';

import type { OutputType } from '../../../shared/model/output';
import { t } from '../../../shared/text/text';
import { reloadLists, useSession, valueOr } from '../../bridge/session';
import { Card } from '../../components/Card';
import { EmptyState } from '../../components/EmptyState';
import { FailureCard } from '../../components/FailureCard';
import { LoadingLines } from '../../components/Loading';
import { Page } from '../../components/Page';
import { PageHeader } from '../../components/PageHeader';
import { outputTypeWords } from '../../format/words';
import { navigate } from '../../navigation';
import { routes } from '../../routes';
import { OutputForm } from './OutputForm';

const parent = { title: t('screen.outputs'), href: `#${routes.outputs}` };
type Props =
  | { readonly id: string; readonly type: null; readonly copyOf?: null }
  | { readonly id: null; readonly type: OutputType; readonly copyOf?: null }
  | { readonly id: null; readonly type: null; readonly copyOf: string };

/** Creates an output of a type (`id` null), or as a copy of another, or changes one. */
export function OutputEditorScreen({ id, type, copyOf = null }: Props): ReactElement {
  const outputs = useSession((session) => session.outputs);
  const keychain = useSession((session) => valueOr(session.info, null)?.keychainName ?? t('outputs.theKeychain'));
  const output = outputs.kind === 'ok' ? (outputs.value.find((each) => each.config.id === id) ?? null) : null;
  const original = outputs.kind === 'ok' ? (outputs.value.find((each) => each.config.id === copyOf) ?? null) : null;
  const formType = type ?? output?.config.type ?? original?.config.type ?? null;
  if (outputs.kind === 'failed') {
    return (
      <Page width="read">
        <PageHeader title={t('outputs.editor.title')} parent={parent} />
        <FailureCard failure={outputs.failure} urgency="alert" actions={<Button onClick={() => void reloadLists()}>{t('common.tryAgain')}</Button>} />
      </Page>
    );
  }
  if (outputs.kind === 'pending') {
    return <Page width="read"><PageHeader title={t('outputs.editor.title')} parent={parent} /><Card padding="flush"><LoadingLines label={t('outputs.editor.loading')} /></Card></Page>;
  }
  if (formType === null) {
    return (
      <Page width="read">
        <PageHeader title={t('outputs.editor.title')} parent={parent} />
        <Card>
          <EmptyState
            icon={<SearchInfoRegular />}
            title={t('outputs.editor.goneTitle')}
            text={t('outputs.editor.goneText')}
            actions={<Button onClick={() => { navigate(routes.outputs); }}>{t('outputs.editor.back')}</Button>}
          />
        </Card>
      </Page>
    );
  }
  return (
    <Page width="read">
      <PageHeader title={original !== null ? t('outputs.editor.copyOf', { name: original.config.name }) : output === null ? t('outputs.editor.addType', { type: outputTypeWords[formType] }) : output.config.name} parent={parent} />
      <OutputForm type={formType} output={output} original={original} keychainName={keychain} />
    </Page>
  );
}
