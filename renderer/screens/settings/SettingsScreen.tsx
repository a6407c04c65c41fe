import { Button } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { useState } from 'react';

import type { Failure } from '../../../shared/failures/failure';
import type { AppInfo } from '../../../shared/ipc/contract';
import type { Settings, SettingsPatch } from '../../../shared/model/settings';
import { changeSettings, reloadAll, useSession } from '../../bridge/session';
import { Card } from '../../components/Card';
import { CopyButton } from '../../components/CopyButton';
import { FailureCard } from '../../components/FailureCard';
import { LoadingLines } from '../../components/Loading';
import { Page } from '../../components/Page';
import { PageHeader } from '../../components/PageHeader';
import { StatusShape } from '../../components/StatusShape';
import { BackgroundCard } from './BackgroundCard';
import { Choice } from './Choice';
import { HistoryCard } from './HistoryCard';
import { NetworkCard } from './NetworkCard';
import styles from './settings.module.css';
import { UpdatesCard } from './UpdatesCard';

/** The preferences of the window; each takes effect at once. */
export function SettingsScreen(): ReactElement {
  const { settings, info } = useSession();
  const [failure, setFailure] = useState<Failure | null>(null);
  const change = (patch: SettingsPatch): void => {
    void changeSettings(patch).then((outcome) => {
      setFailure(outcome.kind === 'failed' ? outcome.failure : null);
    });
  };
  const broken = [settings, info].find((state) => state.kind === 'failed');
  return (
    <Page width="read">
      <PageHeader title="Settings" lead="Preferences take effect at once; the network settings when they are saved." />
      {failure === null ? null : <FailureCard failure={failure} urgency="alert" />}
      {broken?.kind === 'failed' ? <FailureCard failure={broken.failure} urgency="alert" actions={<Button onClick={() => void reloadAll()}>Try again</Button>} /> : null}
      {settings.kind === 'pending' ? <Card padding="flush"><LoadingLines label="Loading settings" /></Card> : null}
      {settings.kind === 'ok' ? <Preferences settings={settings.value} onChange={change} onFailure={setFailure} /> : null}
      {info.kind === 'ok' ? <NetworkCard keychainName={info.value.keychainName} /> : null}
      {info.kind === 'ok' && settings.kind === 'ok' ? <UpdatesCard settings={settings.value} version={info.value.version} onChange={change} /> : null}
      {info.kind === 'ok' ? <About info={info.value} /> : null}
    </Page>
  );
}

type PreferencesProps = {
  readonly settings: Settings;
  readonly onChange: (patch: SettingsPatch) => void;
  readonly onFailure: (failure: Failure | null) => void;
};

function Preferences({ settings, onChange, onFailure }: PreferencesProps): ReactElement {
  return (
    <>
      <Card title="Appearance">
        <Choice
          label="Theme"
          value={settings.theme}
          options={[['system', 'As the system'], ['light', 'Light'], ['dark', 'Dark']]}
          onChange={(theme) => { onChange({ theme }); }}
        />
        <Choice
          label="Times are shown in"
          value={settings.timeZone}
          options={[['local', 'The zone of this computer'], ['utc', 'UTC']]}
          onChange={(timeZone) => { onChange({ timeZone }); }}
        />
      </Card>
      <BackgroundCard settings={settings} onChange={onChange} onFailure={onFailure} />
      <HistoryCard history={settings.history} onChange={onChange} />
    </>
  );
}

function About({ info }: { readonly info: AppInfo }): ReactElement {
  const lines: readonly (readonly [string, string])[] = [
    ['Version', info.version],
    ['Electron', info.electron],
    ['Platform', info.platform],
    ['Profile', info.profilePath],
  ];
  return (
    <Card title="About Mimecast Connector">
      <dl className={styles.about}>
        {lines.map(([name, value]) => (
          <div key={name} className={styles.fact}>
            <dt>{name}</dt>
            <dd className={styles.value}>{value}</dd>
          </div>
        ))}
        <div className={styles.fact}>
          <dt>Keychain</dt>
          <dd className={styles.keychain}>
            <StatusShape state={info.keychainAvailable ? 'active' : 'failed'} />
            {info.keychainName}, {info.keychainAvailable ? 'available' : 'not available'}
          </dd>
        </div>
      </dl>
      <div className={styles.copy}>
        <CopyButton
          label="Copy version details"
          caption="Copy details"
          appearance="secondary"
          text={() => [...lines, ['Keychain', `${info.keychainName}, ${info.keychainAvailable ? 'available' : 'not available'}`]].map((line) => line.join(': ')).join('\n')}
        />
      </div>
    </Card>
  );
}
