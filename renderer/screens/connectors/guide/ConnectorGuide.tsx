import { Button } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { useEffect, useRef, useState } from 'react';
import { useForm, useWatch } from 'react-hook-form';

import type { Failure } from '../../../../shared/failures/failure';
import type { OutputView } from '../../../../shared/model/output';
import { t } from '../../../../shared/text/text';
import { call } from '../../../bridge/client';
import { reloadLists } from '../../../bridge/session';
import { Card } from '../../../components/Card';
import { FailureCard } from '../../../components/FailureCard';
import { useDoneToast } from '../../../components/toasts';
import { useZone } from '../../../components/zone';
import { draftResolver, problemsByField, readDraft } from '../../../forms/draft-resolver';
import { useCheck, useResultInSight } from '../../../forms/use-check';
import { leaveTo } from '../../../navigation';
import { routes } from '../../../routes';
import type { ConnectorValues } from '../connector-form';
import { connectorShape, valuesOf } from '../connector-form';
import styles from '../connectors.module.css';
import { TestResult } from '../TestResult';
import guide from './guide.module.css';
import { guideSteps, keep, lastStep, problemOf, stepOf, takeKept } from './guide-steps';
import { GuideFields } from './GuideFields';
import { StepList } from './StepList';

const none: ReadonlyMap<keyof ConnectorValues, string> = new Map();

export function ConnectorGuide({ outputs, keychainName }: { readonly outputs: readonly OutputView[]; readonly keychainName: string }): ReactElement {
  const zone = useZone();
  const [shape] = useState(() => connectorShape(null, zone));
  const [begun] = useState(takeKept);
  const [start] = useState(() => {
    const known = outputs.map((output) => output.config.id);
    // The demo has outputs of its own, and any may have been deleted since.
    return begun === null ? valuesOf(null, known, zone) : { ...begun.values, outputs: begun.values.outputs.filter((id) => known.includes(id)) };
  });
  const form = useForm<ConnectorValues>({ defaultValues: start, resolver: draftResolver(shape), mode: 'onBlur', reValidateMode: 'onChange' });
  const [step, setStep] = useState(begun?.step ?? 0);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [saving, setSaving] = useState(false);
  const check = useCheck();
  const done = useDoneToast();
  const result = useResultInSight(check.state.kind);
  const title = useRef<HTMLHeadingElement>(null);
  // A step that the administrator went to; the first look at the screen belongs to its heading.
  const moved = useRef(false);
  const saved = useRef(false);
  const values = useWatch({ control: form.control });
  const typed = { ...start, ...values };
  const read = readDraft(shape, typed);
  const problems = read.kind === 'invalid' ? read.problems : none;
  const current = guideSteps[step] ?? guideSteps[0];

  useEffect(() => {
    if (moved.current) title.current?.focus();
  }, [step]);
  const { getValues } = form;
  useEffect(() => {
    keep({ step, values: getValues() });
    return () => {
      keep(saved.current ? null : { step, values: getValues() });
    };
  }, [step, getValues]);

  const go = (to: number): void => {
    moved.current = true;
    setStep(to);
  };
  const showProblem = (field: keyof ConnectorValues, message: string): void => {
    go(stepOf(field));
    // The field may be on a step that appears only now.
    requestAnimationFrame(() => {
      form.setError(field, { type: 'draft', message });
      form.setFocus(field);
    });
  };
  const next = (): void => {
    const problem = problemOf(current, problems);
    if (problem === null) go(step + 1);
    else showProblem(problem.field, problem.message);
  };
  const firstProblem = (): boolean => {
    const [first] = problems;
    if (first !== undefined) showProblem(...first);
    return first !== undefined;
  };
  const test = async (): Promise<void> => {
    setFailure(null);
    if (read.kind === 'invalid') firstProblem();
    else await check.run((signal) => call('connectors.check', read.draft, signal), JSON.stringify(form.getValues()));
  };
  const save = async (): Promise<void> => {
    setFailure(null);
    // Read anew: the log types may have been changed by the button that was pressed.
    const now = readDraft(shape, form.getValues());
    if (now.kind === 'invalid') {
      firstProblem();
      return;
    }
    setSaving(true);
    const outcome = await call('connectors.save', now.draft);
    setSaving(false);
    if (outcome.kind === 'failed') {
      const [problem] = problemsByField(shape, outcome.problems);
      if (problem === undefined) setFailure(outcome.failure);
      else showProblem(...problem);
      return;
    }
    saved.current = true;
    await reloadLists();
    done(t('connectors.savedNew', { name: now.draft.name }));
    leaveTo(routes.status);
  };

  const testing = check.state.kind === 'running';
  const busy = testing || saving;
  const passed = check.state.kind === 'done' && check.state.report.passed && check.state.tested === JSON.stringify(typed);
  return (
    <form
      noValidate
      autoComplete="off"
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (step < lastStep) next();
      }}
    >
      <StepList current={step} onGo={go} isDone={(index) => index < lastStep && problemOf(guideSteps[index] ?? current, problems) === null} />
      {failure === null ? null : <FailureCard failure={failure} urgency="alert" />}
      <Card>
        <h2 ref={title} tabIndex={-1} className={guide.stepTitle}>{t('connectors.guide.heading', { number: step + 1, all: guideSteps.length, title: current.title })}</h2>
        <GuideFields step={step} control={form.control} getValues={form.getValues} outputs={outputs} keychainName={keychainName} problems={problems} onGo={go} />
      </Card>
      <div ref={result} className={styles.result}>
        {step < lastStep ? null : (
          <TestResult
            check={check}
            values={typed}
            collecting={null}
            busy={busy}
            onSaveWith={(logTypes) => {
              form.setValue('logTypes', logTypes);
              void save();
            }}
          />
        )}
      </div>
      <div className={styles.buttons}>
        {step < lastStep ? (
          <Button type="submit" appearance="primary">{t('connectors.guide.next')}</Button>
        ) : (
          <>
            <Button appearance={passed ? 'secondary' : 'primary'} disabled={busy} onClick={() => void test()}>{t('connectors.test')}</Button>
            <Button appearance={passed ? 'primary' : 'secondary'} disabled={busy} onClick={() => void save()}>{passed ? t('connectors.start') : t('connectors.guide.saveUntested')}</Button>
          </>
        )}
        {step === 0 ? null : <Button disabled={busy} onClick={() => { go(step - 1); }}>{t('connectors.guide.back')}</Button>}
      </div>
    </form>
  );
}
