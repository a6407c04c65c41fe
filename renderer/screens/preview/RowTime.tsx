import type { ReactElement } from 'react';

import type { TimeForm } from '../../../shared/model/live-logs-settings';
import { t } from '../../../shared/text/text';
import { useNow } from '../../components/use-now';
import type { Zone } from '../../format/time';
import { formatLogTime, formatRelative } from '../../format/time';
import { stepText } from './row-time';

type Props = {
  /** ISO, or what Mimecast wrote instead of a time; null for none. */
  readonly text: string | null;
  /** The time of the row before; null for none. */
  readonly before: string | null;
  readonly form: TimeForm;
  readonly zone: Zone;
};

/** The time of a row in the form that was chosen; the moment itself is on hover. */
export function RowTime({ text, before, form, zone }: Props): ReactElement {
  const at = text === null ? NaN : Date.parse(text);
  if (text === null) return <>{t('preview.row.noTime')}</>;
  if (form === 'moment' || Number.isNaN(at)) return <>{formatLogTime(text, zone)}</>;
  const moment = formatLogTime(text, zone);
  if (form === 'age') return <Age at={at} moment={moment} />;
  const beforeAt = before === null ? NaN : Date.parse(before);
  return <time dateTime={text} title={moment}>{Number.isNaN(beforeAt) ? t('preview.row.noTime') : stepText(at - beforeAt)}</time>;
}

function Age({ at, moment }: { readonly at: number; readonly moment: string }): ReactElement {
  const now = useNow();
  return <time dateTime={new Date(at).toISOString()} title={moment}>{formatRelative(at, now)}</time>;
}
