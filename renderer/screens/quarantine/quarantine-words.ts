import type { CatalogueEntry } from '../../../shared/failures/catalogue';
import { describeFailure, isFailureCode } from '../../../shared/failures/catalogue';
import type { QuarantineItem, RetryResult } from '../../../shared/model/quarantine';
import { t } from '../../../shared/text/text';

/** The words of the catalogue for an item's code; an item of a newer version may carry a code that is not known here. */
export function reasonOf(code: string): Pick<CatalogueEntry, 'title' | 'sentence' | 'remedy'> {
  if (isFailureCode(code)) return describeFailure(code);
  return { title: code, sentence: t('quarantine.unknown.sentence'), remedy: t('quarantine.unknown.remedy') };
}

/** Why trying again cannot help; null when it can. */
export function retryObstacle(item: QuarantineItem): string | null {
  if (item.retryable) return null;
  return t(item.cut ? 'quarantine.obstacle.cut' : 'quarantine.obstacle.noRecord');
}

/** What a retry did, as sentences. */
export function retryWords({ requeued, duplicates, kept }: RetryResult): string {
  const sentences = [
    ...(requeued === 0 ? [] : [t('quarantine.retried.requeued', { count: requeued })]),
    ...(duplicates === 0 ? [] : [t('quarantine.retried.duplicates', { count: duplicates })]),
    ...(kept === 0 ? [] : [t('quarantine.retried.kept', { count: kept })]),
  ];
  return sentences.length === 0 ? t('quarantine.retried.nothing') : sentences.join(' ');
}

/** What discarding means for the figures. */
export function discardWords(items: readonly QuarantineItem[]): readonly string[] {
  const refused = items.filter((item) => item.outputId !== null).length;
  const unread = items.length - refused;
  return [
    t('quarantine.discard.bytes', { count: items.length }),
    ...(unread === 0 ? [] : [t(refused === 0 ? 'quarantine.discard.allUnread' : 'quarantine.discard.someUnread', { count: unread })]),
    ...(refused === 0 ? [] : [t(unread === 0 ? 'quarantine.discard.allRefused' : 'quarantine.discard.someRefused', { count: refused })]),
  ];
}
