import type { ReactElement } from 'react';

import { revealPieces } from '../format/untrusted';
import styles from './untrusted-text.module.css';

type Props = {
  readonly text: string;
  /** Characters that stay as they are, such as line feeds in a block of text. */
  readonly keep?: string;
};

/** Text that others wrote: never a link, invisible characters shown as symbols, its direction kept inside. */
export function UntrustedText({ text, keep = '' }: Props): ReactElement {
  return (
    <bdi>
      {revealPieces(text, keep).map((piece, index) =>
        piece.kind === 'text' ? piece.text : <span key={index} className={styles.hidden}>{piece.text}</span>,
      )}
    </bdi>
  );
}
