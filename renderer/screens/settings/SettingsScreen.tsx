import { Button } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { useState } from 'react';

import type { Failure } from '../../../shared/failures/failure';
import type { SettingsPatch } from '../../../shared/model/settings';
import { t } from '../../../shared/text/text';
import { changeSettings, reloadAll, useSession, valueOr } from '../../bridge/session';
import { Card } from '../../components/Card';
import { FailureCard } from '../../components/FailureCard';
import { LoadingLines } from '../../components/Loading';
import { Page } from '../../components/Page';
import { PageHeader } from '../../components/PageHeader';
import { SearchBar } from '../../components/SearchBar';
import { AboutCard } from './AboutCard';
import { networkWords } from './network-words';
import { NetworkCard } from './NetworkCard';
import { advancedSection, collectionSection, generalSection, notificationsSection, privacySection } from './sections';
import styles from './settings.module.css';
import type { Found, SettingsSection } from './settings-search';
import { countFound, findSettings } from './settings-search';
import { updateWords } from './update-words';
import { UpdatesCard } from './UpdatesCard';

/** The preferences of the program; each takes effect at once, except those of the network. */
export function SettingsScreen(): ReactElement {
  const { settings, info } = useSession();
  const [failure, setFailure] = useState<Failure | null>(null);
  const [search, setSearch] = useState('');
  const change = (patch: SettingsPatch): void => {
    void changeSettings(patch).then((outcome) => {
      setFailure(outcome.kind === 'failed' ? outcome.failure : null);
    });
  };
  const broken = [settings, info].find((state) => state.kind === 'failed');
  const known = valueOr(info, null);
  const props = settings.kind === 'ok' ? { settings: settings.value, info: known, onChange: change, onFailure: setFailure } : null;
  const sections: readonly SettingsSection[] = [
    ...(props === null ? [] : [generalSection(props), collectionSection(props)]),
    ...(known === null ? [] : [{ id: 'network', title: t('settings.network'), words: networkWords(), card: <NetworkCard keychainName={known.keychainName} /> }]),
    ...(props === null ? [] : [notificationsSection(props), privacySection(props), advancedSection(props)]),
    ...(props === null || known === null ? [] : [{ id: 'updates', title: t('updates.title'), words: updateWords(), card: <UpdatesCard settings={props.settings} version={known.version} onChange={change} /> }]),
    ...(known === null ? [] : [{ id: 'about', title: t('settings.about'), words: `${t('settings.aboutVersion')} ${t('settings.aboutProfile')} ${t('settings.aboutKeychain')}`, card: <AboutCard info={known} /> }]),
  ];
  const found = findSettings(sections, search);
  return (
    <Page width="read">
      <PageHeader title={t('screen.settings')} lead={t('settings.lead')} />
      <SearchBar label={t('settings.search')} placeholder={t('settings.searchHint')} value={search} onSearch={setSearch} found={search.trim() === '' ? '' : t('settings.found', { count: countFound(found) })} />
      {failure === null ? null : <FailureCard failure={failure} urgency="alert" />}
      {broken?.kind === 'failed' ? <FailureCard failure={broken.failure} urgency="alert" actions={<Button onClick={() => void reloadAll()}>{t('common.tryAgain')}</Button>} /> : null}
      {settings.kind === 'pending' ? <Card padding="flush"><LoadingLines label={t('settings.loading')} /></Card> : null}
      {found.size === 0 && sections.length > 0 ? (
        <Card><p className={styles.sentence}>{t('settings.nothing')} <Button size="small" onClick={() => { setSearch(''); }}>{t('settings.showAll')}</Button></p></Card>
      ) : null}
      {sections.map((section) => <Section key={section.id} section={section} found={found} />)}
    </Page>
  );
}

/** What a search does not find is hidden, not taken away: a form that is half filled in keeps its values. */
function Section({ section, found }: { readonly section: SettingsSection; readonly found: Found }): ReactElement {
  const rows = found.get(section.id);
  return (
    <div hidden={rows === undefined}>
      {'card' in section ? section.card : (
        <Card title={section.title} {...(section.lead === undefined ? {} : { lead: section.lead })}>
          {section.rows.map(({ id, content }) => <div key={id} className={styles.item} hidden={rows?.has(id) !== true}>{content}</div>)}
        </Card>
      )}
    </div>
  );
}
