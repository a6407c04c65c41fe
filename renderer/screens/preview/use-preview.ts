import { useCallback, useEffect, useEffectEvent, useRef, useState } from 'react';

import type { Failure } from '../../../shared/failures/failure';
import type { PreviewAsk, PreviewReply } from '../../../shared/model/preview';
import { call } from '../../bridge/client';

/** Between the answer to one question and the next: about ten a second, which reads as live and leaves the processor idle. */
const pauseMs = 100;

/** The newest answer with the question it answers: positions in it mean nothing without. */
export type Answer = { readonly ask: PreviewAsk; readonly reply: PreviewReply };

export type Preview = {
  readonly answer: Answer | null;
  readonly failure: Failure | null;
  /** Asks at once instead of at the next turn, e.g. after scrolling. */
  readonly poke: () => void;
};

/** Asks for the visible rows again and again: one question at a time, none while the window cannot be seen. */
export function usePreview(ask: PreviewAsk): Preview {
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const pokeNow = useRef<() => void>(() => undefined);
  const currentAsk = useEffectEvent(() => ask);

  useEffect(() => {
    let ended = false;
    let timer: ReturnType<typeof setTimeout> | null = null;
    let asking = false;
    let poked = false;

    const turn = async (): Promise<void> => {
      if (ended || asking || document.visibilityState === 'hidden') return;
      if (timer !== null) clearTimeout(timer);
      timer = null;
      asking = true;
      poked = false;
      const asked = currentAsk();
      const outcome = await call('preview.rows', asked);
      asking = false;
      if (isOver()) return;
      if (outcome.kind === 'ok') {
        setAnswer({ ask: asked, reply: outcome.value });
        setFailure(null);
      } else {
        setFailure(outcome.failure);
      }
      // A search that is not through goes on at once.
      const searching = outcome.kind === 'ok' && outcome.value.unsearched > 0;
      timer = setTimeout(() => void turn(), wasPoked() || searching ? 0 : pauseMs);
    };
    // Read through functions: both change while the answer is awaited.
    const isOver = (): boolean => ended;
    const wasPoked = (): boolean => poked;
    const wake = (): void => void turn();

    pokeNow.current = () => {
      poked = true;
      void turn();
    };
    document.addEventListener('visibilitychange', wake);
    void turn();
    return () => {
      ended = true;
      if (timer !== null) clearTimeout(timer);
      document.removeEventListener('visibilitychange', wake);
    };
  }, []);

  const poke = useCallback(() => {
    pokeNow.current();
  }, []);
  return { answer, failure, poke };
}
