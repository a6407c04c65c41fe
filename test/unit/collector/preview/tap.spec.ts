import { describe, expect, it } from 'vitest';

import { inlinePreview } from '../../../../electron/collector/preview/store';
import { Tap } from '../../../../electron/collector/preview/tap';
import type { LogType } from '../../../../shared/model/log-type';
import type { PreviewAsk } from '../../../../shared/model/preview';
import { PreviewAskSchema } from '../../../../shared/model/preview';
import { chunkOf, idOf } from '../../../support/chunks';
import { FakeClock } from '../../../support/fake-clock';

const all: PreviewAsk = PreviewAskSchema.parse({ text: '', logTypes: [], connectorIds: [], at: { kind: 'tail' }, count: 200, upTo: null });

function tapOf(capacity = 100) {
  const clock = new FakeClock();
  const tap = new Tap(capacity, clock, inlinePreview({ events: capacity, bytes: 1e9 }, clock));
  const push = (names: readonly string[], fresh: readonly number[] | null = null, logType: LogType = 'SIEM', connectorId = 'c1'): void => {
    const copy = tap.copy(chunkOf(names));
    if (copy === null) tap.skip(fresh?.length ?? names.length);
    else tap.push({ connectorId, connectorName: `Name of ${connectorId}`, logType, at: clock.now() }, copy, fresh);
    clock.advance(100);
  };
  const names = async (ask: Partial<PreviewAsk> = {}): Promise<string[]> => {
    const { rows } = await tap.rows({ ...all, ...ask });
    const details = await Promise.all(rows.map((row) => tap.detail(row.seq)));
    return details.map((detail) => (JSON.parse(detail?.raw ?? '{}') as { readonly name: string }).name);
  };
  return { tap, clock, push, names };
}

const numbered = (count: number, prefix = 'n') => Array.from({ length: count }, (_unused, i) => `${prefix}${i}`);

