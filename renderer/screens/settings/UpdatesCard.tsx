import { Button, ProgressBar } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { useId, useState } from 'react';

import type { CallChannel } from '../../../shared/ipc/channels';
import type { Settings, SettingsPatch } from '../../../shared/model/settings';
import type { UpdateOffReason, UpdateState, UpdatesView } from '../../../shared/model/updates';
import { call } from '../../bridge/client';
import { useCall } from '../../bridge/use-call';
import { useFeed } from '../../bridge/use-feed';
import { Card } from '../../components/Card';
import { FailureCard } from '../../components/FailureCard';
import { LoadingLines } from '../../components/Loading';
import { useZone } from '../../components/zone';
import { formatDateTimeZone } from '../../format/time';
import { Choice } from './Choice';
import { ManagedNote } from './ManagedNote';
import styles from './settings.module.css';

type Props = { readonly settings: Settings; readonly version: string; readonly onChange: (patch: SettingsPatch) => void };

type Act = Extract<CallChannel, 'updates.check' | 'updates.download' | 'updates.install'>;

const offWords: { readonly [R in UpdateOffReason]: string } = {
  checkout: 'Off: this program runs from a checkout.',
  'not-for-release': 'Off: this is a build for trying out. Only signed releases update themselves.',
  'package-manager': 'Off: this copy was installed as a package. Update it with the package manager of this computer, or ask whoever manages it.',
  'no-address': 'Off: this build has no update address. Install newer versions by hand.',
  'no-publisher': 'Off: this build does not say who signs its updates, so none could be verified.',
  policy: 'Off: your organization installs newer versions itself.',
  setting: 'Off. Collection is not affected; security fixes have to be installed by hand.',
};

/** Reasons that no setting here can change. */
const forGood: readonly UpdateOffReason[] = ['checkout', 'not-for-release', 'package-manager', 'no-address', 'no-publisher', 'policy'];

/** Looking for newer versions: what is known, what a person can do, and how much happens by itself. */
export function UpdatesCard({ settings, version, onChange }: Props): ReactElement {
  const { state: asked, reload } = useCall('updates.view', undefined);
  const [newest, setNewest] = useState<UpdatesView | null>(null);
  useFeed('updates.changed', setNewest);
  const act = (channel: Act): void => {
    void call(channel, undefined).then((outcome) => {
      if (outcome.kind === 'ok') setNewest(outcome.value);
    });
  };
  const view = newest ?? (asked.kind === 'ok' ? asked.value : null);
  return (
    <Card title="Updates" lead="A newer version is installed only when you say so, after everything that is under way was finished or kept on disk.">
      {asked.kind === 'pending' && view === null ? <LoadingLines label="Loading the state of updates" /> : null}
      {asked.kind === 'failed' && view === null ? <FailureCard failure={asked.failure} actions={<Button onClick={reload}>Try again</Button>} /> : null}
      {view === null ? null : (
        <>
          <StateRow state={view.state} version={version} onAct={act} />
          {view.state.kind === 'off' && forGood.includes(view.state.reason) ? null : <Choices view={view} settings={settings} onChange={onChange} />}
        </>
      )}
    </Card>
  );
}

function StateRow({ state, version, onAct }: { readonly state: UpdateState; readonly version: string; readonly onAct: (channel: Act) => void }): ReactElement {
  const id = useId();
  const zone = useZone();
  return (
    <div className={styles.row} role="group" aria-labelledby={id}>
      <span id={id} className={styles.label}>Version {version}</span>
      <div className={styles.state}>
        {state.kind === 'failed' ? <FailureCard failure={state.failure} /> : <p className={styles.sentence} role="status">{sentence(state, (ms) => formatDateTimeZone(ms, zone))}</p>}
        {state.kind === 'downloading' ? <ProgressBar value={state.percent / 100} aria-label={`Download of version ${state.version}`} /> : null}
        <div className={styles.buttons}>
          {state.kind === 'idle' || state.kind === 'failed' || state.kind === 'available' ? <Button size="small" onClick={() => { onAct('updates.check'); }}>Look now</Button> : null}
          {state.kind === 'available' || (state.kind === 'failed' && state.version !== null) ? <Button size="small" appearance="primary" onClick={() => { onAct('updates.download'); }}>Download</Button> : null}
          {state.kind === 'ready' ? <Button size="small" appearance="primary" onClick={() => { onAct('updates.install'); }}>Restart and install</Button> : null}
        </div>
      </div>
    </div>
  );
}

function Choices({ view, settings, onChange }: { readonly view: UpdatesView; readonly settings: Settings; readonly onChange: Props['onChange'] }): ReactElement {
  const { updates } = settings;
  return (
    <>
      {view.managed.mode || view.managed.channel ? <ManagedNote /> : null}
      {view.managed.mode ? null : (
        <Choice
          label="Newer versions"
          value={updates.mode}
          options={[['tell', 'Look once a day and tell me'], ['download', 'Look once a day and download; I install'], ['off', 'Do not look']]}
          onChange={(mode) => { onChange({ updates: { ...updates, mode } }); }}
        />
      )}
      {view.managed.channel || view.mode === 'off' ? null : (
        <Choice
          label="Which versions"
          value={updates.channel}
          options={[['latest', 'Released ones'], ['beta', 'Also those that are being tried out (beta)']]}
          onChange={(channel) => { onChange({ updates: { ...updates, channel } }); }}
        />
      )}
    </>
  );
}

function sentence(state: Exclude<UpdateState, { kind: 'failed' }>, time: (ms: number) => string): string {
  switch (state.kind) {
    case 'off':
      return offWords[state.reason];
    case 'idle':
      return state.checkedAt === null ? 'Not looked for updates yet.' : `This was the newest version at ${time(state.checkedAt)}.`;
    case 'checking':
      return 'Looking for updates…';
    case 'available':
      return `Version ${state.version} is there (found ${time(state.checkedAt)}).`;
    case 'downloading':
      return `Version ${state.version} is being downloaded: ${String(state.percent)} %.`;
    case 'ready':
      return `Version ${state.version} was downloaded and verified. It is installed when the program restarts.`;
  }
}
