import { Button, ProgressBar } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { useId, useState } from 'react';

import type { CallChannel } from '../../../shared/ipc/channels';
import type { Settings, SettingsPatch } from '../../../shared/model/settings';
import type { UpdateOffReason, UpdateState, UpdatesView } from '../../../shared/model/updates';
import { defaultUpdateSettings } from '../../../shared/model/updates';
import { t } from '../../../shared/text/text';
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
import { offWords } from './update-words';

type Props = { readonly settings: Settings; readonly version: string; readonly onChange: (patch: SettingsPatch) => void };

type Act = Extract<CallChannel, 'updates.check' | 'updates.download' | 'updates.install'>;

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
    <Card title={t('updates.title')} lead={t('updates.lead')}>
      {asked.kind === 'pending' && view === null ? <LoadingLines label={t('updates.loading')} /> : null}
      {asked.kind === 'failed' && view === null ? <FailureCard failure={asked.failure} actions={<Button onClick={reload}>{t('common.tryAgain')}</Button>} /> : null}
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
      <span id={id} className={styles.label}>{t('updates.version', { version })}</span>
      <div className={styles.state}>
        {state.kind === 'failed' ? <FailureCard failure={state.failure} /> : <p className={styles.sentence} role="status">{sentence(state, (ms) => formatDateTimeZone(ms, zone))}</p>}
        {state.kind === 'downloading' ? <ProgressBar value={state.percent / 100} aria-label={t('updates.progress', { version: state.version })} /> : null}
        <div className={styles.buttons}>
          {state.kind === 'idle' || state.kind === 'failed' || state.kind === 'available' ? <Button size="small" onClick={() => { onAct('updates.check'); }}>{t('updates.lookNow')}</Button> : null}
          {state.kind === 'available' || (state.kind === 'failed' && state.version !== null) ? <Button size="small" appearance="primary" onClick={() => { onAct('updates.download'); }}>{t('updates.download')}</Button> : null}
          {state.kind === 'ready' ? <Button size="small" appearance="primary" onClick={() => { onAct('updates.install'); }}>{t('updates.install')}</Button> : null}
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
          label={t('updates.mode')}
          value={updates.mode}
          fallback={defaultUpdateSettings.mode}
          options={[['tell', t('updates.modeTell')], ['download', t('updates.modeDownload')], ['off', t('updates.modeOff')]]}
          onChange={(mode) => { onChange({ updates: { ...updates, mode } }); }}
        />
      )}
      {view.managed.channel || view.mode === 'off' ? null : (
        <Choice
          label={t('updates.channel')}
          value={updates.channel}
          fallback={defaultUpdateSettings.channel}
          options={[['latest', t('updates.channelLatest')], ['beta', t('updates.channelBeta')]]}
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
      return state.checkedAt === null ? t('updates.notLooked') : t('updates.newest', { time: time(state.checkedAt) });
    case 'checking':
      return t('updates.looking');
    case 'available':
      return t('updates.available', { version: state.version, time: time(state.checkedAt) });
    case 'downloading':
      return t('updates.downloading', { version: state.version, percent: state.percent });
    case 'ready':
      return t('updates.ready', { version: state.version });
  }
}
