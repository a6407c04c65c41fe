import type { ReactElement } from 'react';
import { createContext, useContext } from 'react';

import type { Highlight } from '../../../shared/model/live-logs-settings';
import { UntrustedText } from '../../components/UntrustedText';
import styles from './rows.module.css';
import { defanged, markedPieces } from './shown-text';

/** How texts of events are shown; a new object when it changes. */
export type Look = { readonly highlights: readonly Highlight[]; readonly defang: boolean };
export const LookContext = createContext<Look>({ highlights: [], defang: false });

/** Text of an event: invisible characters shown, addresses defanged when wished, highlights marked. */
export function ShownText({ text }: { readonly text: string }): ReactElement {
  const { highlights, defang } = useContext(LookContext);
  const shown = defang ? defanged(text) : text;
  if (highlights.length === 0) return <UntrustedText text={shown} />;
  return (
    <>
      {markedPieces(shown, highlights).map((piece, index) => piece.colour === null
        ? <UntrustedText key={index} text={piece.text} />
        : <mark key={index} className={styles.mark} data-colour={piece.colour}><UntrustedText text={piece.text} /></mark>)}
    </>
  );
}
