import { Button } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { useRef, useState } from 'react';
import { useForm, useWatch } from 'react-hook-form';

import type { Failure } from '../../../shared/failures/failure';
import type { Outcome } from '../../../shared/ipc/outcome';
import type { ConnectorView } from '../../../shared/model/connector';
import type { OutputView } from '../../../shared/model/output';
import { call } from '../../bridge/client';
import { reloadLists, useSession, valueOr } from '../../bridge/session';
import { Card } from '../../components/Card';
import { redactor } from '../../components/check-report-text';
import { CheckReportPanel, CheckRunning } from '../../components/CheckReportPanel';
import { Disclosure } from '../../components/Disclosure';
import { FailureCard } from '../../components/FailureCard';
import { useDoneToast } from '../../components/toasts';
import { UnsavedDialog } from '../../components/UnsavedDialog';
import { useZone } from '../../components/zone';
import { draftResolver, problemsByField, readDraft } from '../../forms/draft-resolver';
import { useCheck, useResultInSight } from '../../forms/use-check';
import { useUnsavedGuard } from '../../forms/use-unsaved-guard';
import { leaveTo, navigate } from '../../navigation';
import { routes } from '../../routes';
import { AdvancedFields } from './AdvancedFields';
import type { ConnectorValues } from './connector-form';
import { advancedFields, connectorShape, copyValuesOf, valuesOf } from './connector-form';
import styles from './connectors.module.css';
import { MainFields } from './MainFields';

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
  const values = useWatch({ control: form.control });

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

  /** Saves, and says whether it worked; what is wrong is on the fields then. */
  const save = async (): Promise<boolean> => {
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
    done(connector === null ? `Connector “${read.draft.name}” saved. Collection starts now.` : `Connector “${read.draft.name}” saved.`);
    return true;
  };

  const guard = useUnsavedGuard(isDirty, save);

  const submit = form.handleSubmit(
    async () => {
      if (await save()) leaveTo(connector === null ? routes.status : routes.connectors);
    },
    (errors) => {
      if (advancedFields.some((field) => errors[field] !== undefined)) setAdvanced(true);
    },
  );

  const test = async (): Promise<void> => {
    setFailure(null);
    const read = readDraft(shape, form.getValues());
    if (read.kind === 'invalid') {
      showProblems([...read.problems]);
      return;
    }
    const outcome = await check.run((signal) => call('connectors.check', read.draft, signal), JSON.stringify(form.getValues()));
    // The failure itself is shown by the test; only the fields are marked here.
    if (outcome?.kind === 'failed') showProblems(problemsByField(shape, outcome.problems));
  };

  const testing = check.state.kind === 'running';
  const redact = redactor([values.clientId ?? ''], [values.clientSecret ?? '']);
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
          <Disclosure title="Advanced" hint="Outputs, base URL, platform, SIEM delivery, start, poll interval" open={advanced} onOpenChange={setAdvanced}>
            <AdvancedFields control={form.control} outputs={outputs} />
          </Disclosure>
        </div>
      </Card>
      <div ref={result} className={styles.result}>
        {check.state.kind === 'running' ? <CheckRunning title="Testing the connection" startedAt={check.state.startedAt} onCancel={check.cancel} /> : null}
        {check.state.kind === 'broken' && failure === null ? <FailureCard failure={check.state.failure} urgency="alert" /> : null}
        {check.state.kind === 'done' ? (
          <CheckReportPanel
            report={check.state.report}
            subject={`connector “${values.name ?? ''}”, Client ID ${values.clientId ?? ''}`}
            successTitle="Connection successful"
            outdated={check.state.tested !== JSON.stringify(form.getValues())}
            redact={redact}
          />
        ) : null}
      </div>
      <div className={styles.buttons}>
        <Button type="submit" appearance="primary" disabled={testing || isSubmitting}>Save</Button>
        <Button disabled={testing || isSubmitting} onClick={() => void test()}>Test Connection</Button>
        <Button appearance="subtle" onClick={() => { navigate(first ? '/' : routes.connectors); }}>Cancel</Button>
      </div>
      <UnsavedDialog
        open={guard.asking}
        what={connector === null ? 'the new connector' : `connector “${connector.name}”`}
        busy={guard.busy}
        onSave={guard.save}
        onDiscard={guard.discard}
        onStay={guard.stay}
      />
    </form>
  );
}
