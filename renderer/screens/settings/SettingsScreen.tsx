import { Button, Radio, RadioGroup } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { useId, useState } from 'react';

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
import styles from './settings.module.css';

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
      <PageHeader title="Settings" lead="Changes take effect at once." />
      {failure === null ? null : <FailureCard failure={failure} urgency="alert" />}
      {broken?.kind === 'failed' ? <FailureCard failure={broken.failure} urgency="alert" actions={<Button onClick={() => void reloadAll()}>Try again</Button>} /> : null}
      {settings.kind === 'pending' ? <Card padding="flush"><LoadingLines label="Loading settings" /></Card> : null}
      {settings.kind === 'ok' ? <Preferences settings={settings.value} onChange={change} /> : null}
      {info.kind === 'ok' ? <About info={info.value} /> : null}
    </Page>
  );
}

function Preferences({ settings, onChange }: { readonly settings: Settings; readonly onChange: (patch: SettingsPatch) => void }): ReactElement {
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
      <Card title="Background" lead="Collection runs as long as the program runs, with or without a window.">
        <Choice
          label="The close button"
          value={settings.closeToTray ? 'tray' : 'quit'}
          options={[['tray', 'Hides the window and keeps collecting'], ['quit', 'Stops collecting and quits']]}
          onChange={(value) => { onChange({ closeToTray: value === 'tray' }); }}
        />
      </Card>
    </>
  );
}

type ChoiceProps<V extends string> = {
  readonly label: string;
  readonly value: V;
  readonly options: readonly (readonly [V, string])[];
  readonly onChange: (value: V) => void;
};

function Choice<V extends string>({ label, value, options, onChange }: ChoiceProps<V>): ReactElement {
  const id = useId();
  return (
    <div className={styles.row}>
      <span id={id} className={styles.label}>{label}</span>
      <RadioGroup
        aria-labelledby={id}
        layout="vertical"
        value={value}
        onChange={(_event, data) => {
          const option = options.find(([each]) => each === data.value);
          if (option !== undefined) onChange(option[0]);
        }}
      >
        {options.map(([each, text]) => <Radio key={each} value={each} label={text} />)}
      </RadioGroup>
    </div>
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
