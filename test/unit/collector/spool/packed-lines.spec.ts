import { describe, expect, it } from 'vitest';

import type { Chunk } from '../../../../electron/collector/pipeline/chunk';
import { packBody } from '../../../../electron/collector/spool/batch-body';
import { SqliteSpool } from '../../../../electron/collector/spool/sqlite-spool';
import { chunkOf, commitOf, namesOf } from '../../../support/chunks';
import { tempDir } from '../../../support/temp-dir';

/** As a decode thread hands it on: the lines are in the packed body alone. */
function packed(names: readonly string[]): Chunk {
  const chunk = chunkOf(names);
  return { ...chunk, packed: packBody(chunk.lines), lines: new Uint8Array(0) };
}

describe('lines that were packed before they came to the spool', () => {
  it('are kept as they are', () => {
    const spool = new SqliteSpool({ dir: tempDir() });
    spool.commit(commitOf([], { chunk: packed(['a', 'b']) }));
    expect(spool.lease('file', 9, 1e6).batches.flatMap(namesOf)).toEqual(['a', 'b']);
    spool.close();
  });

  it('are kept without those that were known', () => {
    const spool = new SqliteSpool({ dir: tempDir() });
    spool.commit(commitOf(['b']));
    expect(spool.commit(commitOf([], { chunk: packed(['a', 'b', 'c', 'a']) }))).toMatchObject({ fresh: 2, freshIndexes: [0, 2], duplicates: 2 });
    expect(spool.lease('file', 9, 1e6).batches.flatMap(namesOf)).toEqual(['b', 'a', 'c']);
    spool.close();
  });

  it('are not committed when they are not what was packed and have to be opened', () => {
    const spool = new SqliteSpool({ dir: tempDir() });
    const chunk = packed(['a', 'b', 'a']);
    const damaged = { ...chunk, packed: { ...packBody(chunkOf(['a', 'b', 'a']).lines), crc: 1 } };
    expect(() => spool.commit(commitOf([], { chunk: damaged }))).toThrow('not what they were');
    expect(spool.commit(commitOf([], { chunk })).fresh).toBe(2);
    spool.close();
  });
});
