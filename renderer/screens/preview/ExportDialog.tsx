import { Button, Checkbox, ProgressBar, Radio, RadioGroup } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { useEffect, useRef, useState } from 'react';

import type { Failure } from '../../../shared/failures/failure';
import type { PreviewFormat, PreviewList } from '../../../shared/model/preview';
import { call } from '../../bridge/client';
import { FailureCard } from '../../components/FailureCard';
import { countOf, formatCount } from '../../format/numbers';
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
        onDone(`${countOf(outcome.value.events, 'event')} exported`);
        onClose();
      }
    });
  };
  return (
    <Sheet title="Export the list" onClose={onClose} actions={<Button appearance="primary" disabled={busy} onClick={start}>Choose file…</Button>}>
      <p className={styles.quiet}>{formatCount(matched)} of {formatCount(buffered)} events in the view. What has left the view is not in it.</p>
      <RadioGroup aria-label="Format" value={format} disabled={busy} onChange={(_event, data) => { setFormat(data.value === 'json' ? 'json' : data.value === 'csv' ? 'csv' : 'ndjson'); }}>
        <Radio value="ndjson" label="NDJSON: one record per line, as Mimecast sent it" />
        <Radio value="json" label="JSON: the same records as one list" />
        <Radio value="csv" label="CSV: the columns of the list; formulas are made harmless" />
      </RadioGroup>
      <Checkbox label="Redact addresses, IP addresses, subjects and file names" checked={redact} disabled={busy} onChange={(_event, data) => { setRedact(data.checked === true); }} />
      {busy ? <><ProgressBar aria-label="Export" value={matched === 0 ? 0 : Math.min(1, done / matched)} /><p className={styles.quiet} role="status">{countOf(done, 'event')} written</p></> : null}
      {failure === null ? null : <FailureCard failure={failure} urgency="alert" />}
    </Sheet>
  );
}
