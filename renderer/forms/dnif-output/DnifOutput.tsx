import { Button } from '@fluentui/react-components';
import type { KeyboardEvent, ReactElement } from 'react';
import { useEffect, useId, useRef, useState } from 'react';
import { useForm, useWatch } from 'react-hook-form';

import type { Failure } from '../../../shared/failures/failure';
import type { OutputDraft } from '../../../shared/model/output';
import { t } from '../../../shared/text/text';
import { call } from '../../bridge/client';
import { reloadLists } from '../../bridge/session';
import { redactor } from '../../components/check-report-text';
import { CheckReportPanel, CheckRunning } from '../../components/CheckReportPanel';
import { FailureCard } from '../../components/FailureCard';
import { useDoneToast } from '../../components/toasts';
import { draftResolver, problemsByField, readDraft } from '../draft-resolver';
import { useCheck } from '../use-check';
import styles from './dnif-output.module.css';
import type { DnifValues } from './dnif-values';
import { dnifShape, startValues } from './dnif-values';
import { DnifFields } from './DnifFields';

type Props = { readonly keychainName: string; readonly onAdded: (id: string) => void; readonly onCancel: () => void };

/** A new DNIF HTTPS output in the middle of another form: tested with an event of its own, then added. */
export function DnifOutput({ keychainName, onAdded, onCancel }: Props): ReactElement {
  const [initial] = useState(startValues);
  const form = useForm<DnifValues>({ defaultValues: initial, resolver: draftResolver(dnifShape), mode: 'onBlur', reValidateMode: 'onChange' });
  const { control } = form;
  const [failure, setFailure] = useState<Failure | null>(null);
  const [saving, setSaving] = useState(false);
  const check = useCheck();
  const done = useDoneToast();
  const id = useId();
  const typed = { ...initial, ...useWatch({ control }) };
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => { title.current?.focus(); }, []);

  /** Adds it, tested or not; what main finds wrong is on its field then. */
  const save = async (draft: OutputDraft): Promise<void> => {
    setSaving(true);
    const outcome = await call('outputs.save', draft);
    setSaving(false);
    if (outcome.kind === 'failed') {
      const problems = problemsByField(dnifShape, outcome.problems);
      for (const [field, message] of problems) form.setError(field, { type: 'draft', message });
      if (problems.length === 0) setFailure(outcome.failure);
      return;
    }
    await reloadLists();
    done(t('forms.dnif.added', { name: draft.config.name }));
    onAdded(outcome.value.config.id);
  };
  /** Submitting marks what is wrong, and from then on at every key: a message that goes only when its field is left would move the button under the mouse. */
  const submit = (then: (draft: OutputDraft, values: DnifValues) => Promise<void>): void => {
    setFailure(null);
    void form.handleSubmit(async (values) => {
      const read = readDraft(dnifShape, values);
      if (read.kind === 'ok') await then(read.draft, values);
    })();
  };
  const add = (): void => { submit((draft) => save(draft)); };
  const testAndAdd = (): void => {
    submit(async (draft, values) => {
      const outcome = await check.run((signal) => call('outputs.check', draft, signal), JSON.stringify(values));
      if (outcome?.kind === 'ok' && outcome.value.passed) await save(draft);
    });
  };
  // The form around this one must not take the key for its own.
  const enter = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || !(event.target instanceof HTMLInputElement)) return;
    event.preventDefault();
    testAndAdd();
  };

  const { state } = check;
  const tested = state.kind === 'done' && state.tested === JSON.stringify(typed);
  const busy = state.kind === 'running' || saving;
  return (
    <section className={styles.part} aria-labelledby={id} onKeyDown={enter}>
      <h3 id={id} ref={title} tabIndex={-1} className={styles.title}>{t('forms.dnif.title')}</h3>
      <DnifFields control={control} authKind={typed.authKind} keychainName={keychainName} />
      {failure === null ? null : <FailureCard failure={failure} urgency="alert" />}
      {state.kind === 'running' ? <CheckRunning title={t('forms.dnif.testing')} startedAt={state.startedAt} onCancel={check.cancel} /> : null}
      {state.kind === 'broken' ? <FailureCard failure={state.failure} urgency="alert" /> : null}
      {state.kind === 'done' ? (
        <CheckReportPanel
          report={state.report}
          subject={t('forms.dnif.subject', { name: typed.name })}
          successTitle={t('forms.dnif.delivered')}
          outdated={!tested}
          redact={redactor([], [typed.secret])}
        />
      ) : null}
      <div className={styles.buttons}>
        {tested && state.report.passed
          ? <Button appearance="primary" disabled={busy} onClick={add}>{t('forms.dnif.add')}</Button>
          : <Button appearance="primary" disabled={busy} onClick={testAndAdd}>{t('forms.dnif.testAndAdd')}</Button>}
        {tested && !state.report.passed ? <Button disabled={busy} onClick={add}>{t('forms.dnif.addUntested')}</Button> : null}
        <Button appearance="subtle" disabled={busy} onClick={onCancel}>{t('common.cancel')}</Button>
      </div>
    </section>
  );
}
