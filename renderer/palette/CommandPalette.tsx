import { DialogBody, DialogTitle } from '@fluentui/react-components';
import type { KeyboardEvent, ReactElement } from 'react';
import { useId, useRef, useState } from 'react';

import { t } from '../../shared/text/text';
import { Modal } from '../components/Modal';
import { UntrustedText } from '../components/UntrustedText';
import type { Command } from './match';
import { matching } from './match';
import styles from './palette.module.css';

type Props = { readonly commands: readonly Command[]; readonly onClose: () => void };

/** Finds a screen or an action by its words. The list follows the arrow keys while the focus stays in the field. */
export function CommandPalette({ commands, onClose }: Props): ReactElement {
  const id = useId();
  const list = useRef<HTMLUListElement>(null);
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const found = matching(commands, typed);
  const index = Math.min(at, found.length - 1);
  const current = found[index];

  const run = (command: Command | undefined): void => {
    if (command === undefined) return;
    onClose();
    // After the dialog has given the focus back: what opens next takes it.
    setTimeout(command.run, 0);
  };
  const move = (to: number): void => {
    const next = Math.max(0, Math.min(to, found.length - 1));
    setAt(next);
    list.current?.children[next]?.scrollIntoView({ block: 'nearest' });
  };
  const press = (event: KeyboardEvent): void => {
    const now = index;
    const moves: Readonly<Record<string, number>> = { ArrowDown: now + 1 >= found.length ? 0 : now + 1, ArrowUp: now <= 0 ? found.length - 1 : now - 1, PageDown: now + 8, PageUp: now - 8 };
    const to = moves[event.key];
    if (event.key === 'Enter') run(current);
    else if (to !== undefined) move(to);
    else return;
    event.preventDefault();
  };
  return (
    <Modal className={styles.surface} onClose={onClose}>
      <DialogBody className={styles.body ?? ''}>
        <DialogTitle className="visually-hidden">{t('palette.title')}</DialogTitle>
        <input
          type="text"
          role="combobox"
          aria-expanded="true"
          aria-controls={id}
          aria-autocomplete="list"
          aria-label={t('palette.field')}
          {...(current === undefined ? {} : { 'aria-activedescendant': `${id}${String(index)}` })}
          placeholder={t('palette.field')}
          autoComplete="off"
          spellCheck={false}
          className={styles.field}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setAt(0);
          }}
          onKeyDown={press}
        />
        <ul ref={list} id={id} role="listbox" aria-label={t('palette.list')} className={styles.list}>
          {found.map((command, place) => (
            <li
              key={command.id}
              id={`${id}${String(place)}`}
              role="option"
              aria-selected={command === current}
              className={styles.option}
              onMouseDown={(event) => { event.preventDefault(); }}
              onClick={() => { run(command); }}
            >
              <span className={styles.title}><UntrustedText text={command.title} /></span>
              <span className={styles.hint}>{command.hint}</span>
            </li>
          ))}
        </ul>
        <p role="status" className={found.length === 0 ? styles.none : 'visually-hidden'}>
          {found.length === 0 ? t('palette.nothing') : t('palette.found', { count: found.length })}
        </p>
      </DialogBody>
    </Modal>
  );
}
