import { Button, Tab, TabList } from '@fluentui/react-components';
import type { ReactElement } from 'react';

import { t } from '../../../shared/text/text';
import { Page } from '../../components/Page';
import { PageHeader } from '../../components/PageHeader';
import { navigate } from '../../navigation';
import type { HelpPart } from '../../routes';
import { pathTo, routes } from '../../routes';
import { Changes } from './Changes';
import { DiagnosticsPart } from './DiagnosticsPart';
import styles from './help.module.css';
import { LogPart } from './LogPart';
import { StoragePart } from './StoragePart';
import { Troubleshooting } from './Troubleshooting';

const parts: { readonly [P in HelpPart]: { readonly title: string; readonly content: (code: string | null) => ReactElement } } = {
  troubleshooting: { title: t('help.troubleshooting'), content: (code) => <Troubleshooting code={code} /> },
  diagnostics: { title: t('help.diagnostics'), content: () => <DiagnosticsPart /> },
  log: { title: t('help.log'), content: () => <LogPart /> },
  storage: { title: t('help.storage'), content: () => <StoragePart /> },
  changes: { title: t('help.changes'), content: () => <Changes /> },
};

/** What helps when something is wrong, and what a person at support asks for. `code` names the message to begin with. */
export function HelpScreen({ part, code = null }: { readonly part: HelpPart; readonly code?: string | null }): ReactElement {
  return (
    <Page width="wide">
      <PageHeader title={t('screen.help')} lead={t('help.lead')} actions={<Button onClick={() => { navigate(routes.wizard); }}>{t('connectors.guide.open')}</Button>} />
      <TabList
        className={styles.tabs ?? ''}
        selectedValue={part}
        onTabSelect={(_event, data) => { navigate(pathTo.help(data.value as HelpPart)); }}
        aria-label={t('screen.help')}
      >
        {Object.entries(parts).map(([name, { title }]) => <Tab key={name} value={name}>{title}</Tab>)}
      </TabList>
      <section aria-label={parts[part].title} className={styles.part}>{parts[part].content(code)}</section>
    </Page>
  );
}
