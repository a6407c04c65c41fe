import { Button, Tooltip } from '@fluentui/react-components';
import { Dismiss16Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useState } from 'react';

import type { QuarantineItem } from '../../../shared/model/quarantine';
import { t } from '../../../shared/text/text';
import { useCall } from '../../bridge/use-call';
import { CopyButton } from '../../components/CopyButton';
import { FailureCard } from '../../components/FailureCard';
import { LoadingLines } from '../../components/Loading';
import { UntrustedText } from '../../components/UntrustedText';
import { useZone } from '../../components/zone';
import { formatBytes } from '../../format/numbers';
import { formatDateTimeZone } from '../../format/time';
import { Rich } from '../../text/Rich';
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
    <section className={styles.detail} aria-label={t('quarantine.item')}>
      <div className={styles.detailHead}>
        <h2 className={styles.detailTitle}>{reason.title}</h2>
        <span className={styles.detailSub}>{item.logType} · <UntrustedText text={item.connectorName} /> · {formatDateTimeZone(item.at, zone)}</span>
        <Tooltip content={t('quarantine.item.closeHint')} relationship="description">
          <Button size="small" appearance="subtle" icon={<Dismiss16Regular />} aria-label={t('quarantine.item.close')} onClick={onClose} />
        </Tooltip>
      </div>
      <div className={styles.sides}>
        <div className={styles.why} role="region" aria-label={t('quarantine.item.reason')} tabIndex={0}>
          <p>{reason.sentence}</p>
          <dl className={styles.facts}>
            <dt>{t('quarantine.item.whatToDo')}</dt>
            <dd>{reason.remedy}</dd>
            <dt>{t('quarantine.retry')}</dt>
            <dd>{obstacle ?? (output === null ? t('quarantine.item.retryReads') : <Rich id="quarantine.item.retrySends" values={{ output: <UntrustedText text={output} /> }} />)}</dd>
            <dt>{t('quarantine.item.code')}</dt>
            <dd>{item.code}</dd>
            <dt>{t('quarantine.column.detail')}</dt>
            <dd><UntrustedText text={item.detail} keep={'\n'} /></dd>
            <dt>{t('quarantine.column.source')}</dt>
            <dd><UntrustedText text={item.source} /></dd>
            {output === null ? null : (
              <>
                <dt>{t('quarantine.item.refusedBy')}</dt>
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
        <h3 className={styles.bytesTitle}>{item.cut ? t('quarantine.bytes.cut', { size: formatBytes(item.size) }) : t('quarantine.bytes.whole', { size: formatBytes(item.size) })}</h3>
        {text === null || text === '' ? null : <CopyButton label={t('quarantine.bytes.copy')} text={() => text} />}
      </div>
      <div className={styles.bytesBody} role="region" aria-label={t('quarantine.bytes.name')} tabIndex={0}>
        {state.kind === 'pending' ? <LoadingLines label={t('quarantine.bytes.loading')} /> : null}
        {state.kind === 'failed' ? <FailureCard failure={state.failure} urgency="alert" actions={<Button size="small" onClick={reload}>{t('common.tryAgain')}</Button>} /> : null}
        {state.kind === 'ok' && text === null ? <p className={styles.note}>{t('quarantine.bytes.gone')}</p> : null}
        {text === '' ? <p className={styles.note}>{t('quarantine.bytes.none')}</p> : null}
        {text === null || text === '' ? null : (
          <>
            <pre className={styles.raw}><UntrustedText text={all ? text : text.slice(0, shownAtFirst)} keep={'\n\t'} /></pre>
            {all || text.length <= shownAtFirst ? null : (
              <Button size="small" className={styles.showAll ?? ''} onClick={() => { setAll(true); }}>
                {t('quarantine.bytes.all', { count: text.length - shownAtFirst })}
              </Button>
            )}
          </>
        )}
      </div>
    </div>
  );
}
