import { Button } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { useRef, useState } from 'react';
import { useForm, useWatch } from 'react-hook-form';

import type { Failure } from '../../../shared/failures/failure';
import type { Outcome } from '../../../shared/ipc/outcome';
import type { CheckReport } from '../../../shared/model/check-report';
import type { ConnectorView } from '../../../shared/model/connector';
import type { LogType } from '../../../shared/model/log-type';
import type { OutputView } from '../../../shared/model/output';
import { t } from '../../../shared/text/text';
import { call } from '../../bridge/client';
import { reloadLists, useSession, valueOr } from '../../bridge/session';
import { Card } from '../../components/Card';
import { Disclosure } from '../../components/Disclosure';
import { FailureCard } from '../../components/FailureCard';
import { useDoneToast } from '../../components/toasts';
import { UnsavedDialog } from '../../components/UnsavedDialog';
import { useZone } from '../../components/zone';
import { formatDateTimeZone } from '../../format/time';
import { draftResolver, problemsByField, readDraft } from '../../forms/draft-resolver';
import { useCheck, useResultInSight } from '../../forms/use-check';
import { useUnsavedGuard } from '../../forms/use-unsaved-guard';
import { leaveTo, navigate } from '../../navigation';
import { routes } from '../../routes';
import { AdvancedFields } from './AdvancedFields';
import type { ConnectorValues } from './connector-form';
import { advancedFields, connectorShape, copyValuesOf, valuesOf } from './connector-form';
import styles from './connectors.module.css';
import { EarlierTests } from './EarlierTests';
import { LastTestNote } from './LastTest';
import { MainFields } from './MainFields';
import { SaveButtons } from './SaveButtons';
import { TestResult } from './TestResult';

type Props = { readonly connector: ConnectorView | null; /** A new connector starts with its values. */ readonly original: ConnectorView | null; readonly outputs: readonly OutputView[]; readonly keychainName: string };

