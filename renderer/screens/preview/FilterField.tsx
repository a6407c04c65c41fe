import { FilterRegular } from '@fluentui/react-icons';
import type { ChangeEvent, KeyboardEvent, ReactElement, RefObject } from 'react';
import { useId, useState } from 'react';

import { atCursor } from '../../../shared/filter/complete';
import { longestFilter } from '../../../shared/filter/parse';
import { textOf } from '../../../shared/text/message';
import { t } from '../../../shared/text/text';
import { UntrustedText } from '../../components/UntrustedText';
import { Rich } from '../../text/Rich';
import styles from './filter.module.css';
import type { TypedFilter } from './filter-text';
import type { Suggestion } from './use-suggestions';
import { useSuggestions } from './use-suggestions';

type Props = {
  readonly filter: TypedFilter;
  readonly inputRef: RefObject<HTMLInputElement | null>;
  readonly onType: (text: string) => void;
};

const examples = 'sender:alice, -action:block, size>1k';

/** The filter as text, with suggestions while it is typed and what is wrong with it. */
export function FilterField({ filter, inputRef, onType }: Props): ReactElement {
  const id = useId();
  const [cursor, setCursor] = useState(0);
  const [open, setOpen] = useState<'no' | 'typing' | 'asked'>('no');
  const [active, setActive] = useState(-1);
  const here = open === 'no' ? null : atCursor(filter.typed, Math.min(cursor, filter.typed.length));
  // All fields at every space would be noise; the arrow down shows them.
  const at = open === 'typing' && here?.kind === 'field' && here.prefix === '' ? null : here;
  const suggestions = useSuggestions(at).slice(0, 12);
  const shown = suggestions.length > 0;

  const change = (event: ChangeEvent<HTMLInputElement>): void => {
    setCursor(event.target.selectionStart ?? event.target.value.length);
    setOpen('typing');
    setActive(-1);
    onType(event.target.value);
  };
  const accept = (suggestion: Suggestion): void => {
    if (at === null) return;
    const text = filter.typed.slice(0, at.from) + suggestion.text + filter.typed.slice(at.to).trimStart();
    const place = at.from + suggestion.text.length;
    onType(text.slice(0, longestFilter));
    setCursor(place);
    setActive(-1);
    setOpen(suggestion.text.endsWith(':') ? 'typing' : 'no');
    // After React has written the new text.
    requestAnimationFrame(() => {
      inputRef.current?.focus();
      inputRef.current?.setSelectionRange(place, place);
    });
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    const chosen = suggestions[active];
    const used = ((): boolean => {
      switch (event.key) {
        case 'ArrowDown':
        case 'ArrowUp':
          if (!shown) {
            setCursor(event.currentTarget.selectionStart ?? 0);
            setOpen('asked');
          } else {
            const step = event.key === 'ArrowDown' ? 1 : -1;
            setActive((now) => (now + step + suggestions.length + (now < 0 && step < 0 ? 1 : 0)) % suggestions.length);
          }
          return true;
        case 'Enter':
        case 'Tab':
          if (!shown || chosen === undefined) {
            setOpen('no');
            return false;
          }
          accept(chosen);
          return true;
        case 'Escape':
          if (shown) setOpen('no');
          else onType('');
          return shown || filter.typed !== '';
        default:
          return false;
      }
    })();
    if (!used) return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className={styles.field}>
      <FilterRegular className={styles.icon ?? ''} aria-hidden="true" />
      <input
        ref={inputRef}
        className={styles.input}
        role="combobox"
        aria-label={t('preview.filter.label')}
        aria-autocomplete="list"
        aria-expanded={shown}
        {...(shown ? { 'aria-controls': `${id}-list` } : {})}
        {...(shown && active >= 0 ? { 'aria-activedescendant': `${id}-${String(active)}` } : {})}
        aria-invalid={filter.problem !== null}
        aria-describedby={wordsId}
        aria-keyshortcuts="Control+F"
        placeholder={t('preview.filter.placeholder', { examples })}
        spellCheck={false}
        autoComplete="off"
        maxLength={longestFilter}
        value={filter.typed}
        onChange={change}
        onKeyDown={onKeyDown}
        onSelect={(event) => { setCursor(event.currentTarget.selectionStart ?? 0); }}
        onBlur={() => { setOpen('no'); }}
      />
      {shown ? (
        <ul className={styles.list} role="listbox" id={`${id}-list`} aria-label={t('preview.filter.suggestions')}>
          {suggestions.map((suggestion, index) => (
            <li
              key={suggestion.label}
              id={`${id}-${String(index)}`}
              role="option"
              aria-selected={index === active}
              className={styles.option}
              // Before the field loses the focus, which would close the list.
              onPointerDown={(event) => {
                event.preventDefault();
                accept(suggestion);
              }}
            >
              <span className={styles.optionLabel}><UntrustedText text={suggestion.label} /></span>
              <span className={styles.optionHint}>{suggestion.hint}</span>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}

const wordsId = 'filter-words';

/** What the filter does, or where reading it ended and why. The list goes on showing the last filter that could be read. */
export function FilterWords({ filter, words }: Pick<Props, 'filter'> & { /** The filter in words, or "". */ readonly words: string }): ReactElement {
  const { problem, typed } = filter;
  if (problem === null) return <p id={wordsId} className={styles.words}>{words === '' ? null : <Rich id="preview.filter.shown" values={{ words: <UntrustedText text={words} /> }} />}</p>;
  const from = Math.max(0, problem.from - 20);
  return (
    <p id={wordsId} className={styles.problem} role="alert">
      {t('preview.filter.problemAt', { place: problem.from + 1, reason: textOf(problem.reason) })} <code className={styles.where}>{from > 0 ? '…' : ''}<UntrustedText text={typed.slice(from, problem.from)} /><span className={styles.wrong}><UntrustedText text={typed.slice(problem.from, problem.to) || '⎵'} /></span></code> {t('preview.filter.lastGood')}
    </p>
  );
}
