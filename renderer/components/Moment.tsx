import type { ReactElement } from 'react';

import { t } from '../../shared/text/text';
import { formatDateTimeZone, formatSpan } from '../format/time';
import { useNow } from './use-now';
import { useZone } from './zone';

/** How long ago, ticking; the full time with its zone on hover. */
export function Ago({ at }: { readonly at: number }): ReactElement {
  const now = useNow();
  const full = formatDateTimeZone(at, useZone());
  return <time dateTime={new Date(at).toISOString()} title={full}>{t('time.ago', { span: formatSpan(now - at) })}</time>;
}

/** How long until a moment to come, ticking; "due now" once it has passed. */
export function Until({ at }: { readonly at: number }): ReactElement {
  const now = useNow();
  const full = formatDateTimeZone(at, useZone());
  // Rounded up: "in 0 s" says nothing.
  const text = at <= now ? t('components.dueNow') : t('time.in', { span: formatSpan(at - now + 999) });
  return <time dateTime={new Date(at).toISOString()} title={full}>{text}</time>;
}
