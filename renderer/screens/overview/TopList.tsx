import type { ReactElement } from 'react';
import { useId } from 'react';

import type { Facet, Top } from '../../../shared/model/overview';
import { figureFilter, splitKey } from '../../../shared/model/overview';
import { t } from '../../../shared/text/text';
import { UntrustedText } from '../../components/UntrustedText';
import { formatCount } from '../../format/numbers';
import { pathTo } from '../../routes';
import type { Span } from './figures';
import styles from './overview.module.css';

type Props = { readonly title: string; readonly nothing: string; readonly top: Top; readonly span: Span };

/** The most frequent values; the length of the bar is the share of the first one. */
export function TopList({ title, nothing, top, span }: Props): ReactElement {
  const id = useId();
  const most = Math.max(1, ...top.items.map(({ count }) => count));
  return (
    <section className={styles.card} aria-labelledby={id}>
      <div className={styles.cardHead}><h2 id={id} className={styles.cardTitle}>{title}</h2></div>
      {top.items.length === 0 ? <p className={styles.nothing}>{nothing}</p> : (
        <ol className={styles.top}>
          {top.items.map(({ key, count }) => (
            <li key={key} className={styles.topItem}>
              <svg className={styles.topBar} viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect width={(count / most) * 100} height="10" /></svg>
              <span className={styles.topName} title={nameOf(top.facet, key)}><UntrustedText text={nameOf(top.facet, key)} /></span>
              <a className={styles.figure} href={`#${pathTo.logsWith(figureFilter(top.facet, key, span))}`} aria-label={t('overview.showEvents', { what: nameOf(top.facet, key), count })}>{formatCount(count)}</a>
            </li>
          ))}
        </ol>
      )}
      {top.others === 0 ? null : <p className={styles.others}>{t('overview.top.others', { count: top.others })}</p>}
    </section>
  );
}

function nameOf(facet: Facet, key: string): string {
  if (facet !== 'eventType') return key;
  const [logType, eventType] = splitKey(key);
  return `${eventType} · ${logType}`;
}
