import type { ReactElement } from 'react';

import { CopyButton } from './CopyButton';
import { UntrustedText } from './UntrustedText';
import styles from './wire-text.module.css';

type Props = { readonly name: string; readonly copyLabel: string; readonly text: string };

/** What goes over the wire or came back, line by line as it is, with a button that copies it. */
export function WireText({ name, copyLabel, text }: Props): ReactElement {
  return (
    <div className={styles.box}>
      <pre className={styles.text} tabIndex={0} role="group" aria-label={name}>
        {text.replace(/\n$/, '').split('\n').map((line, place) => <span key={place} className={styles.line}><UntrustedText text={line} />{'\n'}</span>)}
      </pre>
      <span className={styles.copy}><CopyButton label={copyLabel} text={() => text} /></span>
    </div>
  );
}
