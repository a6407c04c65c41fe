import type { ReactElement } from 'react';

import type { Overview } from '../../../shared/model/overview';
import { nothingSaid } from '../../../shared/model/overview';
import { formatCount } from '../../format/numbers';
import { total } from './figures';
import styles from './overview.module.css';

const ages = ['< 1 h', '1–4 h', '4–24 h', '1–3 d', '> 3 d'];

/** Messages that are held now, as far as the history has seen them come and go. */
export function HeldNow({ held }: { readonly held: Overview['held'] }): ReactElement | null {
  if (held.length === 0) return null;
  return (
    <div className={styles.scrollX} role="group" aria-label="Table of messages held now" tabIndex={0}>
      <table className={styles.matrix}>
        <caption className={styles.caption}>Held now, by age</caption>
        <thead><tr><th scope="col">Policy</th>{ages.map((age) => <th key={age} scope="col">{age}</th>)}<th scope="col">All</th></tr></thead>
        <tbody>
          {held.map((row) => (
            <tr key={row.policy}>
              <th scope="row" title={row.policy}><bdi>{row.policy === nothingSaid ? 'No policy given' : row.policy}</bdi></th>
              {row.ages.map((count, index) => <td key={ages[index]} className={count === 0 ? styles.zero : undefined}>{formatCount(count)}</td>)}
              <td>{formatCount(total(row.ages))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
