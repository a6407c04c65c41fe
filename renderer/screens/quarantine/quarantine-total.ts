import { useEffect } from 'react';
import { create } from 'zustand';

import { call } from '../../bridge/client';
import { useSession } from '../../bridge/session';
import { figuresOf } from '../../collection-figures';

/** The least time between two questions for the total. */
const restMs = 3000;

/** Shared by the badge in the navigation and the list, so that both say the same. */
const useTotal = create<{ readonly total: number; readonly askedAt: number }>(() => ({ total: 0, askedAt: 0 }));

/** Called with every total that an answer brings along. */
export function noteTotal(total: number): void {
  useTotal.setState({ total });
}

export function useNotedTotal(): number {
  return useTotal((state) => state.total);
}

async function askTotal(): Promise<void> {
  useTotal.setState({ askedAt: Date.now() });
  const outcome = await call('quarantine.page', { before: null, limit: 1 });
  if (outcome.kind === 'ok') noteTotal(outcome.value.total);
}

/** How many items are in quarantine, asked again when the figures of the collection change. Used once, by the frame. */
export function useQuarantineTotal(): number {
  const figures = useSession((session) => figuresOf(session.status));
  useEffect(() => {
    const timer = setTimeout(() => void askTotal(), Math.max(0, useTotal.getState().askedAt + restMs - Date.now()));
    return () => {
      clearTimeout(timer);
    };
  }, [figures]);
  return useNotedTotal();
}
