import { Button, Tooltip } from '@fluentui/react-components';
import { ArrowDownload16Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useState } from 'react';

import type { Failure } from '../../../shared/failures/failure';
import { t } from '../../../shared/text/text';
import { call } from '../../bridge/client';
import { useDoneToast } from '../../components/toasts';
import type { Span } from './time-range';

type Props = { readonly span: Span | null; readonly onFailure: (failure: Failure | null) => void };

/** Saves the chosen time, of every connector and log type, where the administrator says. */
export function ExportButtons({ span, onFailure }: Props): ReactElement {
  const [busy, setBusy] = useState(false);
  const done = useDoneToast();
  const save = (format: 'csv' | 'json'): void => {
    if (span === null || busy) return;
    setBusy(true);
    void call('ledger.export', { ...span, format }).then((outcome) => {
      setBusy(false);
      onFailure(outcome.kind === 'failed' ? outcome.failure : null);
      if (outcome.kind === 'ok' && outcome.value.path !== null) done(t('ledger.saved', { path: outcome.value.path }));
    });
  };
  return (
    <>
      {(['csv', 'json'] as const).map((format) => (
        <Tooltip key={format} content={t('ledger.export.hint')} relationship="description">
          <Button icon={<ArrowDownload16Regular />} disabledFocusable={span === null || busy} onClick={() => { save(format); }}>
            {t('ledger.export', { format: format.toUpperCase() })}
          </Button>
        </Tooltip>
      ))}
    </>
  );
}
