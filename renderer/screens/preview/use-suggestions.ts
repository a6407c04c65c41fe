import { useEffect, useState } from 'react';

import type { AtCursor } from '../../../shared/filter/complete';
import { fieldHint, knownFields } from '../../../shared/filter/fields';
import { printText } from '../../../shared/filter/print';
import { t } from '../../../shared/text/text';
import { call } from '../../bridge/client';

/** `text` replaces what stands at the cursor. */
export type Suggestion = { readonly text: string; readonly label: string; readonly hint: string };

/** After the last key before values are asked for: faster than a hand, slower than typing. */
const waitMs = 120;

/** What could be meant at the cursor: fields, or values that occur in the buffer. */
export function useSuggestions(at: AtCursor | null): readonly Suggestion[] {
  const [seen, setSeen] = useState<{ readonly key: string; readonly list: readonly Suggestion[] }>({ key: '', list: [] });
  const key = at?.kind === 'value' ? `${at.field}\n${at.prefix}` : '';
  useEffect(() => {
    if (key === '') return;
    const gone = new AbortController();
    const [field = '', prefix = ''] = key.split('\n');
    const timer = setTimeout(() => {
      void call('preview.values', { field, prefix: prefix.slice(0, 200) }, gone.signal).then((outcome) => {
        if (gone.signal.aborted || outcome.kind !== 'ok') return;
        setSeen({ key, list: outcome.value.map(({ value, count }) => ({ text: `${printText(value)} `, label: value, hint: t('preview.filter.times', { count }) })) });
      });
    }, waitMs);
    return () => {
      clearTimeout(timer);
      gone.abort();
    };
  }, [key]);
  if (at === null) return [];
  // While new values are on their way the old ones stay, else the list would flicker with every key.
  if (at.kind === 'value') return seen.key.startsWith(`${at.field}\n`) ? seen.list : [];
  const prefix = at.prefix.toLowerCase();
  return knownFields.filter((name) => name.toLowerCase().startsWith(prefix)).map((name) => ({ text: `${name}:`, label: `${name}:`, hint: fieldHint(name) }));
}
