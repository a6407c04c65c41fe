import type { CatalogueEntry } from '../../../shared/failures/catalogue';
import { describeFailure, isFailureCode } from '../../../shared/failures/catalogue';
import type { QuarantineItem, RetryResult } from '../../../shared/model/quarantine';
import { countOf, formatCount } from '../../format/numbers';

/** The words of the catalogue for an item's code; an item of a newer version may carry a code that is not known here. */
export function reasonOf(code: string): Pick<CatalogueEntry, 'title' | 'sentence' | 'remedy'> {
  if (isFailureCode(code)) return describeFailure(code);
  return { title: code, sentence: 'This version of the program does not know this reason.', remedy: 'Update the program, or send the details to support.' };
}

/** Why trying again cannot help; null when it can. */
export function retryObstacle(item: QuarantineItem): string | null {
  if (item.retryable) return null;
  return item.cut
    ? 'Cannot be tried again: only a part of it was kept.'
    : 'Cannot be tried again: it is no single record, and reading the same bytes again gives the same result.';
}

/** What a retry did, as sentences. */
export function retryWords({ requeued, duplicates, kept }: RetryResult): string {
  const sentences = [
    requeued === 0 ? '' : `${countOf(requeued, 'item is', 'items are')} back on the way to the outputs.`,
    duplicates === 0 ? '' : `${countOf(duplicates, 'item was', 'items were')} known already and now ${duplicates === 1 ? 'counts as a duplicate' : 'count as duplicates'}.`,
    kept === 0 ? '' : `${countOf(kept, 'item', 'items')} still cannot be read and ${kept === 1 ? 'stays' : 'stay'} here.`,
  ];
  return sentences.filter((sentence) => sentence !== '').join(' ') || 'Nothing changed.';
}

/** What discarding means for the figures. */
export function discardWords(items: readonly QuarantineItem[]): readonly string[] {
  const refused = items.filter((item) => item.outputId !== null).length;
  const unread = items.length - refused;
  const many = items.length > 1;
  const stay = (count: number): string => (count === 1 ? 'stays' : 'stay');
  return [
    many ? 'Their bytes are deleted for good: they can be neither retried nor exported afterwards.' : 'Its bytes are deleted for good: it can be neither retried nor exported afterwards.',
    unread === 0 ? '' : `${refused === 0 ? (many ? 'They' : 'It') : formatCount(unread)} ${stay(unread)} counted as quarantined in the ledger.`,
    refused === 0 ? '' : `${unread === 0 ? (many ? 'They' : 'It') : formatCount(refused)} ${stay(refused)} counted as refused by the output.`,
  ].filter((sentence) => sentence !== '');
}
