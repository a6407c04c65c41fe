import { Button } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { useRef, useState } from 'react';
import { useForm, useWatch } from 'react-hook-form';

import type { Failure } from '../../../shared/failures/failure';
import type { OutputType, OutputView } from '../../../shared/model/output';
import { outputGuarantee } from '../../../shared/model/output';
import { t } from '../../../shared/text/text';
import { call } from '../../bridge/client';
import { reloadLists } from '../../bridge/session';
import { Card } from '../../components/Card';
import { redactor } from '../../components/check-report-text';
import { CheckReportPanel, CheckRunning } from '../../components/CheckReportPanel';
import { Disclosure } from '../../components/Disclosure';
import { FailureCard } from '../../components/FailureCard';
import { useDoneToast } from '../../components/toasts';
import { UnsavedDialog } from '../../components/UnsavedDialog';
import { guaranteeWords, outputTypeWords } from '../../format/words';
import { draftResolver, problemsByField, readDraft } from '../../forms/draft-resolver';
import { useCheck, useResultInSight } from '../../forms/use-check';
import { useUnsavedGuard } from '../../forms/use-unsaved-guard';
import { leaveTo, navigate } from '../../navigation';
import { routes } from '../../routes';
import { AdvancedFields } from './AdvancedFields';
import { AuthFields } from './AuthFields';
import { TextField } from './CommonFields';
import { DnifCard } from './DnifCard';
import { FormatFields } from './EventFields';
import { advancedFields, canProve, outputShape } from './output-draft';
import type { OutputValues } from './output-values';
import { copyValuesOf, valuesOf } from './output-values';
import styles from './outputs.module.css';
import { ProofFields } from './ProofFields';
import { SampleCard } from './SampleCard';
import { TargetFields } from './TargetFields';
import { TodayCard } from './TodayCard';

type Props = { readonly type: OutputType; readonly output: OutputView | null; /** A new output starts with its values. */ readonly original: OutputView | null; readonly keychainName: string };

