import { Button } from '@fluentui/react-components';
import type { ReactElement } from 'react';

import type { LogType } from '../../../shared/model/log-type';
import { t } from '../../../shared/text/text';
import { redactor } from '../../components/check-report-text';
import { CheckReportPanel, CheckRunning } from '../../components/CheckReportPanel';
import { CopyButton } from '../../components/CopyButton';
import { FailureCard } from '../../components/FailureCard';
import type { Check } from '../../forms/use-check';
import { useCheckProgress } from '../../forms/use-check-progress';
import { logsOf } from '../../logs-link';
import { navigate } from '../../navigation';
import { adminText } from './admin-text';
import type { ConnectorValues } from './connector-form';

type Props = {
  readonly check: Check;
  readonly values: ConnectorValues;
  /** Name of the saved connector whose events can be looked at; null: there are none yet. */
  readonly collecting: string | null;
  readonly busy: boolean;
  /** Saves with these log types only. */
  readonly onSaveWith: (logTypes: LogType[]) => void;
};

/** A test while it runs and what it found, with what can be done next. */
export function TestResult({ check, values, collecting, busy, onSaveWith }: Props): ReactElement | null {
  const { state } = check;
  const running = useCheckProgress(state.kind === 'running');
  switch (state.kind) {
    case 'idle':
      return null;
    case 'running':
      return <CheckRunning title={t('connectors.test.running')} startedAt={state.startedAt} running={running} onCancel={check.cancel} />;
    case 'broken':
      return <FailureCard failure={state.failure} urgency="alert" />;
    case 'done': {
      const outdated = state.tested !== JSON.stringify(values);
      const failed = state.report.items.flatMap((item) => (item.state === 'failed' ? [item.logType] : []));
      const readable = values.logTypes.filter((logType) => !failed.includes(logType));
      // Where something else failed too, leaving log types out would mend nothing.
      const partly = !outdated && failed.length > 0 && !failed.includes(null) && readable.length > 0;
      return (
        <CheckReportPanel
          report={state.report}
          subject={t('connectors.test.subject', { name: values.name, clientId: values.clientId })}
          successTitle={t('connectors.test.success')}
          outdated={outdated}
          redact={redactor([values.clientId], [values.clientSecret ?? ''])}
          actions={
            <>
              {partly ? <Button size="small" disabled={busy} onClick={() => { onSaveWith(readable); }}>{t('connectors.saveWithout', { logTypes: failed.join(', ') })}</Button> : null}
              {state.report.passed && collecting !== null ? <Button size="small" onClick={() => { navigate(logsOf(collecting)); }}>{t('connectors.openLogs')}</Button> : null}
              {state.report.passed ? null : <CopyButton label={t('connectors.copyForAdmin')} caption={t('connectors.copyForAdmin')} appearance="secondary" text={() => adminText(values.logTypes)} />}
            </>
          }
        />
      );
    }
  }
}
