import type { Filter } from '../../../shared/filter/ast';
import { resolveField } from '../../../shared/filter/fields';

const columns: Readonly<Record<string, string>> = { subject: 'subject', sender: 'sender', senderHeader: 'sender', recipients: 'recipients', id: 'ids', messageId: 'ids', messageGroupId: 'ids' };
/** Letters beyond ASCII are folded differently by SQLite: those are looked for block by block. */
const plainText = /^[\x20-\x7e]*[a-z0-9][\x20-\x7e]*$/i;

/**
 * What the word index must contain for a block to hold an event that the filter matches; null when the index cannot tell.
 * Only `field=value` says which words stand there as whole words.
 */
export function wordsQuery(filter: Filter): string | null {
  switch (filter.kind) {
    case 'is': {
      const field = resolveField(filter.field);
      const column = field.kind === 'known' ? columns[field.name] : undefined;
      return column === undefined || !plainText.test(filter.text) ? null : `${column} : "${filter.text.replaceAll('"', '""')}"`;
    }
    case 'and': {
      const parts = filter.of.map(wordsQuery).filter((part) => part !== null);
      return parts.length === 0 ? null : parts.map((part) => `(${part})`).join(' AND ');
    }
    case 'or': {
      const parts = filter.of.map(wordsQuery);
      return parts.includes(null) ? null : parts.map((part) => `(${part ?? ''})`).join(' OR ');
    }
    default:
      return null;
  }
}
