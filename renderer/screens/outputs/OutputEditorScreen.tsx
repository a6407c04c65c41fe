import { Button } from '@fluentui/react-components';
import { SearchInfoRegular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';

import type { OutputType } from '../../../shared/model/output';
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

const parent = { title: 'Outputs', href: `#${routes.outputs}` };
type Props =
  | { readonly id: string; readonly type: null; readonly copyOf?: null }
  | { readonly id: null; readonly type: OutputType; readonly copyOf?: null }
  | { readonly id: null; readonly type: null; readonly copyOf: string };

/** Creates an output of a type (`id` null), or as a copy of another, or changes one. */
export function OutputEditorScreen({ id, type, copyOf = null }: Props): ReactElement {
  const outputs = useSession((session) => session.outputs);
  const keychain = useSession((session) => valueOr(session.info, null)?.keychainName ?? 'the keychain');
  const output = outputs.kind === 'ok' ? (outputs.value.find((each) => each.config.id === id) ?? null) : null;
  const original = outputs.kind === 'ok' ? (outputs.value.find((each) => each.config.id === copyOf) ?? null) : null;
  const formType = type ?? output?.config.type ?? original?.config.type ?? null;
  if (outputs.kind === 'failed') {
    return (
      <Page width="read">
        <PageHeader title="Output" parent={parent} />
        <FailureCard failure={outputs.failure} urgency="alert" actions={<Button onClick={() => void reloadLists()}>Try again</Button>} />
      </Page>
    );
  }
  if (outputs.kind === 'pending') {
    return <Page width="read"><PageHeader title="Output" parent={parent} /><Card padding="flush"><LoadingLines label="Loading the output" /></Card></Page>;
  }
  if (formType === null) {
    return (
      <Page width="read">
        <PageHeader title="Output" parent={parent} />
        <Card>
          <EmptyState
            icon={<SearchInfoRegular />}
            title="This output does not exist any more"
            text="It was deleted."
            actions={<Button onClick={() => { navigate(routes.outputs); }}>Back to the outputs</Button>}
          />
        </Card>
      </Page>
    );
  }
  return (
    <Page width="read">
      <PageHeader title={original !== null ? `Copy of ${original.config.name}` : output === null ? `Add output: ${outputTypeWords[formType]}` : output.config.name} parent={parent} />
      <OutputForm type={formType} output={output} original={original} keychainName={keychain} />
    </Page>
  );
}
