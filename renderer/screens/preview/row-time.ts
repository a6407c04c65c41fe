import { t } from '../../../shared/text/text';
import { formatDuration } from '../../format/time';

/** "+137 ms", "−2 min 5 s": events come in the order of arrival, so one may have happened before the row above it. */
export function stepText(ms: number): string {
  return ms < 0 ? t('preview.row.earlier', { span: formatDuration(-ms) }) : t('preview.row.later', { span: formatDuration(ms) });
}
