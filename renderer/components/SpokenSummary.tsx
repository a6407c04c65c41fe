import type { ReactElement } from 'react';
import { useEffect, useEffectEvent, useState } from 'react';

import { t } from '../../shared/text/text';

/** The least time between two sentences: more often, a reader would never come to an end. */
const restMs = 10_000;

type Props = { readonly rate: number; readonly matched: number; readonly buffered: number };

/**
 * What streaming rows amount to, for those who do not see them pass: read out at most every ten seconds, and only when it
 * changed. The rows themselves are never announced. Drawn only while it is switched on.
 */
export function SpokenSummary({ rate, matched, buffered }: Props): ReactElement {
  const [said, setSaid] = useState('');
  const say = useEffectEvent(() => { setSaid(t('components.spokenSummary', { rate: Math.round(rate), matched, buffered })); });
  useEffect(() => {
    // The region must be there before it has something to say.
    const first = setTimeout(say, 100);
    const timer = setInterval(say, restMs);
    return () => {
      clearTimeout(first);
      clearInterval(timer);
    };
  }, []);
  return <p role="status" className="visually-hidden">{said}</p>;
}
