import type { KeyboardEvent, ReactElement } from 'react';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { Group, Panel, Separator } from 'react-resizable-panels';

import { call } from '../../bridge/client';
import { useSession } from '../../bridge/session';
import { FailureCard } from '../../components/FailureCard';
import { LoadingLines } from '../../components/Loading';
import { Page } from '../../components/Page';
import { PageHeader } from '../../components/PageHeader';
import { Counters } from './Counters';
import { DetailPane } from './DetailPane';
import { EmptyList } from './EmptyList';
import { LatestPill,PausedBanner } from './FrozenNotice';
import styles from './preview.module.css';
import { RowGrid } from './RowGrid';
import { Toolbar } from './Toolbar';
import { usePreview } from './use-preview';
import type { Filter, FromEnd, Mode } from './view';
import { askFor, emptiness, noFilter, rowAt } from './view';

/** What flows through right now. The list is a window onto the buffer in the collector; only what is visible comes here. */
export function PreviewScreen(): ReactElement {
  const status = useSession((session) => session.status);
  const [filter, setFilter] = useState<Filter>(noFilter);
  const [mode, setMode] = useState<Mode>({ kind: 'follow' });
  const [port, setPort] = useState({ scrollTop: 0, height: 600 });
  const [selected, setSelected] = useState<FromEnd | null>(null);
  const [detail, setDetail] = useState<number | null>(null);
  const grid = useRef<HTMLDivElement>(null);
  const { answer, failure, poke } = usePreview(askFor(filter, mode, port.scrollTop, port.height));
  const reply = answer?.reply ?? null;

  const freeze = (kind: 'reading' | 'paused'): void => {
    setMode((now) => ({ kind, upTo: now.kind === 'follow' ? (reply?.latestSeq ?? 0) : now.upTo }));
  };
  const follow = (): void => {
    setSelected(null);
    setMode({ kind: 'follow' });
    poke();
  };
  const togglePause = (): void => {
    if (mode.kind === 'paused') follow();
    else freeze('paused');
  };
  const changeFilter = (next: Filter): void => {
    setFilter(next);
    // Places count within one list: another filter is another list.
    setSelected(null);
    poke();
  };
  const clear = (): void => {
    void call('preview.clear', undefined).then(() => {
      setDetail(null);
      follow();
    });
  };
  const select = (place: FromEnd, open: boolean): void => {
    if (mode.kind === 'follow') freeze('reading');
    setSelected(place);
    const row = reply === null ? null : rowAt(reply, place);
    // With the pane open the selection leads it, like in a mail program.
    if (row !== null && (open || detail !== null)) setDetail(row.seq);
  };
  const close = (): void => {
    setDetail(null);
    grid.current?.focus();
  };

  const onShortcut = useEffectEvent((event: globalThis.KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey || event.key.toLowerCase() !== 'e') return;
    event.preventDefault();
    togglePause();
  });
  useEffect(() => {
    const listener = (event: globalThis.KeyboardEvent): void => {
      onShortcut(event);
    };
    window.addEventListener('keydown', listener);
    return () => {
      window.removeEventListener('keydown', listener);
    };
  }, []);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && detail !== null) {
      event.preventDefault();
      close();
    }
  };
  const empty = reply === null ? null : emptiness(reply, mode, filter);
  return (
    <Page width="fill">
      <PageHeader title="Live Logs" />
      <Toolbar filter={filter} mode={mode} onFilter={changeFilter} onPause={togglePause} onFollow={() => { if (mode.kind === 'follow') freeze('reading'); else follow(); }} onClear={clear} />
      <Counters reply={reply} />
      {failure === null ? null : <FailureCard failure={failure} urgency="alert" />}
      <div className={styles.frame} onKeyDown={onKeyDown}>
        {mode.kind === 'paused' ? <PausedBanner newer={reply?.newer ?? 0} onResume={follow} /> : null}
        <Group orientation="vertical" className={styles.split ?? ''}>
          <Panel id="list" minSize="120px">
            <div className={styles.listFrame}>
              <RowGrid
                gridRef={grid}
                answer={answer}
                mode={mode}
                selected={selected}
                onPort={(next) => { setPort(next); poke(); }}
                onLeaveEnd={() => { if (mode.kind === 'follow') freeze('reading'); }}
                onReachEnd={() => { if (mode.kind === 'reading' && selected === null) follow(); }}
                onSelect={select}
                onFollow={follow}
                onPause={togglePause}
              />
              {reply === null && failure === null ? <div className={styles.cover}><LoadingLines label="Loading events" /></div> : null}
              {reply === null || empty === null ? null : (
                <EmptyList kind={empty} reply={reply} status={status} onClearFilter={() => { changeFilter(noFilter); }} onResume={follow} />
              )}
              {mode.kind === 'reading' && empty === null ? <LatestPill newer={reply?.newer ?? 0} onJump={follow} /> : null}
            </div>
          </Panel>
          {detail === null ? null : (
            <>
              <Separator className={styles.separatorRow ?? ''} aria-label="Height of the details" />
              <Panel id="detail" defaultSize="46" minSize="140px">
                <DetailPane seq={detail} onClose={close} />
              </Panel>
            </>
          )}
        </Group>
      </div>
    </Page>
  );
}
