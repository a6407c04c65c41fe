import { Button, Field, Textarea } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { useState } from 'react';

import type { Highlight } from '../../../shared/model/live-logs-settings';
import { LiveLogsSettingsSchema } from '../../../shared/model/live-logs-settings';
import { t } from '../../../shared/text/text';
import { copyText } from '../../components/copy';
import styles from './dialogs.module.css';

/** Highlights out of a text that somebody else copied here; null for another text. */
export function readHighlights(text: string): Highlight[] | null {
  try {
    const read = LiveLogsSettingsSchema.shape.highlights.safeParse(JSON.parse(text));
    return read.success && new Set(read.data.map(({ colour }) => colour)).size === read.data.length ? read.data : null;
  } catch {
    return null;
  }
}

/** Takes a set of highlights to another computer and back, as text. */
export function HighlightTransfer({ highlights, onSave }: { readonly highlights: readonly Highlight[]; readonly onSave: (highlights: Highlight[]) => void }): ReactElement {
  const [text, setText] = useState<string | null>(null);
  const [said, setSaid] = useState('');
  const read = text === null || text.trim() === '' ? null : readHighlights(text);
  const wrong = text !== null && text.trim() !== '' && read === null;
  return (
    <>
      <div className={styles.actions}>
        <Button disabled={highlights.length === 0} onClick={() => void copyText(JSON.stringify(highlights, null, 2)).then((done) => { setSaid(done ? t('preview.highlights.exported') : ''); })}>{t('preview.highlights.export')}</Button>
        <Button aria-expanded={text !== null} onClick={() => { setText(text === null ? '' : null); }}>{t('preview.highlights.import')}</Button>
        <span role="status" className={styles.quiet}>{said}</span>
      </div>
      {text === null ? null : (
        <form className={styles.add} onSubmit={(event) => {
          event.preventDefault();
          if (read === null) return;
          onSave(read);
          setText(null);
          setSaid(t('preview.highlights.imported', { count: read.length }));
        }}>
          <Field label={t('preview.highlights.importLabel')} hint={t('preview.highlights.importHint')} className={styles.grow ?? ''} {...(wrong ? { validationState: 'error' as const, validationMessage: t('preview.highlights.importWrong') } : {})}>
            <Textarea value={text} rows={4} maxLength={8000} spellCheck={false} onChange={(_event, data) => { setText(data.value); }} />
          </Field>
          <Button type="submit" disabled={read === null}>{t('preview.highlights.take')}</Button>
        </form>
      )}
    </>
  );
}
