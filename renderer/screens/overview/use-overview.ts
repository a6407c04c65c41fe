import { useEffect, useEffectEvent, useState } from 'react';

import type { Failure } from '../../../shared/failures/failure';
import type { LedgerRow } from '../../../shared/model/collection';
import type { Overview, OverviewRange } from '../../../shared/model/overview';
import { overviewSpan } from '../../../shared/model/overview';
import { call } from '../../bridge/client';
import { hoursOf } from './figures';

/** The figures change with every poll; a week is megabytes of rows to add up. */
const restMs: { readonly [R in OverviewRange]: number } = { hour: 5_000, day: 10_000, week: 30_000 };

export type OverviewAnswer = { readonly overview: Overview | null; readonly rows: readonly LedgerRow[] };
type State = { readonly range: OverviewRange; readonly answer: OverviewAnswer | null; readonly failure: Failure | null };

/** The figures of a range, asked again and again while the screen is open. After a failure the last answer stays. */
export function useOverview(range: OverviewRange): { readonly answer: OverviewAnswer | null; readonly failure: Failure | null; readonly reload: () => void } {
  const [state, setState] = useState<State | null>(null);
  const [turn, setTurn] = useState(0);
  const ask = useEffectEvent(async (signal: AbortSignal) => {
    const { from, to } = hoursOf(overviewSpan(range, Date.now()));
    const [figures, rows] = await Promise.all([call('history.overview', { range }, signal), call('ledger.rows', { from, to: to - 1 }, signal)]);
    if (signal.aborted) return;
    setState((before) => {
      const failure = figures.kind === 'failed' ? figures.failure : rows.kind === 'failed' ? rows.failure : null;
      const kept = before?.range === range ? before.answer : null;
      return figures.kind === 'ok' && rows.kind === 'ok' ? { range, answer: { overview: figures.value, rows: rows.value }, failure } : { range, answer: kept, failure };
    });
  });
  useEffect(() => {
    const gone = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const round = (): void => {
      void ask(gone.signal).then(() => {
        if (!gone.signal.aborted) timer = setTimeout(round, restMs[range]);
      });
    };
    round();
    return () => {
      gone.abort();
      clearTimeout(timer);
    };
  }, [range, turn]);
  const reload = (): void => {
    setTurn((value) => value + 1);
  };
  return state?.range === range ? { answer: state.answer, failure: state.failure, reload } : { answer: null, failure: null, reload };
}
