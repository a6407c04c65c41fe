import { Button, Link, Switch } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { useId } from 'react';

import type { Failure } from '../../../shared/failures/failure';
import type { BackgroundState, LoginStart, Pause } from '../../../shared/model/background';
import type { Settings, SettingsPatch } from '../../../shared/model/settings';
import { changeBackground, useSession } from '../../bridge/session';
import { Card } from '../../components/Card';
import { useZone } from '../../components/zone';
import { formatDateTimeZone } from '../../format/time';
import { Choice } from './Choice';
import styles from './settings.module.css';

type Props = {
  readonly settings: Settings;
  readonly onChange: (patch: SettingsPatch) => void;
  readonly onFailure: (failure: Failure | null) => void;
};

const loginHints: { readonly [L in LoginStart]: string } = {
  on: 'It starts hidden in the tray when you sign in.',
  off: 'Nothing is collected after you sign in until the program is started.',
  'needs-approval': 'macOS waits for your approval in System Settings > General > Login Items.',
  unsupported: 'Only an installed program can be started at sign-in.',
};

/** What the program does when nobody looks. */
export function BackgroundCard({ settings, onChange, onFailure }: Props): ReactElement {
  const background = useSession((session) => session.background);
  const act = (...given: Parameters<typeof changeBackground>): void => {
    void changeBackground(...given).then((outcome) => {
      onFailure(outcome.kind === 'failed' ? outcome.failure : null);
    });
  };
  return (
    <Card title="Background" lead="Collection runs as long as the program runs, with or without a window.">
      {background.kind === 'ok' ? (
        <>
          <LoginRow state={background.value} onChange={(on) => { act('background.setStartAtLogin', { on }); }} />
          <PauseRow pause={background.value.pause} onPause={(minutes) => { act('background.pause', { minutes }); }} onResume={() => { act('background.resume', undefined); }} />
        </>
      ) : null}
      <Choice
        label="The close button"
        value={settings.closeToTray ? 'tray' : 'quit'}
        options={[['tray', 'Hides the window and keeps collecting'], ['quit', 'Stops collecting and quits']]}
        onChange={(value) => { onChange({ closeToTray: value === 'tray' }); }}
      />
      <Choice
        label="Notifications"
        value={settings.notifications}
        options={[['all', 'When something needs you, is disturbed for 10 minutes, or works again'], ['important', 'Only when something needs you'], ['none', 'None; the tray still shows it']]}
        onChange={(notifications) => { onChange({ notifications }); }}
      />
    </Card>
  );
}

function LoginRow({ state, onChange }: { readonly state: BackgroundState; readonly onChange: (on: boolean) => void }): ReactElement {
  const id = useId();
  const { startAtLogin } = state;
  return (
    <div className={styles.row}>
      <span id={id} className={styles.label}>Start at sign-in</span>
      <div>
        <Switch
          aria-labelledby={id}
          aria-describedby={`${id}h`}
          checked={startAtLogin === 'on' || startAtLogin === 'needs-approval'}
          disabled={startAtLogin === 'unsupported'}
          label={startAtLogin === 'on' || startAtLogin === 'needs-approval' ? 'On' : 'Off'}
          onChange={(_event, data) => { onChange(data.checked); }}
        />
        <p id={`${id}h`} className={styles.hint}>{loginHints[startAtLogin]}</p>
      </div>
    </div>
  );
}

type PauseProps = { readonly pause: Pause | null; readonly onPause: (minutes: number | null) => void; readonly onResume: () => void };

function PauseRow({ pause, onPause, onResume }: PauseProps): ReactElement {
  const zone = useZone();
  const id = useId();
  return (
    <div className={styles.row} role="group" aria-labelledby={id}>
      <span id={id} className={styles.label}>Collection</span>
      {pause === null ? (
        <div className={styles.buttons}>
          <Button size="small" onClick={() => { onPause(15); }}>Pause for 15 minutes</Button>
          <Button size="small" onClick={() => { onPause(60); }}>1 hour</Button>
          <Button size="small" onClick={() => { onPause(null); }}>Until I resume</Button>
        </div>
      ) : (
        <p className={styles.sentence}>
          Paused {pause.until === null ? 'until you resume it' : `until ${formatDateTimeZone(pause.until, zone)}`}, also after a restart. <Link inline onClick={onResume}>Resume now</Link>
        </p>
      )}
    </div>
  );
}
