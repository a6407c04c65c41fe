import { Alert28Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';

import { allOf } from '../../../shared/filter/ast';
import { parseFilter } from '../../../shared/filter/parse';
import { printFilter } from '../../../shared/filter/print';
import type { WatchHit } from '../../../shared/model/watch-rules';
import { Disclosure } from '../../components/Disclosure';
import { EmptyState } from '../../components/EmptyState';
import { EventLines } from '../../components/EventLines';
import { useZone } from '../../components/zone';
import { countOf } from '../../format/numbers';
import { formatDateTimeZone } from '../../format/time';
import { pathTo } from '../../routes';
import styles from './watch.module.css';

/** What the rules found, newest first. */
export function HitList({ hits }: { readonly hits: readonly WatchHit[] }): ReactElement {
  const zone = useZone();
  if (hits.length === 0) return <EmptyState icon={<Alert28Regular />} title="No hits yet" text="What a switched-on rule finds in arriving events is kept here. Rules do not look back: use the test of a rule for that." />;
  return (
    <ul className={styles.hits}>
      {hits.map((hit) => (
        <li key={hit.id} className={styles.hit}>
          <Disclosure title={hit.ruleName} hint={`${countOf(hit.count, 'event')} · ${formatDateTimeZone(hit.to, zone)}`}>
            <div className={styles.hitBody}>
              <p className={styles.soft}>
                First event {formatDateTimeZone(hit.from, zone)}, noticed {formatDateTimeZone(hit.at, zone)}. Filter: <code>{hit.text}</code>{' '}
                <a className={styles.link} href={`#${pathTo.logsWith(filterOf(hit))}`} aria-label={`Show in Live Logs: ${hit.ruleName}`}>Show in Live Logs</a>
              </p>
              <EventLines events={[...hit.events].reverse()} label={`Newest events of ${hit.ruleName}`} />
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
