import type { RefObject } from 'react';
import { useCallback, useEffect, useRef, useState } from 'react';

import type { Failure } from '../../shared/failures/failure';
import type { Outcome } from '../../shared/ipc/outcome';
import type { CheckReport } from '../../shared/model/check-report';

export type CheckState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly startedAt: number }
  | { readonly kind: 'done'; readonly report: CheckReport; readonly tested: string }
  | { readonly kind: 'broken'; readonly failure: Failure };

export type Check = {
  readonly state: CheckState;
  /** Runs a test; `tested` describes the values, to tell later whether they changed. */
  readonly run: (ask: (signal: AbortSignal) => Promise<Outcome<CheckReport>>, tested: string) => Promise<Outcome<CheckReport> | null>;
  readonly cancel: () => void;
};

/** A test that can be cancelled and that ends when the form is left. */
export function useCheck(): Check {
  const [state, setState] = useState<CheckState>({ kind: 'idle' });
  const running = useRef<AbortController | null>(null);
  useEffect(
    () => () => {
      running.current?.abort();
    },
    [],
  );
  const run = useCallback<Check['run']>(async (ask, tested) => {
    running.current?.abort();
    const own = new AbortController();
    running.current = own;
    setState({ kind: 'running', startedAt: Date.now() });
    const outcome = await ask(own.signal);
    // A cancelled test has been answered already; its late result is not news.
    if (own.signal.aborted) return null;
    setState(outcome.kind === 'ok' ? { kind: 'done', report: outcome.value, tested } : { kind: 'broken', failure: outcome.failure });
    return outcome;
  }, []);
  const cancel = useCallback(() => {
    running.current?.abort();
    setState({ kind: 'broken', failure: { code: 'APP-CANCELLED', detail: null, retryAfterMs: null, at: Date.now(), ref: 'window' } });
  }, []);
  return { state, run, cancel };
}

/** Brings the result into sight when it appears: the form above it is long. */
export function useResultInSight(kind: CheckState['kind']): RefObject<HTMLDivElement | null> {
  const result = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (kind !== 'idle') result.current?.scrollIntoView({ block: 'nearest' });
  }, [kind]);
  return result;
}
