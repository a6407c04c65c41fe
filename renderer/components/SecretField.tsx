import { Button, Field, Input, Tooltip } from '@fluentui/react-components';
import { Eye16Regular, EyeOff16Regular, LockClosed16Regular } from '@fluentui/react-icons';
import type { ClipboardEvent, ReactElement } from 'react';
import { useEffect, useId, useRef, useState } from 'react';

import { t } from '../../shared/text/text';
import styles from './secret-field.module.css';

type Props = {
  readonly label: string;
  /** The text typed now; null keeps the stored one. */
  readonly value: string | null;
  readonly onChange: (value: string | null) => void;
  readonly onBlur: () => void;
  readonly error: string | null;
  /** Whether there is a stored one to keep. */
  readonly stored: boolean;
  /** "Stored in Secret Service, saved 22 Nov 2026": a sentence, never the secret. */
  readonly storedText: string;
  readonly placeholder: string;
  readonly hint: string | null;
  readonly inputRef: (element: HTMLInputElement | null) => void;
};

/**
 * A secret. What is stored never comes back to the window: it is a sentence with Replace, not a field full of dots.
 * Only what is typed now can be looked at.
 */
export function SecretField(props: Props): ReactElement {
  return props.stored && props.value === null ? <StoredSecret {...props} /> : <TypedSecret {...props} />;
}

function StoredSecret({ label, storedText, onChange, onBlur, error }: Props): ReactElement {
  const id = useId();
  return (
    <div role="group" aria-labelledby={`${id}l`} className={styles.stored}>
      <span id={`${id}l`} className={styles.label}>{label}</span>
      <div className={styles.storedBox}>
        <LockClosed16Regular aria-hidden="true" className={styles.lock ?? ''} />
        <span className={styles.storedText}>{storedText}</span>
        <Button
          size="small"
          onBlur={onBlur}
          aria-label={t('components.secret.replaceNamed', { name: label })}
          onClick={() => {
            onChange('');
          }}
        >
          {t('components.secret.replace')}
        </Button>
      </div>
      {error === null ? null : <p role="alert" className={styles.error}>{error}</p>}
    </div>
  );
}

function TypedSecret({ label, value, onChange, onBlur, error, stored, placeholder, hint, inputRef }: Props): ReactElement {
  const [shown, setShown] = useState(false);
  const [trimmed, setTrimmed] = useState(false);
  const own = useRef<HTMLInputElement>(null);
  // Replace was pressed: the next thing to do is to type or paste.
  useEffect(() => {
    if (stored) own.current?.focus();
  }, [stored]);

  const paste = (event: ClipboardEvent<HTMLInputElement>): void => {
    const text = event.clipboardData.getData('text');
    const clean = text.trim();
    if (clean === text) return;
    event.preventDefault();
    const field = event.currentTarget;
    const before = field.value.slice(0, field.selectionStart ?? field.value.length);
    const after = field.value.slice(field.selectionEnd ?? field.value.length);
    onChange(before + clean + after);
    setTrimmed(true);
  };
  const note = trimmed ? { children: t('components.secret.trimmed'), role: 'status' } : { children: hint };
  return (
    <Field
      label={label}
      required
      validationState={error === null ? 'none' : 'error'}
      validationMessage={error}
      hint={note.children === null ? null : note}
    >
      <Input
        ref={(element) => {
          own.current = element;
          inputRef(element);
        }}
        type={shown ? 'text' : 'password'}
        value={value ?? ''}
        placeholder={placeholder}
        autoComplete="off"
        spellCheck={false}
        onBlur={onBlur}
        onPaste={paste}
        onChange={(_event, data) => {
          setTrimmed(false);
          onChange(data.value);
        }}
        className={styles.input ?? ''}
        contentAfter={
          <span className={styles.after}>
            <Tooltip content={shown ? t('components.secret.hide', { name: label }) : t('components.secret.show', { name: label })} relationship="description">
              <Button
                role="switch"
                aria-checked={shown}
                aria-label={t('components.secret.show', { name: label })}
                size="small"
                appearance="transparent"
                disabled={value === null || value === ''}
                icon={shown ? <EyeOff16Regular /> : <Eye16Regular />}
                onClick={() => {
                  setShown(!shown);
                }}
              />
            </Tooltip>
            {stored ? (
              <Button
                size="small"
                aria-label={t('components.secret.cancelReplacing', { name: label })}
                onClick={() => {
                  onChange(null);
                }}
              >
                {t('common.cancel')}
              </Button>
            ) : null}
          </span>
        }
      />
    </Field>
  );
}
