import { Button, Checkbox, ProgressBar, Radio, RadioGroup } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { useEffect, useRef, useState } from 'react';

import type { Failure } from '../../../shared/failures/failure';
import type { PreviewFormat, PreviewList } from '../../../shared/model/preview';
import { t } from '../../../shared/text/text';
import { call } from '../../bridge/client';
import { FailureCard } from '../../components/FailureCard';
import styles from './dialogs.module.css';
import { Sheet } from './PreviewDialogs';

type Props = { readonly list: PreviewList; readonly matched: number; readonly buffered: number; readonly columns: readonly string[]; readonly onDone: (words: string) => void; readonly onClose: () => void };

const progressEveryMs = 250;

/** Writes the list to a file: shows how far it is, and can be stopped, which leaves no file behind. */
export function ExportDialog({ list, matched, buffered, columns, onDone, onClose }: Props): ReactElement {
  const [format, setFormat] = useState<PreviewFormat>('ndjson');
  const [redact, setRedact] = useState(false);
  const [done, setDone] = useState<number | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const running = useRef<AbortController | null>(null);
  const busy = done !== null;

  useEffect(() => () => { running.current?.abort(); }, []);
  useEffect(() => {
    if (!busy) return;
    const timer = setInterval(() => {
      void call('preview.exportProgress', undefined).then((outcome) => {
        if (outcome.kind === 'ok' && outcome.value !== null) setDone(outcome.value.done);
      });
    }, progressEveryMs);
    return () => { clearInterval(timer); };
  }, [busy]);

  const start = (): void => {
    const gone = new AbortController();
    running.current = gone;
    setFailure(null);
    setDone(0);
    void call('preview.export', { list, format, columns: [...columns], redact }, gone.signal).then((outcome) => {
      running.current = null;
      setDone(null);
      if (outcome.kind === 'failed') {
        if (outcome.failure.code !== 'APP-CANCELLED') setFailure(outcome.failure);
      } else if (outcome.value.path !== null) {
        onDone(t('preview.export.done', { count: outcome.value.events }));
        onClose();
      }
    });
  };
  return (
    <Sheet title={t('preview.export.title')} onClose={onClose} actions={<Button appearance="primary" disabled={busy} onClick={start}>{t('preview.export.choose')}</Button>}>
      <p className={styles.quiet}>{t('preview.export.scope', { matched, buffered })}</p>
      <RadioGroup aria-label={t('preview.export.format')} value={format} disabled={busy} onChange={(_event, data) => { setFormat(data.value === 'json' ? 'json' : data.value === 'csv' ? 'csv' : 'ndjson'); }}>
        <Radio value="ndjson" label={t('preview.export.ndjson')} />
        <Radio value="json" label={t('preview.export.json')} />
        <Radio value="csv" label={t('preview.export.csv')} />
      </RadioGroup>
      <Checkbox label={t('preview.export.redact')} checked={redact} disabled={busy} onChange={(_event, data) => { setRedact(data.checked === true); }} />
      {busy ? <><ProgressBar aria-label={t('preview.export.progress')} value={matched === 0 ? 0 : Math.min(1, done / matched)} /><p className={styles.quiet} role="status">{t('preview.export.written', { count: done })}</p></> : null}
      {failure === null ? null : <FailureCard failure={failure} urgency="alert" />}
    </Sheet>
  );
}
