import { useState } from 'react';

import type { Failure } from '../../../shared/failures/failure';
import type { QuarantineItem, RetryResult } from '../../../shared/model/quarantine';
import { t } from '../../../shared/text/text';
import { call } from '../../bridge/client';
import { useDoneToast } from '../../components/toasts';
import { retryWords } from './quarantine-words';

/** The contract takes no more ids with one question. */
const mostAtOnce = 500;

export type QuarantineActions = {
  readonly busy: boolean;
  readonly failure: Failure | null;
  /** What the last retry did. */
  readonly said: string | null;
  readonly retry: (items: readonly QuarantineItem[]) => Promise<void>;
  readonly discard: (items: readonly QuarantineItem[]) => Promise<void>;
  readonly save: (items: readonly QuarantineItem[]) => Promise<void>;
};

/** Retry, discard and export. `onChanged` is called when the list may be another one now, also after half of a failed action. */
export function useActions(onChanged: () => void): QuarantineActions {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [said, setSaid] = useState<string | null>(null);
  const done = useDoneToast();

  const act = async (work: () => Promise<Failure | null>): Promise<void> => {
    setBusy(true);
    setSaid(null);
    setFailure(null);
    setFailure(await work());
    setBusy(false);
  };
  return {
    busy,
    failure,
    said,
    retry: (items) =>
      act(async () => {
        let sum: RetryResult = { requeued: 0, duplicates: 0, kept: 0 };
        let failed: Failure | null = null;
        for (const ids of inParts(items.filter((item) => item.retryable))) {
          const outcome = await call('quarantine.retry', { ids });
          if (outcome.kind === 'failed') {
            failed = outcome.failure;
            break;
          }
          const { requeued, duplicates, kept } = outcome.value;
          sum = { requeued: sum.requeued + requeued, duplicates: sum.duplicates + duplicates, kept: sum.kept + kept };
        }
        if (failed === null || sum.requeued + sum.duplicates > 0) setSaid(retryWords(sum));
        onChanged();
        return failed;
      }),
    discard: (items) =>
      act(async () => {
        for (const ids of inParts(items)) {
          const outcome = await call('quarantine.discard', { ids });
          if (outcome.kind === 'failed') {
            onChanged();
            return outcome.failure;
          }
        }
        done(t('quarantine.discard.done', { count: items.length }));
        onChanged();
        return null;
      }),
    save: (items) =>
      act(async () => {
        const outcome = await call('quarantine.export', { ids: items.map((item) => item.id) });
        if (outcome.kind === 'failed') return outcome.failure;
        if (outcome.value.path !== null) done(t('quarantine.saved', { count: items.length, path: outcome.value.path }));
        return null;
      }),
  };
}

function inParts(items: readonly QuarantineItem[]): readonly number[][] {
  const parts: number[][] = [];
  for (let at = 0; at < items.length; at += mostAtOnce) parts.push(items.slice(at, at + mostAtOnce).map((item) => item.id));
  return parts;
}
