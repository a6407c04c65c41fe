import { Button, Link, Switch } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { useId } from 'react';

import type { Failure } from '../../../shared/failures/failure';
import type { LoginStart } from '../../../shared/model/background';
import type { TextId } from '../../../shared/text/catalogue';
import { t } from '../../../shared/text/text';
import { changeBackground, useSession } from '../../bridge/session';
import { useZone } from '../../components/zone';
import { formatDateTimeZone } from '../../format/time';
import { Row } from './Row';
import styles from './settings.module.css';

type Props = { readonly onFailure: (failure: Failure | null) => void };

const loginHints: { readonly [L in LoginStart]: TextId } = {
  on: 'settings.loginOn',
  off: 'settings.loginOff',
  'needs-approval': 'settings.loginApproval',
  unsupported: 'settings.loginUnsupported',
};

function useAct(onFailure: Props['onFailure']): (...given: Parameters<typeof changeBackground>) => void {
  return (...given) => {
    void changeBackground(...given).then((outcome) => {
      onFailure(outcome.kind === 'failed' ? outcome.failure : null);
    });
  };
}

/** Shows what the operating system says, each time anew. */
export function LoginRow({ onFailure }: Props): ReactElement | null {
  const id = useId();
  const act = useAct(onFailure);
  const background = useSession((session) => session.background);
  if (background.kind !== 'ok') return null;
  const { startAtLogin } = background.value;
  const on = startAtLogin === 'on' || startAtLogin === 'needs-approval';
  return (
    <Row label={t('settings.login')} labelId={id}>
      <Switch
        aria-labelledby={id}
        aria-describedby={`${id}h`}
        checked={on}
        disabled={startAtLogin === 'unsupported'}
        label={on ? t('settings.on') : t('settings.off')}
        onChange={(_event, data) => { act('background.setStartAtLogin', { on: data.checked }); }}
      />
      <p id={`${id}h`} className={styles.hint}>{t(loginHints[startAtLogin])}</p>
    </Row>
  );
}

/** Pauses and resumes the whole collection. */
export function PauseRow({ onFailure }: Props): ReactElement | null {
  const zone = useZone();
  const id = useId();
  const act = useAct(onFailure);
  const background = useSession((session) => session.background);
  if (background.kind !== 'ok') return null;
  const { pause } = background.value;
  const pauseFor = (minutes: number | null): void => { act('background.pause', { minutes }); };
  return (
    <div role="group" aria-labelledby={id}>
      <Row label={t('settings.pause')} labelId={id}>
        {pause === null ? (
          <div className={styles.buttons}>
            <Button size="small" onClick={() => { pauseFor(15); }}>{t('settings.pauseQuarter')}</Button>
            <Button size="small" onClick={() => { pauseFor(60); }}>{t('settings.pauseHour')}</Button>
            <Button size="small" onClick={() => { pauseFor(null); }}>{t('settings.pauseOpen')}</Button>
          </div>
        ) : (
          <p className={styles.sentence}>
            {pause.until === null ? t('settings.pausedOpen') : t('settings.pausedUntil', { time: formatDateTimeZone(pause.until, zone) })} <Link inline onClick={() => { act('background.resume', undefined); }}>{t('settings.resume')}</Link>
          </p>
        )}
      </Row>
    </div>
  );
}
