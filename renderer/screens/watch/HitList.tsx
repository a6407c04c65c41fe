import { Alert28Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';

import { allOf } from '../../../shared/filter/ast';
import { parseFilter } from '../../../shared/filter/parse';
import { printFilter } from '../../../shared/filter/print';
import type { WatchHit } from '../../../shared/model/watch-rules';
import { t } from '../../../shared/text/text';
import { Disclosure } from '../../components/Disclosure';
import { EmptyState } from '../../components/EmptyState';
import { EventLines } from '../../components/EventLines';
import { useZone } from '../../components/zone';
import { formatDateTimeZone } from '../../format/time';
import { pathTo } from '../../routes';
import { Rich } from '../../text/Rich';
import styles from './watch.module.css';

/** What the rules found, newest first. */
export function HitList({ hits }: { readonly hits: readonly WatchHit[] }): ReactElement {
  const zone = useZone();
  if (hits.length === 0) return <EmptyState icon={<Alert28Regular />} title={t('watch.hits.none.title')} text={t('watch.hits.none.text')} />;
  return (
    <ul className={styles.hits}>
      {hits.map((hit) => (
        <li key={hit.id} className={styles.hit}>
          <Disclosure title={hit.ruleName} hint={t('watch.hit.hint', { count: hit.count, time: formatDateTimeZone(hit.to, zone) })}>
            <div className={styles.hitBody}>
              <p className={styles.soft}>
                <Rich id="watch.hit.facts" values={{ first: formatDateTimeZone(hit.from, zone), noticed: formatDateTimeZone(hit.at, zone), filter: <code>{hit.text}</code> }} />{' '}
                <a className={styles.link} href={`#${pathTo.logsWith(filterOf(hit))}`} aria-label={t('watch.hit.showNamed', { name: hit.ruleName })}>{t('watch.hit.show')}</a>
              </p>
              <EventLines events={[...hit.events].reverse()} label={t('watch.hit.events', { name: hit.ruleName })} />
            </div>
          </Disclosure>
        </li>
      ))}
    </ul>
  );
}

function filterOf({ text, from, to }: WatchHit): string {
  const parsed = parseFilter(text, 'utc');
  return printFilter(allOf([
    ...(parsed.kind === 'ok' ? [parsed.filter] : []),
    { kind: 'compare', field: 'time', op: '>=', bound: { kind: 'time', at: from } },
    { kind: 'compare', field: 'time', op: '<=', bound: { kind: 'time', at: to } },
  ]));
}
