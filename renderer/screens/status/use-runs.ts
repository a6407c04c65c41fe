import { useEffect, useEffectEvent, useState } from 'react';

import type { Failure } from '../../../shared/failures/failure';
import type { RunPage, RunsOf } from '../../../shared/model/run';
import { call } from '../../bridge/client';

type State = { readonly key: string; readonly page: RunPage | null; readonly failure: Failure | null };

/** The newest runs, asked for again when `turn` changes; what is on screen stays until the new answer is there. */
export function useRuns(of: RunsOf, limit: number, turn: number | null): Omit<State, 'key'> {
  const key = JSON.stringify([of, limit]);
  const [state, setState] = useState<State | null>(null);
  const ask = useEffectEvent((signal: AbortSignal) => call('runs.list', { ...of, before: null, limit }, signal));
  useEffect(() => {
    const gone = new AbortController();
    void ask(gone.signal).then((outcome) => {
      if (gone.signal.aborted) return;
      setState((before) => (outcome.kind === 'ok' ? { key, page: outcome.value, failure: null } : { key, page: before?.page ?? null, failure: outcome.failure }));
    });
    return () => {
      gone.abort();
    };
  }, [key, turn]);
  return { page: state?.page ?? null, failure: state?.failure ?? null };
}
