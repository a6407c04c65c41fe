import { Button } from '@fluentui/react-components';
import { Add20Regular, BeakerRegular, DatabaseArrowRightRegular, ShieldKeyholeRegular, TaskListSquareLtrRegular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useState } from 'react';

import type { Failure } from '../../../shared/failures/failure';
import { switchDemo } from '../../bridge/session';
import { FailureCard } from '../../components/FailureCard';
import { Page } from '../../components/Page';
import { PageHeader } from '../../components/PageHeader';
import { ProductMark } from '../../components/ProductMark';
import { navigate } from '../../navigation';
import { routes } from '../../routes';
import styles from './welcome.module.css';

/** First start: what the program does, what it needs, and the two ways on. */
export function WelcomeScreen(): ReactElement {
  const [starting, setStarting] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const startDemo = (): void => {
    setStarting(true);
    setFailure(null);
    void switchDemo('app.startDemo').then((outcome) => {
      setStarting(false);
      if (outcome.kind === 'ok') navigate(routes.status);
      else setFailure(outcome.failure);
    });
  };
  return (
    <Page width="read">
      <div className={styles.hero}>
        <ProductMark size={56} />
        <PageHeader title="Welcome to Mimecast Connector" lead="Collects the logs of your Mimecast account and delivers them to DNIF or to files. Every event is kept on disk until its output has confirmed it." />
      </div>
      <div className={styles.ways}>
        <section className={styles.way} aria-labelledby="way-demo">
          <BeakerRegular className={styles.wayIcon ?? ''} aria-hidden="true" />
          <h2 id="way-demo" className={styles.wayTitle}>Look around first</h2>
          <p className={styles.wayText}>A simulated Mimecast account on this computer. Leaving the demo removes it.</p>
          <Button size="large" disabledFocusable={starting} onClick={startDemo}>{starting ? 'Starting the demo…' : 'Try the demo'}</Button>
        </section>
        <section className={styles.way} aria-labelledby="way-connector">
          <Add20Regular className={styles.wayIcon ?? ''} aria-hidden="true" />
          <h2 id="way-connector" className={styles.wayTitle}>Connect your account</h2>
          <p className={styles.wayText}>Enter the credentials of your API application, test the connection, and start to collect.</p>
          <Button size="large" appearance="primary" onClick={() => { navigate(routes.wizard); }}>Add connector</Button>
        </section>
      </div>
      {failure === null ? null : <FailureCard failure={failure} urgency="alert" />}
      <section aria-labelledby="needs" className={styles.needs}>
        <h2 id="needs" className={styles.needsTitle}>What you need</h2>
        <ul className={styles.needsList}>
          <li>
            <ShieldKeyholeRegular aria-hidden="true" />
            <div>
              <h3>A Client ID and Client Secret</h3>
              <p>From an API 2.0 application in the Mimecast console, under Integrations &gt; API and Platform Integrations.</p>
            </div>
          </li>
          <li>
            <TaskListSquareLtrRegular aria-hidden="true" />
            <div>
              <h3>A role with the permission of each log type</h3>
              <p>The form shows the exact words beside each log type, ready to copy. Logging must be switched on in Mimecast.</p>
            </div>
          </li>
          <li>
            <DatabaseArrowRightRegular aria-hidden="true" />
            <div>
              <h3>A place for the events</h3>
              <p>A folder on this computer, or the address and authentication of an HTTPS connector in DNIF.</p>
            </div>
          </li>
        </ul>
      </section>
    </Page>
  );
}
