import type { ReactElement } from 'react';

import type { Overview } from '../../../shared/model/overview';
import { figureFilter, heldAgesMs, nothingSaid } from '../../../shared/model/overview';
import { t } from '../../../shared/text/text';
import { formatCount } from '../../format/numbers';
import { pathTo } from '../../routes';
import type { Span } from './figures';
import { total } from './figures';
import { Linked } from './Linked';
import styles from './overview.module.css';

const ages = [t('overview.held.age.0'), t('overview.held.age.1'), t('overview.held.age.2'), t('overview.held.age.3'), t('overview.held.age.4')];

/** When messages of an age entered the queue; the last age has no end. */
function entered(age: number, at: number): Span {
  const [oldest, youngest] = [heldAgesMs[age], heldAgesMs[age - 1]];
  return { from: oldest === undefined ? 0 : at - oldest, to: youngest === undefined ? at : at - youngest };
}

const nameOf = (policy: string): string => (policy === nothingSaid ? t('overview.holds.noPolicy') : policy);

/** Messages that are held now, as far as the history has seen them come and go. */
export function HeldNow({ overview: { held, at } }: { readonly overview: Overview }): ReactElement | null {
  if (held.length === 0) return null;
  return (
    <div className={styles.scrollX} role="group" aria-label={t('overview.held.frame')} tabIndex={0}>
      <table className={styles.matrix}>
        <caption className={styles.caption}>{t('overview.held.title')}<span className={styles.captionHint}>{t('overview.held.hint')}</span></caption>
        <thead><tr><th scope="col">{t('overview.held.policy')}</th>{ages.map((age) => <th key={age} scope="col">{age}</th>)}<th scope="col">{t('common.all')}</th></tr></thead>
        <tbody>
          {held.map(({ policy, ages: counts }) => (
            <tr key={policy}>
              <th scope="row" title={nameOf(policy)}><bdi>{nameOf(policy)}</bdi></th>
              {counts.map((count, index) => (
                <td key={ages[index]}>
                  <Linked
                    count={count} what={t('overview.cell', { row: nameOf(policy), column: ages[index] ?? '' })}
                    href={pathTo.logsWith(figureFilter('hold', policy, entered(index, at)))}
                  />
                </td>
              ))}
              <td>{formatCount(total(counts))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
