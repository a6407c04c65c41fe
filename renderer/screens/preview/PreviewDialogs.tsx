import { Button, Checkbox, Field, Input } from '@fluentui/react-components';
import { Delete16Regular } from '@fluentui/react-icons';
import type { ReactElement, ReactNode } from 'react';
import { useState } from 'react';

import { parseFilter } from '../../../shared/filter/parse';
import type { Highlight, SavedFilter } from '../../../shared/model/live-logs-settings';
import { textOf } from '../../../shared/text/message';
import { t } from '../../../shared/text/text';
import { TitledModal } from '../../components/Modal';
import { UntrustedText } from '../../components/UntrustedText';
import { reveal } from '../../format/untrusted';
import styles from './dialogs.module.css';
import { HighlightTransfer } from './HighlightTransfer';

/** A dialog with one way out, or a deed and a way out. */
export function Sheet({ title, children, actions, onClose }: { readonly title: string; readonly children: ReactNode; readonly actions?: ReactNode; readonly onClose: () => void }): ReactElement {
  const out = <Button appearance={actions === undefined ? 'primary' : 'secondary'} onClick={onClose}>{actions === undefined ? t('preview.done') : t('common.cancel')}</Button>;
  return <TitledModal title={title} className={styles.surface} contentClassName={styles.content} onClose={onClose} actions={<>{actions}{out}</>}>{children}</TitledModal>;
}

type SaveProps = { readonly text: string; readonly saved: readonly SavedFilter[]; readonly onSave: (filters: SavedFilter[]) => void; readonly onClose: () => void };

/** Names the filter; a name that is taken replaces. */
export function SaveFilterDialog({ text, saved, onSave, onClose }: SaveProps): ReactElement {
  const [name, setName] = useState('');
  const given = name.trim();
  const replaces = saved.some((each) => each.name === given);
  const save = (): void => {
    const filter = { name: given, text };
    onSave(replaces ? saved.map((each) => (each.name === given ? filter : each)) : [...saved, filter]);
    onClose();
  };
  const full = !replaces && saved.length >= 50;
  return (
    <Sheet title={t('preview.save.title')} onClose={onClose} actions={<Button appearance="primary" disabled={given === '' || text === '' || full} onClick={save}>{replaces ? t('preview.save.replace') : t('common.save')}</Button>}>
      <p className={styles.quiet}>{text === '' ? t('preview.save.nothing') : <code><UntrustedText text={text} /></code>}</p>
      <Field label={t('preview.save.name')} hint={replaces ? t('preview.save.replaces') : full ? t('preview.save.full') : t('preview.save.nameHint')}>
        <Input value={name} maxLength={80} list="saved-names" onChange={(_event, data) => { setName(data.value); }} />
      </Field>
      <datalist id="saved-names">{saved.map((each) => <option key={each.name} value={each.name} />)}</datalist>
    </Sheet>
  );
}

export function SavedFiltersDialog({ saved, onSave, onClose }: Omit<SaveProps, 'text'>): ReactElement {
  return (
    <Sheet title={t('preview.saved.title')} onClose={onClose}>
      <ul className={styles.lines}>
        {saved.map((filter) => (
          <li key={filter.name} className={styles.line}>
            <span className={styles.grow}>{filter.name}<code className={styles.under}><UntrustedText text={filter.text} /></code></span>
            <Button size="small" appearance="subtle" icon={<Delete16Regular />} aria-label={t('preview.saved.delete', { name: filter.name })} onClick={() => { onSave(saved.filter((each) => each !== filter)); }} />
          </li>
        ))}
      </ul>
      {saved.length === 0 ? <p className={styles.quiet}>{t('preview.saved.none')}</p> : null}
    </Sheet>
  );
}

type HighlightsProps = { readonly highlights: readonly Highlight[]; readonly onSave: (highlights: Highlight[]) => void; readonly onClose: () => void };

