import type { ReactElement } from 'react';

import { StatusShape } from '../../components/StatusShape';
import { useZone } from '../../components/zone';
import { countOf, formatCount } from '../../format/numbers';
import { formatHour, zoneName } from '../../format/time';
import { routes } from '../../routes';
import styles from './ledger.module.css';
import type { Totals } from './totals';
import { missing } from './totals';

type Props = { readonly totals: Totals; readonly hours: number; readonly gaps: number; readonly at: number };

/** The equation and its verdict: every record that was fetched is in exactly one of the four places. */
export function Balance({ totals, hours, gaps, at }: Props): ReactElement {
  const verdict = verdictOf(totals, hours, gaps);
  const zone = useZone();
  return (
    <section className={styles.balance} aria-label="Balance">
      <div className={styles.verdict}>
        <StatusShape state={verdict.shape} />
        <div>
          <p className={`${styles.verdictWord ?? ''} ${verdict.shape === 'failed' ? (styles.bad ?? '') : ''}`}>{verdict.word}</p>
          <p className={styles.soft}>{verdict.text}</p>
          <p className={styles.soft}>as of {formatHour(at, zone)} {zoneName(at, zone)}</p>
        </div>
      </div>
      <dl className={styles.equation}>
        <Term label="Fetched" value={totals.fetched} />
        <Term sign="=" label="Settled" value={totals.released} sub={settledSub(totals)} warn={totals.refused > 0} />
        <Term sign="+" label="Waiting" value={totals.spooled} sub="in the spool" />
        <Term sign="+" label="Duplicates" value={totals.duplicates} sub="known already" />
        <Term
          sign="+" label="Quarantined" value={totals.quarantined} warn={totals.quarantined > 0}
          sub={totals.quarantined === 0 ? 'unreadable' : <a className={styles.link} href={`#${routes.quarantine}`}>Show items</a>}
        />
      </dl>
      {verdict.shape === 'failed' ? <p className={styles.remedy}>{remedy(totals)}</p> : null}
    </section>
  );
}

/** What of the settled events was not sent, if anything. */
function settledSub({ refused, filtered }: Totals): string {
  const parts = [...(refused === 0 ? [] : [`${formatCount(refused)} refused`]), ...(filtered === 0 ? [] : [`${formatCount(filtered)} left out`])];
  return parts.length === 0 ? 'delivered' : parts.join(', ');
}

type Verdict = { readonly shape: 'active' | 'failed' | 'stopped'; readonly word: string; readonly text: string };

function verdictOf(totals: Totals, hours: number, gaps: number): Verdict {
  const beside = gaps === 0 ? '' : `, ${countOf(gaps, 'gap')} beside it`;
  if (hours === 0) return { shape: 'stopped', word: 'Nothing to balance', text: `no records in this time${beside}` };
  if (totals.unbalanced > 0) {
    return { shape: 'failed', word: 'Does not balance', text: `${formatCount(totals.unbalanced)} of ${countOf(hours, 'row')} ${totals.unbalanced === 1 ? 'does' : 'do'} not add up${beside}` };
  }
  return { shape: 'active', word: 'Balanced', text: `${hours === 1 ? 'the only row adds up' : `all ${formatCount(hours)} rows add up`}${beside}` };
}

function remedy(totals: Totals): string {
  const lost = missing(totals);
  const figure = lost > 0
    ? `${countOf(lost, 'record was', 'records were')} fetched but ${lost === 1 ? 'is' : 'are'} in none of the four places.`
    : lost < 0
      ? `${countOf(-lost, 'record is', 'records are')} accounted for that ${lost === -1 ? 'was' : 'were'} never fetched.`
      : 'The sum is right, but single hours are not.';
  return `${figure} Either the spool file was changed from outside, or this is a defect. Export the ledger and send it to support.`;
}

type TermProps = { readonly sign?: string; readonly label: string; readonly value: number; readonly sub?: ReactElement | string; readonly warn?: boolean };

function Term({ sign, label, value, sub = '\u00a0', warn = false }: TermProps): ReactElement {
  return (
    <div className={styles.term} data-sign={sign}>
      <dt className={styles.soft}>{label}</dt>
      <dd className={styles.value}>{formatCount(value)}</dd>
      <dd className={`${styles.soft ?? ''} ${warn ? (styles.warn ?? '') : ''}`}>{sub}</dd>
    </div>
  );
}
