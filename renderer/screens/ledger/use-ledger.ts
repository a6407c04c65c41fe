import { useCallback, useEffect, useEffectEvent, useRef, useState } from 'react';

import type { Failure } from '../../../shared/failures/failure';
import type { LedgerRow } from '../../../shared/model/collection';
import { call } from '../../bridge/client';
import { useSession } from '../../bridge/session';
import { figuresOf } from '../../collection-figures';
import { useZone } from '../../components/zone';
import type { LedgerView, RangeName } from '../../ledger-view';
import type { Span } from './time-range';
import { spanOf } from './time-range';

/** The least time between an answer and the next question: a quarter of a year is megabytes of rows. */
const restMs: { readonly [R in RangeName]: number } = { day: 3000, week: 5000, month: 15_000, quarter: 30_000, custom: 15_000 };

export type Answer = { readonly at: number; readonly span: Span; readonly rows: readonly LedgerRow[] };

type State = { readonly key: string; readonly at: number; readonly answer: Answer | null; readonly failure: Failure | null };

export type Ledger = {
  /** null until the first answer for this time is there. After a failure the last answer, with its own time. */
  readonly answer: Answer | null;
  readonly failure: Failure | null;
  readonly reload: () => void;
};

/** The rows of the chosen time, asked again when the figures of the collection change, but not at every change. */
export function useLedger({ range, custom }: Pick<LedgerView, 'range' | 'custom'>): Ledger {
  const zone = useZone();
  const figures = useSession((session) => figuresOf(session.status));
  const key = JSON.stringify([range, range === 'custom' ? [custom, zone] : null]);
  const [turn, setTurn] = useState(0);
  const [state, setState] = useState<State | null>(null);
  const asked = useRef({ figures: '', running: false });

  const ask = useEffectEvent((signal: AbortSignal) => {
    const span = spanOf(range, custom, zone, Date.now());
    if (span === null) return;
    asked.current = { figures, running: true };
    void call('ledger.rows', span, signal).then((outcome) => {
      if (signal.aborted) return;
      asked.current.running = false;
      const at = Date.now();
      setState((before) =>
        outcome.kind === 'ok'
          ? { key, at, answer: { at, span, rows: outcome.value }, failure: null }
          : { key, at, answer: before?.key === key ? before.answer : null, failure: outcome.failure },
      );
    });
  });
  useEffect(() => {
    const gone = new AbortController();
    ask(gone.signal);
    return () => {
      gone.abort();
    };
  }, [key, turn]);

  const reload = useCallback(() => {
    setTurn((value) => value + 1);
  }, []);
  useEffect(() => {
    if (state?.key !== key || asked.current.running || asked.current.figures === figures) return;
    const timer = setTimeout(reload, Math.max(0, state.at + restMs[range] - Date.now()));
    return () => {
      clearTimeout(timer);
    };
  }, [state, key, figures, range, reload]);

  return state?.key === key ? { answer: state.answer, failure: state.failure, reload } : { answer: null, failure: null, reload };
}