/** The form of one connector. It tests what is typed, saved or not. */
export function ConnectorForm({ connector, original, outputs, keychainName }: Props): ReactElement {
  const zone = useZone();
  const first = useSession((session) => valueOr(session.connectors, null)?.length === 0);
  const [shape] = useState(() => connectorShape(connector, zone));
  const [initial] = useState(() => (original === null ? valuesOf : copyValuesOf)(connector ?? original, outputs.map((output) => output.config.id), zone));
  const form = useForm<ConnectorValues>({ defaultValues: initial, resolver: draftResolver(shape), mode: 'onBlur', reValidateMode: 'onChange' });
  const { isDirty, isSubmitting } = form.formState;
  const [advanced, setAdvanced] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const check = useCheck();
  const done = useDoneToast();
  const result = useResultInSight(check.state.kind);
  const top = useRef<HTMLFormElement>(null);
  const values = { ...initial, ...useWatch({ control: form.control }) };
  const { state } = check;
  const passed = state.kind === 'done' && state.report.passed && state.tested === JSON.stringify(values);

  const showProblems = (problems: readonly (readonly [keyof ConnectorValues, string])[]): void => {
    if (problems.some(([field]) => advancedFields.includes(field))) setAdvanced(true);
    for (const [field, message] of problems) form.setError(field, { type: 'draft', message });
    const [firstProblem] = problems;
    // The field may be in a part that opens only now.
    if (firstProblem !== undefined) requestAnimationFrame(() => { form.setFocus(firstProblem[0]); });
  };

  const refuse = (outcome: Outcome<unknown>): void => {
    if (outcome.kind === 'ok') return;
    const problems = problemsByField(shape, outcome.problems);
    showProblems(problems);
    setFailure(problems.length > 0 && problems.length === outcome.problems.length ? null : outcome.failure);
    if (problems.length === 0) top.current?.scrollIntoView({ block: 'start' });
  };

  /** Saves, and says whether it worked; what is wrong is on the fields then. `test` is what it passed just now. */
  const save = async (test: CheckReport | null = null): Promise<boolean> => {
    setFailure(null);
    const read = readDraft(shape, form.getValues());
    if (read.kind === 'invalid') {
      showProblems([...read.problems]);
      return false;
    }
    const outcome = await call('connectors.save', read.draft);
    refuse(outcome);
    if (outcome.kind === 'failed') return false;
    await reloadLists();
    const saved = connector === null ? t('connectors.savedNew', { name: read.draft.name }) : t('connectors.saved', { name: read.draft.name });
    done(test === null ? saved : t('connectors.tested', { time: formatDateTimeZone(test.startedAt + test.durationMs, zone), saved }));
    return true;
  };

  const guard = useUnsavedGuard(isDirty, () => save());

  const saveAndLeave = async (test: CheckReport | null = null): Promise<void> => {
    if (await save(test)) leaveTo(connector === null ? routes.status : routes.connectors);
  };

  const submit = form.handleSubmit(
    async () => {
      const report = passed ? null : await test();
      if (passed || report?.passed === true) await saveAndLeave(report);
    },
    (errors) => {
      if (advancedFields.some((field) => errors[field] !== undefined)) setAdvanced(true);
    },
  );

  const test = async (): Promise<CheckReport | null> => {
    setFailure(null);
    const read = readDraft(shape, form.getValues());
    if (read.kind === 'invalid') {
      showProblems([...read.problems]);
      return null;
    }
    const outcome = await check.run((signal) => call('connectors.check', read.draft, signal), JSON.stringify(form.getValues()));
    // The failure itself is shown by the test; only the fields are marked here.
    if (outcome?.kind === 'failed') showProblems(problemsByField(shape, outcome.problems));
    return outcome?.kind === 'ok' ? outcome.value : null;
  };

  const saveWith = (logTypes: LogType[]): void => {
    form.setValue('logTypes', logTypes, { shouldDirty: true });
    void saveAndLeave();
  };

  const busy = state.kind === 'running' || isSubmitting;
  return (
    <form
      ref={top}
      noValidate
      autoComplete="off"
      className={styles.form}
      onSubmit={(event) => void submit(event)}
    >
      {failure === null ? null : <FailureCard failure={failure} urgency="alert" />}
      <Card>
        <MainFields control={form.control} connector={connector} outputs={outputs} keychainName={keychainName} />
        <div className={styles.advancedPart}>
          <Disclosure title={t('connectors.advanced')} hint={t('connectors.advancedHint')} open={advanced} onOpenChange={setAdvanced}>
            <AdvancedFields control={form.control} outputs={outputs} keychainName={keychainName} />
          </Disclosure>
        </div>
      </Card>
      <div ref={result} className={styles.result}>
        {state.kind === 'broken' && failure !== null ? null : (
          <TestResult check={check} values={values} collecting={connector?.enabled === true ? connector.name : null} busy={busy} onSaveWith={saveWith} />
        )}
        {state.kind === 'idle' && connector !== null ? <LastTestNote test={connector.lastTest ?? null} /> : null}
        {connector === null ? null : <EarlierTests connector={connector} />}
      </div>
      <div className={styles.buttons}>
        <SaveButtons passed={passed} isNew={connector === null} disabled={busy} onSaveUntested={() => void saveAndLeave()} />
        <Button disabled={busy} onClick={() => void test()}>{t('connectors.test')}</Button>
        <Button appearance="subtle" onClick={() => { navigate(first ? '/' : routes.connectors); }}>{t('common.cancel')}</Button>
      </div>
      <UnsavedDialog
        open={guard.asking}
        what={connector === null ? t('connectors.unsavedNew') : t('connectors.unsaved', { name: connector.name })}
        busy={guard.busy}
        onSave={guard.save}
        onDiscard={guard.discard}
        onStay={guard.stay}
      />
    </form>
  );
}
