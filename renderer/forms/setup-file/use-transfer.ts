import { useState } from 'react';

import type { Ask } from '../../../shared/ipc/contract';
import type { SetupPlan, SetupResult } from '../../../shared/model/setup-file';
import { t } from '../../../shared/text/text';
import { call } from '../../bridge/client';
import { reloadLists } from '../../bridge/session';
import { useDoneToast } from '../../components/toasts';

export type Transfer = {
  readonly plan: SetupPlan | null;
  readonly busy: boolean;
  /** Sentences for the administrator; empty while nothing is wrong. */
  readonly problems: readonly string[];
  readonly save: (ids: Ask<'setup.export'>) => void;
  readonly choose: () => void;
  readonly apply: (chosen: readonly number[]) => void;
  readonly close: () => void;
};

type Failed = { readonly kind: 'failed'; readonly failure: { readonly code: string; readonly detail: string | null }; readonly problems: readonly { readonly message: string }[] };

const sentences = (outcome: Failed): readonly string[] =>
  outcome.problems.length > 0 ? outcome.problems.map(({ message }) => message) : [outcome.failure.detail === null ? outcome.failure.code : t('forms.transfer.problem', { code: outcome.failure.code, detail: outcome.failure.detail })];

/** Export and import of connectors and outputs: the file is chosen and read in main, shown here, and applied in main. */
export function useTransfer(): Transfer {
  const [plan, setPlan] = useState<SetupPlan | null>(null);
  const [busy, setBusy] = useState(false);
  const [problems, setProblems] = useState<readonly string[]>([]);
  const done = useDoneToast();
  const begin = (): void => {
    setBusy(true);
    setProblems([]);
  };
  return {
    plan, busy, problems,
    close: () => { setPlan(null); },
    save: (ids) => {
      begin();
      void call('setup.export', ids).then((outcome) => {
        setBusy(false);
        if (outcome.kind === 'failed') setProblems(sentences(outcome));
        else if (outcome.value.path !== null) done(t('forms.transfer.exported'));
      });
    },
    choose: () => {
      begin();
      void call('setup.choose', undefined).then((outcome) => {
        setBusy(false);
        if (outcome.kind === 'failed') setProblems(sentences(outcome));
        else setPlan(outcome.value);
      });
    },
    apply: (chosen) => {
      if (plan === null) return;
      begin();
      void call('setup.apply', { reading: plan.reading, chosen: [...chosen] }).then(async (outcome) => {
        setPlan(null);
        await reloadLists();
        setBusy(false);
        if (outcome.kind === 'failed') setProblems(sentences(outcome));
        else {
          setProblems(outcome.value.failed.map(({ name, reason }) => t('forms.transfer.notImported', { name, reason })));
          const text = saidOf(outcome.value);
          if (text !== '') done(text);
        }
      });
    },
  };
}

function saidOf({ added, changed }: SetupResult): string {
  if (added.length === 0) return changed.length === 0 ? '' : t('forms.transfer.changed', { count: changed.length });
  return changed.length === 0 ? t('forms.transfer.added', { count: added.length }) : t('forms.transfer.addedChanged', { added: added.length, changed: changed.length });
}
