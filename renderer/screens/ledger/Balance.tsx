import type { ReactElement } from 'react';

import { t } from '../../../shared/text/text';
import { StatusShape } from '../../components/StatusShape';
import { useZone } from '../../components/zone';
import { formatCount } from '../../format/numbers';
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
    <section className={styles.balance} aria-label={t('ledger.balance')}>
      <div className={styles.verdict}>
        <StatusShape state={verdict.shape} />
        <div>
          <p className={`${styles.verdictWord ?? ''} ${verdict.shape === 'failed' ? (styles.bad ?? '') : ''}`}>{verdict.word}</p>
          <p className={styles.soft}>{verdict.text}</p>
          <p className={styles.soft}>{t('ledger.asOf', { time: formatHour(at, zone), zone: zoneName(at, zone) })}</p>
        </div>
      </div>
      <dl className={styles.equation}>
        <Term label={t('ledger.fetched')} value={totals.fetched} />
        <Term sign="=" label={t('ledger.settled')} value={totals.released} sub={settledSub(totals)} warn={totals.refused > 0} />
        <Term sign="+" label={t('ledger.waiting')} value={totals.spooled} sub={t('ledger.inSpool')} />
        <Term sign="+" label={t('ledger.duplicates')} value={totals.duplicates} sub={t('ledger.knownAlready')} />
        <Term
          sign="+" label={t('ledger.quarantined')} value={totals.quarantined} warn={totals.quarantined > 0}
          sub={totals.quarantined === 0 ? t('ledger.unreadable') : <a className={styles.link} href={`#${routes.quarantine}`}>{t('ledger.showItems')}</a>}
        />
      </dl>
      {verdict.shape === 'failed' ? <p className={styles.remedy}>{remedy(totals)}</p> : null}
    </section>
  );
}

/** What of the settled events was not sent, if anything. */
function settledSub({ refused, filtered }: Totals): string {
  const parts = [...(refused === 0 ? [] : [t('ledger.refused', { count: refused })]), ...(filtered === 0 ? [] : [t('ledger.leftOut', { count: filtered })])];
  return parts.length === 0 ? t('ledger.delivered') : parts.join(', ');
}

type Verdict = { readonly shape: 'active' | 'failed' | 'stopped'; readonly word: string; readonly text: string };

function verdictOf(totals: Totals, hours: number, gaps: number): Verdict {
  if (hours === 0) return { shape: 'stopped', word: t('ledger.verdict.nothing'), text: t('ledger.verdict.nothingText', { gaps }) };
  if (totals.unbalanced > 0) return { shape: 'failed', word: t('ledger.verdict.bad'), text: t('ledger.verdict.badText', { bad: totals.unbalanced, rows: hours, gaps }) };
  return { shape: 'active', word: t('ledger.verdict.good'), text: t('ledger.verdict.goodText', { rows: hours, gaps }) };
}

function remedy(totals: Totals): string {
  const lost = missing(totals);
  const figure = lost > 0 ? t('ledger.remedy.lost', { count: lost }) : lost < 0 ? t('ledger.remedy.invented', { count: -lost }) : t('ledger.remedy.hours');
  return [figure, t('ledger.remedy.act')].join(' ');
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
