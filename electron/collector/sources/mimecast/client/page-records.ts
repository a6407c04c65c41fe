import { Buffer, isUtf8 } from 'node:buffer';

import type { BrokenItem } from '../../../pipeline/chunk';
import { largestQuarantined } from '../../../pipeline/chunk';
import { sliceArray } from '../../../pipeline/json-slices';
import type { ApiPage } from './api-client';

export type PageRecords = {
  /** Raw JSON text of each record. */
  readonly records: readonly string[];
  /** Records whose bytes are no UTF-8: as text they would be changed. */
  readonly broken: readonly BrokenItem[];
};

/** The records of a page, cut out without changing a byte; null when there is no list at `path`. `source` names the page. */
export function recordsOf(page: ApiPage, path: readonly (string | number)[], source: string): PageRecords | null {
  if (page.bytesText === null) {
    const records = sliceArray(page.text, path);
    return records === null ? null : { records, broken: [] };
  }
  const slices = sliceArray(page.bytesText, path);
  if (slices === null) return null;
  const records: string[] = [];
  const broken: BrokenItem[] = [];
  slices.forEach((slice, index) => {
    const bytes = Buffer.from(slice, 'latin1');
    if (isUtf8(bytes)) records.push(bytes.toString('utf8'));
    else {
      broken.push({
        code: 'MC-LINE-BROKEN',
        detail: 'The record is not valid UTF-8.',
        source: `${source}, record ${index + 1}`,
        bytes: new Uint8Array(bytes.subarray(0, largestQuarantined)),
        cut: bytes.length > largestQuarantined,
      });
    }
  });
  return { records, broken };
}