/** Up to nine texts, each with a colour and a number. */
export function HighlightsDialog({ highlights, onSave, onClose }: HighlightsProps): ReactElement {
  const [text, setText] = useState('');
  const free = [0, 1, 2, 3, 4, 5, 6, 7, 8].find((colour) => !highlights.some((each) => each.colour === colour));
  const add = (): void => {
    if (free === undefined || text === '') return;
    onSave([...highlights, { text, colour: free }]);
    setText('');
  };
  return (
    <Sheet title={t('preview.highlights.title')} onClose={onClose}>
      <p className={styles.quiet}>{t('preview.highlights.lead')}</p>
      <ul className={styles.lines}>
        {highlights.map((each) => (
          <li key={each.colour} className={styles.line}>
            <span className={styles.grow}><mark className={styles.mark} data-colour={each.colour}><UntrustedText text={each.text} /></mark></span>
            <Button size="small" appearance="subtle" icon={<Delete16Regular />} aria-label={t('preview.filter.remove', { text: reveal(each.text) })} onClick={() => { onSave(highlights.filter((other) => other !== each)); }} />
          </li>
        ))}
      </ul>
      <form className={styles.add} onSubmit={(event) => { event.preventDefault(); add(); }}>
        <Field label={t('preview.highlights.text')} className={styles.grow ?? ''} hint={free === undefined ? t('preview.highlights.full') : t('preview.highlights.most')}>
          <Input value={text} maxLength={200} disabled={free === undefined} onChange={(_event, data) => { setText(data.value); }} />
        </Field>
        <Button type="submit" disabled={text === '' || free === undefined}>{t('preview.add')}</Button>
      </form>
      <HighlightTransfer highlights={highlights} onSave={onSave} />
    </Sheet>
  );
}

type PauseOnProps = { readonly text: string; readonly onSave: (text: string) => void; readonly onClose: () => void };

/** A second filter: the list pauses at the first event that it lets through. */
export function PauseOnDialog({ text, onSave, onClose }: PauseOnProps): ReactElement {
  const [typed, setTyped] = useState(text);
  const parsed = parseFilter(typed, 'utc');
  const give = (next: string): void => {
    onSave(next);
    onClose();
  };
  return (
    <Sheet title={t('preview.pauseOn.title')} onClose={onClose} actions={<>
      {text === '' ? null : <Button onClick={() => { give(''); }}>{t('preview.pauseOn.off')}</Button>}
      <Button appearance="primary" disabled={typed.trim() === '' || parsed.kind === 'error'} onClick={() => { give(typed); }}>{t('preview.pauseOn.wait')}</Button>
    </>}>
      <Field
        label={t('preview.pauseOn.label')}
        hint={t('preview.pauseOn.hint')}
        {...(parsed.kind === 'error' ? { validationState: 'error' as const, validationMessage: t('preview.filter.problemAt', { place: parsed.from + 1, reason: textOf(parsed.reason) }) } : {})}
      >
        <Input value={typed} maxLength={1000} spellCheck={false} onChange={(_event, data) => { setTyped(data.value); }} />
      </Field>
    </Sheet>
  );
}

const keys: readonly (readonly [string, string])[] = [
  ['↑ ↓, j k', t('preview.keys.move')], ['PgUp PgDn, Home', t('preview.keys.page')], ['End, f', t('preview.keys.follow')], [t('preview.keys.shiftArrows'), t('preview.keys.several')], ['Ctrl+A, Esc', t('preview.keys.all')], ['Enter', t('preview.keys.details')],
  ['Ctrl+]  Ctrl+[', t('preview.keys.panes')], ['m', t('preview.keys.bookmark')], ['n p', t('preview.keys.marks')], ['Ctrl+Z  Ctrl+Shift+Z', t('preview.keys.steps')], ['Space, Ctrl+E', t('preview.keys.pause')], ['Ctrl+F', t('preview.keys.filter')], ['Ctrl+C', t('preview.keys.copy')], ['Ctrl+Shift+Del', t('preview.keys.clear')], ['?', t('preview.keys.sheet')],
];

export function KeysDialog({ letterKeys, onToggle, onClose }: { readonly letterKeys: boolean; readonly onToggle: () => void; readonly onClose: () => void }): ReactElement {
  return (
    <Sheet title={t('preview.keys.title')} onClose={onClose}>
      <dl className={styles.keys}>{keys.map(([key, what]) => <div key={key} className={styles.key}><dt><kbd>{key}</kbd></dt><dd>{what}</dd></div>)}</dl>
      <Checkbox label={t('preview.keys.letters')} checked={letterKeys} onChange={onToggle} />
    </Sheet>
  );
}
