import type { KeyboardEvent, ReactElement } from 'react';
import { useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import { Group, Panel, Separator, useDefaultLayout } from 'react-resizable-panels';

import type { ColumnLayout } from '../../../shared/model/live-logs-settings';
import type { LogType } from '../../../shared/model/log-type';
import type { PreviewFormat } from '../../../shared/model/preview';
import { textOf } from '../../../shared/text/message';
import { t } from '../../../shared/text/text';
import { changeSettings, useSession } from '../../bridge/session';
import { FailureCard } from '../../components/FailureCard';
import { LoadingLines } from '../../components/Loading';
import { Page } from '../../components/Page';
import { PageHeader } from '../../components/PageHeader';
import { SpokenSummary } from '../../components/SpokenSummary';
import { useDoneToast } from '../../components/toasts';
import { UntrustedText } from '../../components/UntrustedText';
import { useZone } from '../../components/zone';
import { Rich } from '../../text/Rich';
import { ArrivalChart } from './ArrivalChart';
import { columnInfo, extraFields, layoutKey, shippedLayout } from './columns';
import { copyRows } from './copy-rows';
import { Counters } from './Counters';
import { DetailPane } from './DetailPane';
import { EmptyList } from './EmptyList';
import type { ValueAct } from './FieldTree';
import { emptyFilter, filterParts, filterWords, typeFilter, withoutPart, withSpan, withValue } from './filter-text';
import { FilterChips } from './FilterChips';
import { FilterField, FilterWords } from './FilterField';
import { LatestPill, PausedBanner } from './FrozenNotice';
import { HistorySearch } from './HistorySearch';
import { OpenDialog } from './OpenDialog';
import styles from './preview.module.css';
import { QueueLine } from './QueueLine';
import { FilterUndo, QuickToggles } from './QuickToggles';
import { RowGrid } from './RowGrid';
import { LookContext } from './ShownText';
import type { PreviewDialogName } from './Toolbar';
import { Toolbar, TypeChips } from './Toolbar';
import { nextMark, useBookmarks } from './use-bookmarks';
import { useFilterSteps } from './use-filter-steps';
import { useLiveKeys } from './use-live-keys';
import { listMoves, useListPlace } from './use-live-list';
import { useLiveLogsSettings } from './use-live-logs-settings';
import { usePreview } from './use-preview';
import type { Filter } from './view';
import { askFor, chosenCount, emptiness, listFor, nothing } from './view';

/** What flows through right now. The list is a window onto the buffer in the collector; only what is visible comes here. */
export function PreviewScreen({ text = '' }: { readonly text?: string }): ReactElement {
  const status = useSession((session) => session.status);
  const zone = useZone();
  const done = useDoneToast();
  const { memory, remember } = useLiveLogsSettings();
  const [typed, setTyped] = useState(() => typeFilter(emptyFilter, text, zone));
  const [types, setTypes] = useState<readonly LogType[]>([]);
  const [after, setAfter] = useState(0);
  const bookmarks = useBookmarks();
  const { marks, only: onlyMarks } = bookmarks;
  const [pauseOn, setPauseOn] = useState<{ readonly text: string; readonly after: number } | null>(null);
  const place = useListPlace();
  const { mode, port, selection, detail, setMode, setPort, setSelection, setDetail } = place;
  const [dialog, setDialog] = useState<PreviewDialogName | null>(null);
  const grid = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);

  const key = layoutKey(types);
  const columns = useMemo(() => memory.layouts[key] ?? shippedLayout(key), [memory.layouts, key]);
  const look = useMemo(() => ({ highlights: memory.highlights, defang: memory.defang }), [memory.highlights, memory.defang]);
  const filter: Filter = { text: onlyMarks ? nothing : typed.good, logTypes: types, after, marks };
  const { answer, failure, poke } = usePreview(askFor(filter, mode, port.scrollTop, port.height, { extra: extraFields(columns), pauseOn, histogram: true }));
  const reply = answer?.reply ?? null;

  const moves = listMoves({
    place, filter, reply, poke, grid,
    onGone: (seq) => {
      done(t('preview.bookmarks.left'));
      bookmarks.forget([seq]);
    },
  });
  const { follow, otherList, togglePause } = moves;
  const type = (text: string): void => {
    setTyped((before) => typeFilter(before, text, zone));
    bookmarks.setOnly(false);
    otherList();
  };
  const changeTypes = (next: readonly LogType[]): void => {
    setTypes(next);
    otherList();
  };
  const clear = (): void => {
    setAfter(reply?.latestSeq ?? 0);
    setDetail(null);
    follow();
  };
  const saveColumns = (next: readonly ColumnLayout[]): void => {
    remember({ layouts: { ...memory.layouts, [key]: [...next] } });
  };
  const act = (what: ValueAct): void => {
    if (what.kind === 'column') {
      if (!columns.some(({ field }) => field === what.field)) saveColumns([...columns, { field: what.field, width: columnInfo(what.field).width }].slice(0, 24));
      return;
    }
    type(withValue(typed.good, what.field, what.value, what.kind === 'for'));
  };
  const steps = useFilterSteps({ text: typed.good, logTypes: types }, (step) => {
    setTypes(step.logTypes);
    type(step.text);
  });

  const copyChosen = async (format: PreviewFormat): Promise<void> => {
    const said = await copyRows({ filter, mode, reply, selection, columns: columns.map(({ field }) => field) }, format);
    if (said !== null) done(said);
  };

  // The event that was waited for is the last one shown, and chosen.
  const hit = reply?.pausedBy ?? null;
  const onHit = useEffectEvent((seq: number) => {
    setPauseOn(null);
    setMode({ kind: 'paused', upTo: seq });
    setSelection({ anchor: 0, focus: 0 });
    setDetail(seq);
  });
  useEffect(() => {
    if (hit !== null) onHit(hit);
  }, [hit]);

  // Kept from start to start, with and without details.
  const layout = useDefaultLayout({ id: 'live-logs', panelIds: detail === null ? ['list'] : ['list', 'detail'], onlySaveAfterUserInteractions: true });

  useLiveKeys({
    on: dialog === null, grid, filterField: input, letterKeys: memory.letterKeys, steps,
    onHelp: () => { setDialog('keys'); }, onClear: clear, onPause: togglePause, onCopy: () => void copyChosen('ndjson'),
  });

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && detail !== null) {
      event.preventDefault();
      moves.closeDetail();
    }
  };
  const empty = reply === null ? null : emptiness(reply, mode, filter);
  const narrowed = filterParts(typed.good).some(({ tree }) => tree.kind === 'compare' && tree.field === 'arrived');
  return (
    <LookContext value={look}>
      <Page width="fill">
        <PageHeader title={t('screen.logs')} actions={<QueueLine />} />
        <Toolbar
          mode={mode} saved={memory.filters} times={memory.times} onTimes={(times) => { remember({ times }); }} utc={zone === 'utc'} defang={memory.defang} letterKeys={memory.letterKeys} onlyMarks={onlyMarks} markCount={marks.length} chosen={chosenCount(selection)}
          onPause={togglePause} onFollow={moves.toggleFollow} onClear={clear}
          onSaved={({ text }) => { type(text); }} onDialog={setDialog} onForgetMarks={() => { bookmarks.forget(marks); otherList(); }} onCopy={(format) => void copyChosen(format)}
          onToggle={(what) => {
            if (what === 'utc') void changeSettings({ timeZone: zone === 'utc' ? 'local' : 'utc' });
            else if (what === 'onlyMarks') { bookmarks.setOnly(!onlyMarks); otherList(); }
            else remember({ [what]: !memory[what] });
          }}
        >
          <FilterField filter={typed} inputRef={input} onType={type} />
        </Toolbar>
        <div className={styles.narrowing}>
          <TypeChips chosenTypes={types} onTypes={changeTypes} />
          <QuickToggles good={typed.good} onFilter={type} />
          <FilterUndo {...steps} />
          <FilterChips good={typed.good} onRemove={(index) => { type(withoutPart(typed.good, index)); }} />
          <HistorySearch text={typed.good} logTypes={types} />
        </div>
        <FilterWords filter={typed} words={filterWords(typed.good, zone)} />
        {reply === null || reply.problem === null || typed.problem !== null ? null : <p role="alert" className={styles.refused}>{textOf(reply.problem)}</p>}
        {memory.spokenSummary && reply !== null ? <SpokenSummary rate={reply.rate} matched={reply.matched} buffered={reply.buffered} /> : null}
        <Counters reply={reply} after={after} onUndoClear={() => { setAfter(0); otherList(); }} />
        <ArrivalChart histogram={reply?.histogram ?? null} narrowed={narrowed} onSpan={(span) => { type(withSpan(typed.good, span)); }} />
        {failure === null ? null : <FailureCard failure={failure} urgency="alert" />}
        <div className={styles.frame} data-filter={answer?.ask.text} data-unsearched={reply?.unsearched} onKeyDown={onKeyDown}>
          {mode.kind === 'paused' ? <PausedBanner newer={reply?.newer ?? 0} onResume={follow} /> : null}
          {pauseOn === null ? null : <p className={styles.waiting} role="status"><Rich id="preview.pauseOn.waiting" values={{ filter: <code><UntrustedText text={pauseOn.text} /></code> }} /></p>}
          <Group {...layout} orientation="vertical" className={styles.split ?? ''}>
            <Panel id="list" minSize="120px">
              <div className={styles.listFrame}>
                <RowGrid
                  gridRef={grid} answer={answer} mode={mode} columns={columns} times={memory.times} marks={marks} selection={selection} letterKeys={memory.letterKeys}
                  onPort={(next) => { setPort(next); poke(); }}
                  onLeaveEnd={moves.freezeWhenFollowing}
                  onDrawOver={() => { moves.freeze('reading'); }}
                  onReachEnd={() => { if (mode.kind === 'reading' && selection === null) follow(); }}
                  onSelect={moves.select} onSelectAll={moves.selectAll} onDeselect={moves.deselect}
                  onFollow={follow} onPause={togglePause} onMark={bookmarks.toggle} onColumns={saveColumns} onColumnMenu={() => { setDialog('columns'); }}
                  onNextMark={(from, step) => {
                    const seq = nextMark(marks, from, step);
                    if (seq !== null) void moves.goTo(seq);
                  }}
                />
                {reply === null && failure === null ? <div className={styles.cover}><LoadingLines label={t('preview.loading')} /></div> : null}
                {reply === null || empty === null ? null : <EmptyList kind={empty} reply={reply} status={status} onClearFilter={() => { setTypes([]); type(''); }} onResume={follow} />}
                {mode.kind === 'reading' && empty === null ? <LatestPill newer={reply?.newer ?? 0} onJump={follow} /> : null}
              </div>
            </Panel>
            {detail === null ? null : (
              <>
                <Separator className={styles.separatorRow ?? ''} aria-label={t('preview.detail.height')} />
                <Panel id="detail" defaultSize="50" minSize="140px"><DetailPane seq={detail} onClose={moves.closeDetail} onAct={act} onShow={setDetail} /></Panel>
              </>
            )}
          </Group>
        </div>
        <OpenDialog
          name={dialog} memory={memory} remember={remember} columns={columns} layout={key} text={typed.good} list={listFor(filter, mode.kind === 'follow' ? { kind: 'paused', upTo: reply?.latestSeq ?? 0 } : mode)}
          matched={reply?.matched ?? 0} buffered={reply?.buffered ?? 0} pauseOn={pauseOn?.text ?? ''} bookmarks={bookmarks} onColumns={saveColumns}
          onGo={(seq) => {
            setDialog(null);
            grid.current?.focus();
            void moves.goTo(seq);
          }}
          onPauseOn={(text) => { setPauseOn(text === '' ? null : { text, after: reply?.latestSeq ?? 0 }); }} onDone={done} onClose={() => { setDialog(null); }}
        />
      </Page>
    </LookContext>
  );
}