/** The form of one output. It tests what is typed, saved or not. */
export function OutputForm({ type, output, original, keychainName }: Props): ReactElement {
  const [shape] = useState(() => outputShape(type, output));
  const [initial] = useState(() => (original === null ? valuesOf(type, output) : copyValuesOf(type, original)));
  const form = useForm<OutputValues>({ defaultValues: initial, resolver: draftResolver(shape), mode: 'onBlur', reValidateMode: 'onChange' });
  const { isDirty, isSubmitting } = form.formState;
  const [advanced, setAdvanced] = useState(false);
  const [proving, setProving] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const check = useCheck();
  const done = useDoneToast();
  const result = useResultInSight(check.state.kind);
  const top = useRef<HTMLFormElement>(null);
  const values = useWatch({ control: form.control });

  const showProblems = (problems: readonly (readonly [keyof OutputValues, string])[]): void => {
    if (problems.some(([field]) => advancedFields.includes(field))) setAdvanced(true);
    for (const [field, message] of problems) form.setError(field, { type: 'draft', message });
    const [first] = problems;
    // The field may be in a part that opens only now.
    if (first !== undefined) requestAnimationFrame(() => { form.setFocus(first[0]); });
  };

  /** Saves, and says whether it worked; what is wrong is on the fields then. */
  const save = async (): Promise<boolean> => {
    setFailure(null);
    const read = readDraft(shape, form.getValues());
    if (read.kind === 'invalid') {
      showProblems([...read.problems]);
      return false;
    }
    const outcome = await call('outputs.save', read.draft);
    if (outcome.kind === 'failed') {
      const problems = problemsByField(shape, outcome.problems);
      showProblems(problems);
      if (problems.length === 0 || problems.length < outcome.problems.length) {
        setFailure(outcome.failure);
        top.current?.scrollIntoView({ block: 'start' });
      }
      return false;
    }
    await reloadLists();
    done(t('outputs.form.saved', { name: read.draft.config.name }));
    return true;
  };

  const guard = useUnsavedGuard(isDirty, save);
  const submit = form.handleSubmit(
    async () => {
      if (await save()) leaveTo(routes.outputs);
    },
    (errors) => {
      if (advancedFields.some((field) => errors[field] !== undefined)) setAdvanced(true);
    },
  );

  const test = async (wish: 'check' | 'prove'): Promise<void> => {
    setFailure(null);
    setProving(wish === 'prove');
    const read = readDraft(shape, form.getValues());
    if (read.kind === 'invalid') {
      showProblems([...read.problems]);
      return;
    }
    const outcome = await check.run((signal) => call(wish === 'check' ? 'outputs.check' : 'outputs.prove', read.draft, signal), JSON.stringify(form.getValues()));
    // The failure itself is shown by the test; only the fields are marked here.
    if (outcome?.kind === 'failed') showProblems(problemsByField(shape, outcome.problems));
  };

  const chooseForm = ({ format, model }: Pick<OutputValues, 'format' | 'model'>): void => {
    form.setValue('format', format, { shouldDirty: true });
    form.setValue('model', model, { shouldDirty: true });
  };

  const testing = check.state.kind === 'running';
  const guarantee = guaranteeWords[outputGuarantee[type]];
  return (
    <form ref={top} noValidate autoComplete="off" className={styles.form} onSubmit={(event) => void submit(event)}>
      {failure === null ? null : <FailureCard failure={failure} urgency="alert" />}
      <Card>
        <div className={styles.fields}>
          <TextField control={form.control} name="name" label={t('outputs.form.name')} required placeholder={outputTypeWords[type]} />
          <TargetFields type={type} form={form} onFailure={setFailure} />
          <AuthFields control={form.control} type={type} output={output} keychainName={keychainName} />
          <FormatFields control={form.control} />
        </div>
        <div className={styles.advancedPart}>
          <Disclosure title={t('outputs.form.advanced')} hint={t('outputs.form.advancedHint')} open={advanced} onOpenChange={setAdvanced}>
            <AdvancedFields control={form.control} type={type} />
          </Disclosure>
        </div>
      </Card>
      <SampleCard type={type} values={values as OutputValues} />
      {canProve(type) ? <DnifCard form={values as OutputValues} onChoose={chooseForm} onFailure={setFailure} /> : null}
      {canProve(type) ? <Card><ProofFields control={form.control} type={type} output={output} keychainName={keychainName} /></Card> : null}
      {output === null ? null : <TodayCard outputId={output.config.id} />}
      <Card>
        <dl className={styles.about}>
          <dt>{t('outputs.form.guarantee')}</dt>
          <dd><strong>{guarantee.word}.</strong> {guarantee.sentence}</dd>
          <dt>{t('outputs.form.usedBy')}</dt>
          <dd>{output === null || output.usedBy.length === 0 ? t('outputs.form.unused') : output.usedBy.join(', ')}</dd>
        </dl>
      </Card>
      <div ref={result} className={styles.result}>
        {check.state.kind === 'running' ? <CheckRunning title={proving ? t('outputs.test.proving') : t('outputs.test.sending')} usual={proving ? t('outputs.test.provingUsual') : t('outputs.test.sendingUsual')} startedAt={check.state.startedAt} onCancel={check.cancel} /> : null}
        {check.state.kind === 'broken' ? <FailureCard failure={check.state.failure} urgency="alert" /> : null}
        {check.state.kind === 'done' ? (
          <CheckReportPanel
            report={check.state.report}
            subject={t('outputs.form.subject', { name: values.name ?? '' })}
            successTitle={proving ? t('outputs.test.proven') : outputGuarantee[type] === 'acknowledged' ? t('outputs.test.delivered') : t('outputs.test.sent')}
            outdated={check.state.tested !== JSON.stringify(form.getValues())}
            redact={redactor([], [values.secret ?? '', values.proofToken ?? ''])}
          />
        ) : null}
      </div>
      <div className={styles.buttons}>
        <Button type="submit" appearance="primary" disabled={testing || isSubmitting}>{t('common.save')}</Button>
        <Button disabled={testing || isSubmitting} onClick={() => void test('check')}>{t('outputs.form.sendTest')}</Button>
        {canProve(type) && values.proofOn === true ? <Button disabled={testing || isSubmitting} onClick={() => void test('prove')}>{t('outputs.form.proveArrival')}</Button> : null}
        <Button appearance="subtle" onClick={() => { navigate(routes.outputs); }}>{t('common.cancel')}</Button>
      </div>
      <UnsavedDialog
        open={guard.asking}
        what={output === null ? t('outputs.form.unsavedNew') : t('outputs.form.subject', { name: output.config.name })}
        busy={guard.busy}
        onSave={guard.save}
        onDiscard={guard.discard}
        onStay={guard.stay}
      />
    </form>
  );
}
