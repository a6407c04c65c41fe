import type { ReactElement } from 'react';

import type { StreamStatus } from '../../../shared/model/collection';
import type { ConnectorView } from '../../../shared/model/connector';
import { useSession, valueOr } from '../../bridge/session';
import { Until } from '../../components/Moment';
import { nextOf } from './next-step';
import styles from './status.module.css';

/** What happens next, and what a person can do. */
export function NextStep({ stream, connector }: { readonly stream: StreamStatus; readonly connector: ConnectorView | null }): ReactElement {
  const paused = useSession((session) => valueOr(session.background, null)?.pause != null);
  const next = nextOf(stream, connector, paused);
  return (
    <dl className={styles.nextStep}>
      <dt>What happens next</dt>
      <dd>{next.does}{next.at === null ? null : <> <Until at={next.at} />.</>}</dd>
      {next.person === null ? null : <><dt>What you can do</dt><dd>{next.person}</dd></>}
    </dl>
  );
}
