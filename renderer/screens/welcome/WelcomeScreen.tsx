import { Button } from '@fluentui/react-components';
import { Add20Regular, BeakerRegular, DatabaseArrowRightRegular, ShieldKeyholeRegular, TaskListSquareLtrRegular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useState } from 'react';

import type { Failure } from '../../../shared/failures/failure';
import { t } from '../../../shared/text/text';
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
        <PageHeader title={t('welcome.title')} lead={t('welcome.lead')} />
      </div>
      <div className={styles.ways}>
        <section className={styles.way} aria-labelledby="way-demo">
          <BeakerRegular className={styles.wayIcon ?? ''} aria-hidden="true" />
          <h2 id="way-demo" className={styles.wayTitle}>{t('welcome.demo.title')}</h2>
          <p className={styles.wayText}>{t('welcome.demo.text')}</p>
          <Button size="large" disabledFocusable={starting} onClick={startDemo}>{starting ? t('welcome.demo.starting') : t('welcome.demo.start')}</Button>
        </section>
        <section className={styles.way} aria-labelledby="way-connector">
          <Add20Regular className={styles.wayIcon ?? ''} aria-hidden="true" />
          <h2 id="way-connector" className={styles.wayTitle}>{t('welcome.connect.title')}</h2>
          <p className={styles.wayText}>{t('welcome.connect.text')}</p>
          <Button size="large" appearance="primary" onClick={() => { navigate(routes.wizard); }}>{t('connectors.add')}</Button>
        </section>
      </div>
      {failure === null ? null : <FailureCard failure={failure} urgency="alert" />}
      <section aria-labelledby="needs" className={styles.needs}>
        <h2 id="needs" className={styles.needsTitle}>{t('welcome.needs.title')}</h2>
        <ul className={styles.needsList}>
          <li>
            <ShieldKeyholeRegular aria-hidden="true" />
            <div>
              <h3>{t('welcome.needs.keys.title')}</h3>
              <p>{t('welcome.needs.keys.text')}</p>
            </div>
          </li>
          <li>
            <TaskListSquareLtrRegular aria-hidden="true" />
            <div>
              <h3>{t('welcome.needs.role.title')}</h3>
              <p>{t('welcome.needs.role.text')}</p>
            </div>
          </li>
          <li>
            <DatabaseArrowRightRegular aria-hidden="true" />
            <div>
              <h3>{t('welcome.needs.place.title')}</h3>
              <p>{t('welcome.needs.place.text')}</p>
            </div>
          </li>
        </ul>
      </section>
    </Page>
  );
}
