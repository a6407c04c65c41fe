import { useCallback, useEffect, useState } from 'react';

import type { Failure } from '../../../shared/failures/failure';
import type { Outcome } from '../../../shared/ipc/outcome';
import type { QuarantineItem, QuarantinePage } from '../../../shared/model/quarantine';
import { call } from '../../bridge/client';
import { noteTotal, useNotedTotal } from './quarantine-total';

/** Items that come with each "Load more". */
const step = 100;
/** The contract gives no more with one answer. */
const mostAtOnce = 500;

export type QuarantineList = {
  /** null until the first answer is there. */
  readonly page: QuarantinePage | null;
  readonly failure: Failure | null;
  readonly loading: boolean;
  readonly loadMore: () => void;
  readonly reload: () => void;
};

type State = { readonly page: QuarantinePage | null; readonly failure: Failure | null; readonly asking: string | null };

/** The newest items, as many as were asked for so far; asked again when the total changes. */
export function useQuarantine(): QuarantineList {
  const noted = useNotedTotal();
  const [wanted, setWanted] = useState(step);
  const [turn, setTurn] = useState(0);
  const [state, setState] = useState<State>({ page: null, failure: null, asking: null });
  const key = `${String(wanted)} ${String(turn)}`;
  useEffect(() => {
    const gone = new AbortController();
    void load(wanted, gone.signal).then((outcome) => {
      if (gone.signal.aborted) return;
      if (outcome.kind === 'ok') noteTotal(outcome.value.total);
      setState((before) =>
        outcome.kind === 'ok' ? { page: outcome.value, failure: null, asking: key } : { page: before.page, failure: outcome.failure, asking: key },
      );
    });
    return () => {
      gone.abort();
    };
  }, [wanted, key]);

  const reload = useCallback(() => {
    setTurn((value) => value + 1);
  }, []);
  const loaded = state.page?.total ?? noted;
  useEffect(() => {
    if (loaded !== noted) reload();
  }, [loaded, noted, reload]);

  const loadMore = (): void => {
    setWanted((value) => value + step);
  };
  return { page: state.page, failure: state.failure, loading: state.asking !== key, loadMore, reload };
}

async function load(count: number, signal: AbortSignal): Promise<Outcome<QuarantinePage>> {
  const items: QuarantineItem[] = [];
  for (;;) {
    const outcome = await call('quarantine.page', { before: items.at(-1)?.id ?? null, limit: Math.min(mostAtOnce, count - items.length) }, signal);
    if (outcome.kind === 'failed') return outcome;
    items.push(...outcome.value.items);
    const { total } = outcome.value;
    if (outcome.value.items.length === 0 || items.length >= count || items.length >= total) return { kind: 'ok', value: { total, items } };
  }
}
