import { useCallback, useEffect, useEffectEvent, useState } from 'react';

import type { CallChannel } from '../../shared/ipc/channels';
import type { Ask, Reply } from '../../shared/ipc/contract';
import type { Outcome } from '../../shared/ipc/outcome';
import { call } from './client';

/** An answer that may still be on its way. */
export type Loaded<T> = { readonly kind: 'pending' } | Outcome<T>;

export const pending: { readonly kind: 'pending' } = { kind: 'pending' };

/** The answer to one question, asked when the component appears and whenever `ask` changes by value. */
export function useCall<C extends CallChannel>(channel: C, ask: Ask<C>): { readonly state: Loaded<Reply<C>>; readonly reload: () => void } {
  const [turn, setTurn] = useState(0);
  const key = JSON.stringify([channel, ask, turn]);
  const [answer, setAnswer] = useState<{ readonly key: string; readonly outcome: Outcome<Reply<C>> } | null>(null);
  const start = useEffectEvent((signal: AbortSignal) => call(channel, ask, signal));
  useEffect(() => {
    const gone = new AbortController();
    void start(gone.signal).then((outcome) => {
      if (!gone.signal.aborted) setAnswer({ key, outcome });
    });
    return () => {
      gone.abort();
    };
  }, [key]);
  const reload = useCallback(() => {
    setTurn((value) => value + 1);
  }, []);
  return { state: answer !== null && answer.key === key ? answer.outcome : pending, reload };
}
