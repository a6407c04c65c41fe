import type { ReactElement } from 'react';

import type { AppInfo } from '../../../shared/ipc/contract';
import { t } from '../../../shared/text/text';
import { Card } from '../../components/Card';
import { CopyButton } from '../../components/CopyButton';
import { StatusShape } from '../../components/StatusShape';
import styles from './settings.module.css';

/** Which program this is, and what it stands on; to be copied for support. */
export function AboutCard({ info }: { readonly info: AppInfo }): ReactElement {
  const keychain = info.keychainAvailable ? t('settings.keychainThere', { name: info.keychainName }) : t('settings.keychainGone', { name: info.keychainName });
  const lines: readonly (readonly [string, string])[] = [
    [t('settings.aboutVersion'), info.version],
    ['Electron', info.electron],
    [t('settings.aboutPlatform'), info.platform],
    [t('settings.aboutProfile'), info.profilePath],
  ];
  return (
    <Card title={t('settings.about')}>
      <dl className={styles.about}>
        {lines.map(([name, value]) => (
          <div key={name} className={styles.fact}>
            <dt>{name}</dt>
            <dd className={styles.value}>{value}</dd>
          </div>
        ))}
        <div className={styles.fact}>
          <dt>{t('settings.aboutKeychain')}</dt>
          <dd className={styles.keychain}>
            <StatusShape state={info.keychainAvailable ? 'active' : 'failed'} />
            {keychain}
          </dd>
        </div>
      </dl>
      <div className={styles.copy}>
        <CopyButton
          label={t('settings.copyDetailsLabel')}
          caption={t('settings.copyDetails')}
          appearance="secondary"
          text={() => [...lines, [t('settings.aboutKeychain'), keychain]].map((line) => line.join(': ')).join('\n')}
        />
      </div>
    </Card>
  );
}
