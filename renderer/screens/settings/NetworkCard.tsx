import { Button, Input, Radio, RadioGroup } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { useState } from 'react';
import { Controller, useForm, useWatch } from 'react-hook-form';

import type { Failure } from '../../../shared/failures/failure';
import type { FieldProblem } from '../../../shared/ipc/outcome';
import type { NetworkView } from '../../../shared/model/network';
import { defaultNetworkSettings } from '../../../shared/model/network';
import { t } from '../../../shared/text/text';
import { call } from '../../bridge/client';
import { useCall } from '../../bridge/use-call';
import { Card } from '../../components/Card';
import { redactor } from '../../components/check-report-text';
import { CheckReportPanel, CheckRunning } from '../../components/CheckReportPanel';
import { FailureCard } from '../../components/FailureCard';
import { FormField } from '../../components/FormField';
import { LoadingLines } from '../../components/Loading';
import { useDoneToast } from '../../components/toasts';
import { UnsavedDialog } from '../../components/UnsavedDialog';
import { draftResolver, problemsByField, readDraft } from '../../forms/draft-resolver';
import { useCheck, useResultInSight } from '../../forms/use-check';
import { useUnsavedGuard } from '../../forms/use-unsaved-guard';
import { ManagedNote } from './ManagedNote';
import type { NetworkValues } from './network-form';
import { networkShape, networkValues } from './network-form';
import { ProxyFields } from './ProxyFields';
import styles from './settings.module.css';

const tlsNames = { old: 'TLS 1.2', new: 'TLS 1.3' };

/** How Mimecast is reached: proxy, certificates, TLS. Unlike the preferences it is saved by hand, because a half-typed proxy cuts everything off. */
export function NetworkCard({ keychainName }: { readonly keychainName: string }): ReactElement {
  const { state, reload } = useCall('network.get', undefined);
  return (
    <Card title={t('settings.network')} lead={t('settings.networkLead')}>
      {state.kind === 'pending' ? <LoadingLines label={t('settings.networkLoading')} /> : null}
      {state.kind === 'failed' ? <FailureCard failure={state.failure} actions={<Button onClick={reload}>{t('common.tryAgain')}</Button>} /> : null}
      {state.kind === 'ok' ? <NetworkForm key={JSON.stringify(state.value)} view={state.value} keychainName={keychainName} onSaved={reload} /> : null}
    </Card>
  );
}

