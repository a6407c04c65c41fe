import { Button, Tab, TabList, Tooltip } from '@fluentui/react-components';
import { Dismiss16Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useState } from 'react';
import { Group, Panel, Separator } from 'react-resizable-panels';

import type { PreviewDetail } from '../../../shared/model/preview';
import { useCall } from '../../bridge/use-call';
import { CopyButton } from '../../components/CopyButton';
import { FailureCard } from '../../components/FailureCard';
import { JsonTree } from '../../components/JsonTree';
import { LoadingLines } from '../../components/Loading';
import { UntrustedText } from '../../components/UntrustedText';
import { useZone } from '../../components/zone';
import { formatDateTimeZone } from '../../format/time';
import styles from './preview.module.css';

/** One event: what outputs get beside what Mimecast sent. */
export function DetailPane({ seq, onClose }: { readonly seq: number; readonly onClose: () => void }): ReactElement {
  const { state } = useCall('preview.detail', { seq });
  const zone = useZone();
  const detail = state.kind === 'ok' ? state.value : null;
  return (
    <section className={styles.detail} aria-label="Event details">
      <div className={styles.detailHead}>
        <h2 className={styles.detailTitle}>
          {detail === null ? 'Event' : <>{detail.logType} · <UntrustedText text={detail.connector} /></>}
        </h2>
        <span className={styles.detailSub}>{detail === null ? '' : `arrived ${formatDateTimeZone(detail.arrivedAt, zone)} · id ${detail.id}`}</span>
        <Tooltip content="Close (Esc)" relationship="description">
          <Button size="small" appearance="subtle" icon={<Dismiss16Regular />} aria-label="Close details" onClick={onClose} />
        </Tooltip>
      </div>
      {state.kind === 'pending' ? <LoadingLines label="Loading the event" /> : null}
      {state.kind === 'failed' ? <div className={styles.detailNote}><FailureCard failure={state.failure} urgency="alert" /></div> : null}
      {state.kind === 'ok' && detail === null ? (
        <p className={styles.detailNote}>This event has left the view. It was collected and is delivered like every other.</p>
      ) : null}
      {detail === null ? null : <Sides key={detail.seq} detail={detail} />}
    </section>
  );
}

function Sides({ detail }: { readonly detail: PreviewDetail }): ReactElement {
  const [tab, setTab] = useState<'tree' | 'text'>('tree');
  return (
    <Group orientation="horizontal" className={styles.sides ?? ''}>
      <Panel id="normalized" minSize="200px">
        <div className={styles.side}>
          <div className={styles.sideHead}>
            <h3 className={styles.sideTitle}>Normalized</h3>
            <CopyButton label="Copy normalized event" text={() => detail.normalized} />
          </div>
          <div className={styles.sideBody} role="region" aria-label="Normalized event" tabIndex={0}><JsonTree text={detail.normalized} label="Normalized event" /></div>
        </div>
      </Panel>
      <Separator className={styles.separatorColumn ?? ''} aria-label="Width of the normalized event" />
      <Panel id="raw" minSize="200px">
        <div className={styles.side}>
          <div className={styles.sideHead}>
            <h3 className={styles.sideTitle}>Raw</h3>
            <TabList size="small" selectedValue={tab} onTabSelect={(_event, data) => { setTab(data.value === 'text' ? 'text' : 'tree'); }}>
              <Tab value="tree">Tree</Tab>
              <Tab value="text">Text</Tab>
            </TabList>
            <CopyButton label="Copy raw record" text={() => detail.raw} />
          </div>
          <div className={styles.sideBody} role="region" aria-label="Raw record" tabIndex={0}>
            {tab === 'tree' ? <JsonTree text={detail.raw} label="Raw record" /> : <pre className={styles.raw}><UntrustedText text={detail.raw} keep={'\n\t'} /></pre>}
          </div>
        </div>
      </Panel>
    </Group>
  );
}
