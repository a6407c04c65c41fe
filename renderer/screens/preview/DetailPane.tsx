import { Button, Tab, TabList, Tooltip } from '@fluentui/react-components';
import { Dismiss16Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useState } from 'react';
import { Group, Panel, Separator, useDefaultLayout } from 'react-resizable-panels';

import type { PreviewDetail } from '../../../shared/model/preview';
import { t } from '../../../shared/text/text';
import { useCall } from '../../bridge/use-call';
import { CopyButton } from '../../components/CopyButton';
import { FailureCard } from '../../components/FailureCard';
import { LoadingLines } from '../../components/Loading';
import { UntrustedText } from '../../components/UntrustedText';
import { useZone } from '../../components/zone';
import { formatDateTimeZone } from '../../format/time';
import { Rich } from '../../text/Rich';
import { DeliveryTab } from './DeliveryTab';
import styles from './detail.module.css';
import type { ValueAct } from './FieldTree';
import { FieldTree } from './FieldTree';
import preview from './preview.module.css';

type Props = { readonly seq: number; readonly onClose: () => void; readonly onAct: (act: ValueAct) => void; readonly onShow: (seq: number) => void };
type TabName = 'both' | 'raw' | 'normalized' | 'delivery';

/** One event: what outputs get beside what Mimecast sent, and what became of it. */
export function DetailPane({ seq, onClose, onAct, onShow }: Props): ReactElement {
  const { state } = useCall('preview.detail', { seq });
  const [tab, setTab] = useState<TabName>('both');
  const zone = useZone();
  const detail = state.kind === 'ok' ? state.value : null;
  return (
    <section className={styles.detail} data-event-details="" aria-label={t('preview.detail.region')}>
      <h2 className="visually-hidden">{t('preview.detail.heading')}</h2>
      <div className={styles.head}>
        <TabList size="small" selectedValue={tab} aria-label={t('preview.detail.views')} onTabSelect={(_event, data) => { setTab(data.value as TabName); }}>
          <Tab value="both">{t('preview.detail.both')}</Tab>
          <Tab value="raw">{t('preview.detail.raw')}</Tab>
          <Tab value="normalized">{t('preview.detail.normalized')}</Tab>
          <Tab value="delivery">{t('preview.detail.delivery')}</Tab>
        </TabList>
        <span className={styles.about}>{detail === null ? null : <Rich id="preview.detail.about" values={{ logType: detail.logType, connector: <UntrustedText text={detail.connector} />, time: formatDateTimeZone(detail.arrivedAt, zone), id: detail.id }} />}</span>
        <Tooltip content={t('preview.detail.closeHint')} relationship="description">
          <Button size="small" appearance="subtle" icon={<Dismiss16Regular />} aria-label={t('preview.detail.close')} onClick={onClose} />
        </Tooltip>
      </div>
      {state.kind === 'pending' ? <LoadingLines label={t('preview.detail.loading')} /> : null}
      {state.kind === 'failed' ? <div className={styles.note}><FailureCard failure={state.failure} urgency="alert" /></div> : null}
      {state.kind === 'ok' && detail === null ? (
        <p className={styles.note}>{t('preview.detail.gone')}</p>
      ) : null}
      {detail === null ? null : tab === 'delivery' ? <DeliveryTab key={detail.seq} detail={detail} onShow={onShow} /> : <Sides key={detail.seq} detail={detail} tab={tab} onAct={onAct} />}
    </section>
  );
}

/** A field that the pointer or the focus is on, in one of the two records. */
type Light = { readonly side: 'raw' | 'normalized'; readonly path: string } | null;

const within = (path: string, field: string): boolean => path === field || path.startsWith(`${field}.`);

function Sides({ detail, tab, onAct }: { readonly detail: PreviewDetail; readonly tab: TabName; readonly onAct: (act: ValueAct) => void }): ReactElement {
  const [light, setLight] = useState<Light>(null);
  // Kept from start to start.
  const layout = useDefaultLayout({ id: 'event-sides', onlySaveAfterUserInteractions: true });
  const [asText, setAsText] = useState(false);
  const { pairs } = detail;
  const lightOf = (side: 'raw' | 'normalized') => (path: string | null): void => { setLight(path === null ? null : { side, path }); };
  const lit = new Set(light === null ? [] : pairs.filter((pair) => within(light.path, light.side === 'raw' ? pair.raw : pair.field)).map((pair) => (light.side === 'raw' ? pair.field : pair.raw)));
  const partnersOfRaw = (path: string): string | null => {
    const fields = pairs.filter(({ raw }) => raw === path).map(({ field }) => field);
    return fields.length > 0 ? `→ ${fields.join(', ')}` : detail.unmapped.includes(path) ? t('preview.detail.rawOnly') : null;
  };
  const partnersOfField = (path: string): string | null => {
    const raws = pairs.filter(({ field }) => field === path).map(({ raw }) => raw);
    return raws.length > 0 ? `← ${raws.join(', ')}` : null;
  };
  const normalized = (
    <div className={styles.side}>
      <div className={styles.sideHead}>
        <h3 className={styles.sideTitle}>{t('preview.detail.normalized')}</h3>
        <CopyButton label={t('preview.detail.copyNormalized')} text={() => detail.normalized} />
      </div>
      <div className={styles.sideBody} role="region" aria-label={t('preview.detail.normalizedRegion')} tabIndex={0}>
        <FieldTree json={detail.normalized} label={t('preview.detail.normalizedName')} prefix="" partners={partnersOfField} lit={light?.side === 'raw' ? lit : new Set()} onLight={lightOf('normalized')} onAct={onAct} />
      </div>
    </div>
  );
  const raw = (
    <div className={styles.side}>
      <div className={styles.sideHead}>
        <h3 className={styles.sideTitle}>{t('preview.detail.raw')}</h3>
        <TabList size="small" selectedValue={asText ? 'text' : 'tree'} aria-label={t('preview.detail.rawForm')} onTabSelect={(_event, data) => { setAsText(data.value === 'text'); }}>
          <Tab value="tree">{t('preview.detail.tree')}</Tab>
          <Tab value="text">{t('preview.detail.text')}</Tab>
        </TabList>
        <CopyButton label={t('preview.detail.copyRaw')} text={() => detail.raw} />
      </div>
      <div className={styles.sideBody} role="region" aria-label={t('preview.detail.rawRegion')} tabIndex={0}>
        {asText
          ? <pre className={styles.raw}><UntrustedText text={detail.raw} keep={'\n\t'} /></pre>
          : <FieldTree json={detail.raw} label={t('preview.detail.rawName')} prefix="raw." partners={partnersOfRaw} lit={light?.side === 'normalized' ? lit : new Set()} onLight={lightOf('raw')} onAct={onAct} />}
      </div>
    </div>
  );
  if (tab === 'raw') return raw;
  if (tab === 'normalized') return normalized;
  return (
    <Group {...layout} orientation="horizontal" className={styles.sides ?? ''}>
      <Panel id="normalized" minSize="200px">{normalized}</Panel>
      <Separator className={preview.separatorColumn ?? ''} aria-label={t('preview.detail.width')} />
      <Panel id="raw" minSize="200px">{raw}</Panel>
    </Group>
  );
}