describe('Tap', () => {
  it('shows what was new, newest last, with its record untouched', async () => {
    const { tap, push, names } = tapOf();
    push(['a', 'b', 'c'], [0, 2]);
    push(['d']);
    expect(await names()).toEqual(['a', 'c', 'd']);
    const reply = await tap.rows(all);
    expect(reply).toMatchObject({ firstIndex: 0, matched: 3, buffered: 3, capacity: 100, latestSeq: 3, newer: 0, skipped: 0, evicted: 0 });
    expect(reply.rows.map((row) => row.seq)).toEqual([1, 2, 3]);
    expect(await tap.detail(2)).toMatchObject({ id: idOf('c'), connector: 'Name of c1', logType: 'SIEM', raw: '{"name":"c","text":"Grüße \u2028"}' });
    expect(await tap.detail(99)).toBeNull();
  });

  it('finds by every word in any case, by log type and by connector', async () => {
    const { push, names } = tapOf();
    push(['Alpha One', 'alpha two', 'beta one']);
    push(['gamma'], null, 'DLP');
    push(['delta'], null, 'SIEM', 'c2');
    expect(await names({ text: 'ALPHA' })).toEqual(['Alpha One', 'alpha two']);
    expect(await names({ text: ' one  alpha ' })).toEqual(['Alpha One']);
    expect(await names({ text: 'dlp' })).toEqual(['gamma']);
    expect(await names({ text: 'name of c2' })).toEqual(['delta']);
    expect(await names({ logTypes: ['DLP', 'Audit_Events'] })).toEqual(['gamma']);
    expect(await names({ connectorIds: ['c2'] })).toEqual(['delta']);
    expect(await names({ logTypes: ['DLP'], connectorIds: ['c2'] })).toEqual([]);
    expect(await names()).toHaveLength(5);
  });

  it('sees what came since with the same filter', async () => {
    const { push, names } = tapOf();
    push(['q1', 'y1']);
    expect(await names({ text: 'q' })).toEqual(['q1']);
    push(['q2', 'y2']);
    expect(await names({ text: 'q' })).toEqual(['q1', 'q2']);
  });

  it('gives windows from either end', async () => {
    const { tap, push, names } = tapOf();
    push(numbered(10));
    expect(await names({ count: 3 })).toEqual(['n7', 'n8', 'n9']);
    expect(await names({ count: 3, at: { kind: 'from', index: 4 } })).toEqual(['n4', 'n5', 'n6']);
    expect(await names({ count: 3, at: { kind: 'from', index: 1000 } })).toEqual(['n9']);
    expect(await names({ count: 0 })).toEqual([]);
    expect(await tap.rows({ ...all, count: 3, at: { kind: 'from', index: 4 } })).toMatchObject({ firstIndex: 4, matched: 10 });
  });

  it('stands still with upTo, and tells how many came since', async () => {
    const { tap, push, names } = tapOf();
    push(numbered(5));
    const { latestSeq } = await tap.rows(all);
    push(numbered(3, 'm'));
    expect(await names({ upTo: latestSeq })).toEqual(numbered(5));
    expect(await tap.rows({ ...all, upTo: latestSeq })).toMatchObject({ matched: 5, buffered: 5, newer: 3, latestSeq: 8 });
  });

  it('keeps the newest only, and counts what left', async () => {
    const { tap, push, names } = tapOf(10);
    for (let i = 0; i < 8; i += 1) push(numbered(4, `${i}-`));
    expect(await names()).toEqual([...numbered(4, '5-').slice(2), ...numbered(4, '6-'), ...numbered(4, '7-')]);
    expect(await tap.rows(all)).toMatchObject({ buffered: 10, matched: 10, evicted: 22, latestSeq: 32 });
    // A frozen list whose rows left is empty, not wrong.
    expect(await tap.rows({ ...all, upTo: 5 })).toMatchObject({ rows: [], matched: 0, buffered: 0 });
  });

  it('takes no more than a second can show, and counts what was new among the rest', async () => {
    const { tap, clock } = tapOf(1000);
    for (let i = 0; i < 110; i += 1) {
      const copy = tap.copy(chunkOf([`a${i}`, `b${i}`]));
      if (copy === null) tap.skip(1);
      else tap.push({ connectorId: 'c', connectorName: 'C', logType: 'SIEM', at: clock.now() }, copy, [0]);
    }
    expect(await tap.rows(all)).toMatchObject({ matched: 100, skipped: 10, rate: 11 });
    clock.advance(1000);
    expect(tap.copy(chunkOf(['c']))).not.toBeNull();
  });

  it('tells the rate of the last ten seconds', async () => {
    const { tap, clock, push } = tapOf();
    push(numbered(50));
    expect((await tap.rows(all)).rate).toBe(5);
    clock.advance(11_000);
    expect((await tap.rows(all)).rate).toBe(0);
    expect((await tap.rows(all)).lastArrivalAt).not.toBeNull();
  });

  it('keeps one new record of a large page without the page', async () => {
    const { tap, clock } = tapOf(1000);
    const page = chunkOf([...numbered(5000), 'new']);
    const before = process.memoryUsage().arrayBuffers;
    for (let i = 0; i < 200; i += 1) {
      const copy = tap.copy({ ...page, lines: page.lines.slice(), ids: page.ids.slice() });
      if (copy !== null) tap.push({ connectorId: 'c', connectorName: 'C', logType: 'SIEM', at: clock.now() }, copy, [5000]);
      clock.advance(1000);
    }
    (globalThis as { gc?: () => void }).gc?.();
    expect((await tap.rows(all)).buffered).toBe(200);
    // 200 pages are 60 MB; without a collection in between some of them may still be there.
    const first = await tap.detail(1);
    expect(first?.raw).toBe('{"name":"new","text":"Grüße \u2028"}');
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(400 * 1024 * 1024);
  });

  it('is off with capacity 0', async () => {
    const { tap, push } = tapOf(0);
    push(numbered(5));
    expect(await tap.rows(all)).toMatchObject({ rows: [], matched: 0, buffered: 0, capacity: 0, skipped: 5 });
  });

  it('leaves out what was cleared, which is not gone', async () => {
    const { tap, push, names } = tapOf();
    push(numbered(3));
    expect(await tap.rows({ ...all, after: 3 })).toMatchObject({ rows: [], matched: 0, buffered: 0, latestSeq: 3 });
    push(['later']);
    expect(await names({ after: 3 })).toEqual(['later']);
    expect(await names()).toEqual([...numbered(3), 'later']);
  });

  it('counts what the thread had no room for', async () => {
    const clock = new FakeClock();
    const store = inlinePreview({ events: 10, bytes: 1e9 }, clock);
    const tap = new Tap(10, clock, { ...store, push: (batch) => batch.firstSeq === 1 && store.push(batch) });
    const give = (name: string): void => {
      const copy = tap.copy(chunkOf([name]));
      if (copy !== null) tap.push({ connectorId: 'c', connectorName: 'C', logType: 'SIEM', at: clock.now() }, copy, null);
    };
    give('a');
    give('b');
    give('c');
    expect(await tap.rows(all)).toMatchObject({ matched: 1, skipped: 2, latestSeq: 1 });
  });
});
