import type { ReactElement } from 'react';

import type { StreamStatus } from '../../../shared/model/collection';
import type { ConnectorView } from '../../../shared/model/connector';
import { t } from '../../../shared/text/text';
import { useSession, valueOr } from '../../bridge/session';
import { Until } from '../../components/Moment';
import { Rich } from '../../text/Rich';
import { nextOf } from './next-step';
import styles from './status.module.css';

/** What happens next, and what a person can do. */
export function NextStep({ stream, connector }: { readonly stream: StreamStatus; readonly connector: ConnectorView | null }): ReactElement {
  const paused = useSession((session) => valueOr(session.background, null)?.pause != null);
  const next = nextOf(stream, connector, paused);
  return (
    <dl className={styles.nextStep}>
      <dt>{t('status.next.does')}</dt>
      <dd>{next.at === null ? t(next.nextId) : <Rich id={next.nextId} values={{ when: <Until at={next.at} /> }} />}</dd>
      {next.personId === null ? null : <><dt>{t('status.next.person')}</dt><dd>{t(next.personId)}</dd></>}
    </dl>
  );
}