function NetworkForm({ view, keychainName, onSaved }: { readonly view: NetworkView; readonly keychainName: string; readonly onSaved: () => void }): ReactElement {
  const [shape] = useState(() => networkShape(view.passwordStored));
  // Not on leaving a field: a message that appears above would move what is being clicked away.
  const form = useForm<NetworkValues>({ defaultValues: networkValues(view), resolver: draftResolver(shape), mode: 'onSubmit', reValidateMode: 'onChange' });
  const { isDirty, isSubmitting } = form.formState;
  const [failure, setFailure] = useState<Failure | null>(null);
  const check = useCheck();
  const result = useResultInSight(check.state.kind);
  const done = useDoneToast();
  const values = useWatch({ control: form.control });
  const { managed } = view;
  const usual = networkValues({ ...view, settings: defaultNetworkSettings });
  const changed = values.kind !== usual.kind || values.caFile !== usual.caFile || values.tlsMinimum !== usual.tlsMinimum;
  const fillIn = (): void => {
    form.setValue('kind', usual.kind, { shouldDirty: true });
    form.setValue('caFile', usual.caFile, { shouldDirty: true, shouldValidate: true });
    form.setValue('tlsMinimum', usual.tlsMinimum, { shouldDirty: true });
  };

  const showProblems = (problems: readonly (readonly [keyof NetworkValues, string])[]): void => {
    for (const [field, message] of problems) form.setError(field, { type: 'draft', message });
    const [first] = problems;
    if (first !== undefined) requestAnimationFrame(() => { form.setFocus(first[0]); });
  };
  const refused = (problems: readonly FieldProblem[], found: Failure): void => {
    const known = problemsByField(shape, problems);
    showProblems(known);
    setFailure(known.length > 0 && known.length === problems.length ? null : found);
  };
  const save = async (): Promise<boolean> => {
    setFailure(null);
    const read = readDraft(shape, form.getValues());
    if (read.kind === 'invalid') {
      showProblems([...read.problems]);
      return false;
    }
    const outcome = await call('network.save', read.draft);
    if (outcome.kind === 'failed') {
      refused(outcome.problems, outcome.failure);
      return false;
    }
    done(t('settings.networkSaved'));
    onSaved();
    return true;
  };
  const test = async (): Promise<void> => {
    setFailure(null);
    const read = readDraft(shape, form.getValues());
    if (read.kind === 'invalid') {
      showProblems([...read.problems]);
      return;
    }
    const outcome = await check.run((signal) => call('network.check', read.draft, signal), JSON.stringify(form.getValues()));
    if (outcome?.kind === 'failed') showProblems(problemsByField(shape, outcome.problems));
  };
  const browse = async (choose: (path: string) => void): Promise<void> => {
    const chosen = await call('network.chooseCa', undefined);
    if (chosen.kind === 'ok' && chosen.value.path !== null) choose(chosen.value.path);
  };
  const guard = useUnsavedGuard(isDirty, save);
  const testing = check.state.kind === 'running';
  return (
    <form noValidate autoComplete="off" className={styles.form} onSubmit={(event) => void form.handleSubmit(async () => { await save(); })(event)}>
      {managed ? <ManagedNote /> : null}
      <ProxyFields control={form.control} passwordStored={view.passwordStored} keychainName={keychainName} disabled={managed} />
      <Controller
        name="caFile"
        control={form.control}
        render={({ field, fieldState }) => (
          <FormField label={t('settings.ca')} hint={t('settings.caHint')} error={fieldState.error?.message ?? null}>
            <Input
              {...field}
              disabled={managed}
              placeholder={t('common.none')}
              autoComplete="off"
              spellCheck={false}
              contentAfter={<Button size="small" disabled={managed} aria-label={t('settings.caBrowse')} onClick={() => void browse(field.onChange)}>{t('settings.browse')}</Button>}
            />
          </FormField>
        )}
      />
      <Controller
        name="tlsMinimum"
        control={form.control}
        render={({ field }) => (
          <FormField label={t('settings.tls')} error={null}>
            <RadioGroup layout="horizontal" value={field.value} disabled={managed} onChange={(_event, data) => { field.onChange(data.value); }}>
              <Radio value="TLSv1.2" label={tlsNames.old} />
              <Radio value="TLSv1.3" label={tlsNames.new} />
            </RadioGroup>
          </FormField>
        )}
      />
      {failure === null ? null : <FailureCard failure={failure} urgency="alert" />}
      <div ref={result} className={styles.result}>
        {check.state.kind === 'running' ? <CheckRunning title={t('settings.networkTesting')} startedAt={check.state.startedAt} onCancel={check.cancel} /> : null}
        {check.state.kind === 'broken' && failure === null ? <FailureCard failure={check.state.failure} urgency="alert" /> : null}
        {check.state.kind === 'done' ? (
          <CheckReportPanel
            report={check.state.report}
            subject={t('settings.networkSubject')}
            successTitle={t('settings.networkReached')}
            outdated={check.state.tested !== JSON.stringify(form.getValues())}
            redact={redactor([values.username ?? ''], [values.password ?? ''])}
          />
        ) : null}
      </div>
      <div className={styles.buttons}>
        <Button type="submit" appearance="primary" disabled={testing || isSubmitting || !isDirty}>{t('settings.networkSave')}</Button>
        <Button disabled={testing || isSubmitting} onClick={() => void test()}>{t('settings.networkTest')}</Button>
        {changed && !managed ? <Button appearance="subtle" disabled={testing || isSubmitting} onClick={fillIn}>{t('settings.networkDefaults')}</Button> : null}
      </div>
      <UnsavedDialog open={guard.asking} what={t('settings.networkSubject')} busy={guard.busy} onSave={guard.save} onDiscard={guard.discard} onStay={guard.stay} />
    </form>
  );
}
