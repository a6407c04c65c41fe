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

const parts: { readonly [P in HelpPart]: { readonly title: string; readonly content: (search: string) => ReactElement } } = {
  troubleshooting: { title: 'Troubleshooting', content: (search) => <Troubleshooting looksFor={search} /> },
  diagnostics: { title: 'Diagnostics', content: () => <DiagnosticsPart /> },
  log: { title: 'Program log', content: () => <LogPart /> },
  storage: { title: 'Storage', content: () => <StoragePart /> },
  changes: { title: 'What changed', content: () => <Changes /> },
};

/** What helps when something is wrong, and what a person at support asks for. `search` is what the troubleshooting starts with. */
export function HelpScreen({ part, search = '' }: { readonly part: HelpPart; readonly search?: string }): ReactElement {
  return (
    <Page width="wide">
      <PageHeader title="Help" lead="What the messages mean, how this computer does, and what to send to support." actions={<Button onClick={() => { navigate(routes.wizard); }}>{t('connectors.guide.open')}</Button>} />
      <TabList
        className={styles.tabs ?? ''}
        selectedValue={part}
        onTabSelect={(_event, data) => { navigate(pathTo.help(data.value as HelpPart)); }}
        aria-label="Help"
      >
        {Object.entries(parts).map(([name, { title }]) => <Tab key={name} value={name}>{title}</Tab>)}
      </TabList>
      <section aria-label={parts[part].title} className={styles.part}>{parts[part].content(search)}</section>
    </Page>
  );
}
