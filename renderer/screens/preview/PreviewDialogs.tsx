import { Button, Checkbox, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, Field, Input } from '@fluentui/react-components';
import { Delete16Regular } from '@fluentui/react-icons';
import type { ReactElement, ReactNode } from 'react';
import { useState } from 'react';

import { parseFilter } from '../../../shared/filter/parse';
import type { Highlight, SavedFilter } from '../../../shared/model/live-logs-settings';
import { UntrustedText } from '../../components/UntrustedText';
import styles from './dialogs.module.css';

/** A dialog with one way out, or a deed and a way out. */
export function Sheet({ title, children, actions, onClose }: { readonly title: string; readonly children: ReactNode; readonly actions?: ReactNode; readonly onClose: () => void }): ReactElement {
  return (
    <Dialog open onOpenChange={(_event, data) => { if (!data.open) onClose(); }}>
      <DialogSurface className={styles.surface ?? ''}>
        <DialogBody>
          <DialogTitle>{title}</DialogTitle>
          <DialogContent className={styles.content ?? ''}>{children}</DialogContent>
          <DialogActions>{actions}<Button appearance={actions === undefined ? 'primary' : 'secondary'} onClick={onClose}>{actions === undefined ? 'Done' : 'Cancel'}</Button></DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
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
    <Sheet title="Save filter" onClose={onClose} actions={<Button appearance="primary" disabled={given === '' || text === '' || full} onClick={save}>{replaces ? 'Replace' : 'Save'}</Button>}>
      <p className={styles.quiet}>{text === '' ? 'There is no filter to save.' : <code><UntrustedText text={text} /></code>}</p>
      <Field label="Name" hint={replaces ? 'A filter of this name exists; it is replaced.' : full ? 'Fifty filters are the most that can be kept.' : 'An existing name replaces that filter.'}>
        <Input value={name} maxLength={80} list="saved-names" onChange={(_event, data) => { setName(data.value); }} />
      </Field>
      <datalist id="saved-names">{saved.map((each) => <option key={each.name} value={each.name} />)}</datalist>
    </Sheet>
  );
}

export function SavedFiltersDialog({ saved, onSave, onClose }: Omit<SaveProps, 'text'>): ReactElement {
  return (
    <Sheet title="Saved filters" onClose={onClose}>
      <ul className={styles.lines}>
        {saved.map((filter) => (
          <li key={filter.name} className={styles.line}>
            <span className={styles.grow}>{filter.name}<code className={styles.under}><UntrustedText text={filter.text} /></code></span>
            <Button size="small" appearance="subtle" icon={<Delete16Regular />} aria-label={`Delete ${filter.name}`} onClick={() => { onSave(saved.filter((each) => each !== filter)); }} />
          </li>
        ))}
      </ul>
      {saved.length === 0 ? <p className={styles.quiet}>No filter is saved.</p> : null}
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
    <Sheet title="Highlights" onClose={onClose}>
      <p className={styles.quiet}>These texts are marked wherever they stand in a row. Case does not count.</p>
      <ul className={styles.lines}>
        {highlights.map((each) => (
          <li key={each.colour} className={styles.line}>
            <span className={styles.grow}><mark className={styles.mark} data-colour={each.colour}><UntrustedText text={each.text} /></mark></span>
            <Button size="small" appearance="subtle" icon={<Delete16Regular />} aria-label={`Remove ${each.text}`} onClick={() => { onSave(highlights.filter((other) => other !== each)); }} />
          </li>
        ))}
      </ul>
      <form className={styles.add} onSubmit={(event) => { event.preventDefault(); add(); }}>
        <Field label="Text" className={styles.grow ?? ''} hint={free === undefined ? 'Nine are the most.' : 'At most nine.'}>
          <Input value={text} maxLength={200} disabled={free === undefined} onChange={(_event, data) => { setText(data.value); }} />
        </Field>
        <Button type="submit" disabled={text === '' || free === undefined}>Add</Button>
      </form>
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
    <Sheet title="Pause on match" onClose={onClose} actions={<>
      {text === '' ? null : <Button onClick={() => { give(''); }}>Turn off</Button>}
      <Button appearance="primary" disabled={typed.trim() === '' || parsed.kind === 'error'} onClick={() => { give(typed); }}>Wait for it</Button>
    </>}>
      <Field
        label="Pause when an event arrives that matches"
        hint="The same filters as in the list. Only the view pauses; collection and delivery go on."
        {...(parsed.kind === 'error' ? { validationState: 'error' as const, validationMessage: `Character ${String(parsed.from + 1)}: ${parsed.reason}` } : {})}
      >
        <Input value={typed} maxLength={1000} spellCheck={false} onChange={(_event, data) => { setTyped(data.value); }} />
      </Field>
    </Sheet>
  );
}

const keys: readonly (readonly [string, string])[] = [
  ['↑ ↓, j k', 'next and previous event'], ['PgUp PgDn, Home', 'a page, the oldest'], ['End, f', 'follow the newest'], ['Shift + arrows', 'choose several'], ['Ctrl+A, Esc', 'choose all, none'], ['Enter', 'details'],
  ['Ctrl+]  Ctrl+[', 'to the details and back'], ['m', 'bookmark'], ['Space, Ctrl+E', 'pause and resume'], ['Ctrl+F', 'filter'], ['Ctrl+C', 'copy what is chosen'], ['Ctrl+Shift+Del', 'clear the view'], ['?', 'this sheet'],
];

export function KeysDialog({ letterKeys, onToggle, onClose }: { readonly letterKeys: boolean; readonly onToggle: () => void; readonly onClose: () => void }): ReactElement {
  return (
    <Sheet title="Keyboard" onClose={onClose}>
      <dl className={styles.keys}>{keys.map(([key, what]) => <div key={key} className={styles.key}><dt><kbd>{key}</kbd></dt><dd>{what}</dd></div>)}</dl>
      <Checkbox label="Keys of one letter work in the list" checked={letterKeys} onChange={onToggle} />
    </Sheet>
  );
}
