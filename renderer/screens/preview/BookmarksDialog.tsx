import { Button } from '@fluentui/react-components';
import { Delete16Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useEffect, useEffectEvent } from 'react';

import type { PreviewRow } from '../../../shared/model/preview';
import { mostMarks } from '../../../shared/model/preview';
import { t } from '../../../shared/text/text';
import { useCall } from '../../bridge/use-call';
import { FailureCard } from '../../components/FailureCard';
import { LoadingLines } from '../../components/Loading';
import { UntrustedText } from '../../components/UntrustedText';
import { useZone } from '../../components/zone';
import { formatLogTime } from '../../format/time';
import styles from './dialogs.module.css';
import { Sheet } from './PreviewDialogs';
import { ShownText } from './ShownText';
import type { Bookmarks } from './use-bookmarks';
import { askFor, noFilter, nothing } from './view';

type Props = { readonly bookmarks: Bookmarks; readonly onGo: (seq: number) => void; readonly onClose: () => void };

/** The bookmarked events, and what became of those that left the view. */
export function BookmarksDialog({ bookmarks, onGo, onClose }: Props): ReactElement {
  const { marks } = bookmarks;
  const ask = askFor({ ...noFilter, text: nothing, marks }, { kind: 'follow' }, 0, 0);
  const { state } = useCall('preview.rows', { ...ask, at: { kind: 'from', index: 0 }, count: mostMarks });
  const rows = state.kind === 'ok' ? state.value.rows : [];
  const gone = state.kind === 'ok' ? marks.filter((seq) => !rows.some((row) => row.seq === seq)) : [];
  // Nothing can be shown of them any more: their bookmarks go when this has been read.
  const forgetGone = useEffectEvent(() => {
    if (gone.length > 0) bookmarks.forget(gone);
  });
  useEffect(() => () => { forgetGone(); }, []);
  return (
    <Sheet title={t('preview.bookmarks.title')} onClose={onClose}>
      {state.kind === 'pending' ? <LoadingLines label={t('preview.bookmarks.loading')} /> : null}
      {state.kind === 'failed' ? <FailureCard failure={state.failure} urgency="alert" /> : null}
      {gone.length === 0 ? null : <p className={styles.quiet}>{t('preview.bookmarks.gone', { count: gone.length })}</p>}
      {state.kind === 'ok' && rows.length === 0 ? <p className={styles.quiet}>{t('preview.bookmarks.none')}</p> : null}
      <ul className={styles.lines} aria-label={t('preview.bookmarks.title')}>
        {rows.map((row) => <BookmarkLine key={row.seq} row={row} onGo={() => { onGo(row.seq); }} onRemove={() => { bookmarks.forget([row.seq]); }} />)}
      </ul>
      <p className={styles.quiet}>{t('preview.bookmarks.note')}</p>
    </Sheet>
  );
}

function BookmarkLine({ row, onGo, onRemove }: { readonly row: PreviewRow; readonly onGo: () => void; readonly onRemove: () => void }): ReactElement {
  const zone = useZone();
  const time = row.time === null ? t('preview.row.noTime') : formatLogTime(row.time, zone);
  return (
    <li className={styles.line}>
      <span className={styles.grow}>
        {time} · <UntrustedText text={row.eventType} />
        <span className={styles.under}><ShownText text={[row.sender, row.recipients, row.subject].filter((each) => each !== null).join(' · ')} /></span>
      </span>
      <Button size="small" onClick={onGo} aria-label={t('preview.bookmarks.goTo', { time })}>{t('preview.bookmarks.go')}</Button>
      <Button size="small" appearance="subtle" icon={<Delete16Regular />} aria-label={t('preview.bookmarks.remove', { time })} onClick={onRemove} />
    </li>
  );
}
