import { t } from '../../shared/text/text';

/** Names end here; the copy of a long one keeps its end recognizable. */
const longest = 80;

export function copyName(name: string): string {
  const ending = t('forms.copyName', { name: '' }).length;
  return t('forms.copyName', { name: name.slice(0, longest - ending) });
}
