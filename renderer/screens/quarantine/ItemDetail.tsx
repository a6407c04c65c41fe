import { Button, Tooltip } from '@fluentui/react-components';
import { Dismiss16Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useState } from 'react';

import type { QuarantineItem } from '../../../shared/model/quarantine';
import { useCall } from '../../bridge/use-call';
import { CopyButton } from '../../components/CopyButton';
import { FailureCard } from '../../components/FailureCard';
import { LoadingLines } from '../../components/Loading';
import { UntrustedText } from '../../components/UntrustedText';
import { useZone } from '../../components/zone';
import { countOf, formatBytes } from '../../format/numbers';
import { formatDateTimeZone } from '../../format/time';
import styles from './quarantine.module.css';
import { reasonOf, retryObstacle } from './quarantine-words';

/** Characters shown before being asked for more: broken bytes become many small pieces, which are slow to lay out. */
const shownAtFirst = 4096;

type Props = { readonly item: QuarantineItem; readonly output: string | null; readonly onClose: () => void };

/** One item: why it is here, what can be done, and what was kept of it. */
export function ItemDetail({ item, output, onClose }: Props): ReactElement {
  const zone = useZone();
  const reason = reasonOf(item.code);
  const obstacle = retryObstacle(item);
  return (
    <section className={styles.detail} aria-label="Item details">
      <div className={styles.detailHead}>
        <h2 className={styles.detailTitle}>{reason.title}</h2>
        <span className={styles.detailSub}>{item.logType} · <UntrustedText text={item.connectorName} /> · {formatDateTimeZone(item.at, zone)}</span>
        <Tooltip content="Close (Esc)" relationship="description">
          <Button size="small" appearance="subtle" icon={<Dismiss16Regular />} aria-label="Close details" onClick={onClose} />
        </Tooltip>
      </div>
      <div className={styles.sides}>
        <div className={styles.why} role="region" aria-label="Reason" tabIndex={0}>
          <p>{reason.sentence}</p>
          <dl className={styles.facts}>
            <dt>What to do</dt>
            <dd>{reason.remedy}</dd>
            <dt>Retry</dt>
            <dd>{obstacle ?? (output === null ? 'Reads the record again; when it can be read now, it goes to the outputs.' : <>Sends it to <UntrustedText text={output} /> again.</>)}</dd>
            <dt>Code</dt>
            <dd>{item.code}</dd>
            <dt>Detail</dt>
            <dd><UntrustedText text={item.detail} keep={'\n'} /></dd>
            <dt>Source</dt>
            <dd><UntrustedText text={item.source} /></dd>
            {output === null ? null : (
              <>
                <dt>Refused by</dt>
                <dd><UntrustedText text={output} /></dd>
              </>
            )}
          </dl>
        </div>
        <Bytes key={item.id} item={item} />
      </div>
    </section>
  );
}

function Bytes({ item }: { readonly item: QuarantineItem }): ReactElement {
  const { state, reload } = useCall('quarantine.read', { id: item.id });
  const [all, setAll] = useState(false);
  const text = state.kind === 'ok' ? state.value.text : null;
  return (
    <div className={styles.bytes}>
      <div className={styles.bytesHead}>
        <h3 className={styles.bytesTitle}>{item.cut ? `First ${formatBytes(item.size)}, the rest was not kept` : `As received, ${formatBytes(item.size)}`}</h3>
        {text === null || text === '' ? null : <CopyButton label="Copy text" text={() => text} />}
      </div>
      <div className={styles.bytesBody} role="region" aria-label="Kept bytes" tabIndex={0}>
        {state.kind === 'pending' ? <LoadingLines label="Loading the bytes" /> : null}
        {state.kind === 'failed' ? <FailureCard failure={state.failure} urgency="alert" actions={<Button size="small" onClick={reload}>Try again</Button>} /> : null}
        {state.kind === 'ok' && text === null ? <p className={styles.note}>This item is not in quarantine any more.</p> : null}
        {text === '' ? <p className={styles.note}>No bytes are kept of it. The oldest items give theirs up when all together grow beyond 256 MiB.</p> : null}
        {text === null || text === '' ? null : (
          <>
            <pre className={styles.raw}><UntrustedText text={all ? text : text.slice(0, shownAtFirst)} keep={'\n\t'} /></pre>
            {all || text.length <= shownAtFirst ? null : (
              <Button size="small" className={styles.showAll ?? ''} onClick={() => { setAll(true); }}>
                Show all ({countOf(text.length - shownAtFirst, 'more character')})
              </Button>
            )}
          </>
        )}
      </div>
    </div>
  );
}
