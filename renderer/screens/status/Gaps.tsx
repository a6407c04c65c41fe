import type { ReactElement } from 'react';

import type { StreamStatus } from '../../../shared/model/collection';
import { textOf } from '../../../shared/text/message';
import { t } from '../../../shared/text/text';
import { UntrustedText } from '../../components/UntrustedText';
import { useZone } from '../../components/zone';
import { formatDateTimeZone } from '../../format/time';
import { changeView } from '../../ledger-view';
import { routes } from '../../routes';
import { Rich } from '../../text/Rich';
import styles from './status.module.css';

/** Gaps listed here; the ledger has all of them. */
const mostListed = 5;

/** The spans of one log type that could not be collected, and the way to them in the ledger. */
export function Gaps({ stream }: { readonly stream: StreamStatus }): ReactElement {
  const zone = useZone();
  const { gaps, connectorId, logType } = stream;
  const when = (iso: string): string => {
    const at = Date.parse(iso);
    return Number.isNaN(at) ? iso : formatDateTimeZone(at, zone);
  };
  return (
    <>
      {gaps.slice(0, mostListed).map((gap) => (
        <span key={`${gap.from} ${gap.to} ${String(gap.at)}`} className={styles.line}>
          <Rich id="status.gaps.one" values={{ from: when(gap.from), to: when(gap.to), why: <UntrustedText text={textOf(gap.why)} /> }} />
        </span>
      ))}
      {gaps.length > mostListed ? <span className={styles.line}>{t('status.gaps.more', { count: gaps.length - mostListed })}</span> : null}
      <a
        className={styles.textLink}
        href={`#${routes.ledger}`}
        onClick={() => { changeView({ range: 'quarter', connectorId, logType, findings: false }); }}
      >
        {t('status.gaps.ledger')}
      </a>
    </>
  );
}
