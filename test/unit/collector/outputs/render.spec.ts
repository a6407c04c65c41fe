import { describe, expect, it } from 'vitest';

import type { RenderedBatch } from '../../../../electron/collector/outputs/output';
import type { StoredBatch } from '../../../../electron/collector/outputs/render';
import { renderBatch } from '../../../../electron/collector/outputs/render';
import { markedAggregate, markedBatch, markedTypes } from '../../../../electron/collector/outputs/test-event';
import { fileConfig } from '../../../support/loops';

function stored(lines: readonly string[]): StoredBatch {
  const ids = new Uint8Array(lines.length * 16).map((_, index) => Math.floor(index / 16));
  return { seq: 7, connectorName: 'Büro', logType: 'SIEM', count: lines.length, lines: new Uint8Array(Buffer.from(lines.map((line) => `${line}\n`).join(''))), ids };
}

function linesOf(batch: RenderedBatch): readonly string[] {
  const bytes = Buffer.from(batch.lines.buffer, batch.lines.byteOffset, batch.lines.byteLength);
  const lines: string[] = [];
  let start = 0;
  for (const end of batch.ends) {
    const text = bytes.toString('utf8', start, end);
    expect(text.endsWith('\n')).toBe(true);
    lines.push(text.slice(0, -1));
    start = end;
  }
  expect(start).toBe(batch.lines.length);
  return lines;
}

// Escapes, spacing, number forms, raw line separators and duplicate keys that a parse and print would change.
const peculiar = '{ "type":"receipt", "subject":"a\\u0041\u2028\u2029\u0085 \\/ \ud83d\ude00", "n":1.0e3, "big":12345678901234567890, "n":2 }\r';
const plain = '{"type":"delivery","timestamp":1767225600000,"delivered":"true"}';

describe('renderBatch', () => {
  it('raw gives the same bytes', () => {
    const batch = stored([peculiar, plain]);
    const rendered = renderBatch(batch, 'raw');
    expect(rendered.lines).toBe(batch.lines);
    expect(linesOf(rendered)).toEqual([peculiar, plain]);
  });

  it('normalized gives the event', () => {
    const [, second = ''] = linesOf(renderBatch(stored([peculiar, plain]), 'normalized'));
    expect(JSON.parse(second)).toEqual({
      id: '01'.repeat(16),
      time: '2026-01-01T00:00:00.000Z',
      connector: 'Büro',
      logType: 'SIEM',
      eventType: 'delivery',
      action: 'delivered',
      status: 'passed',
    });
  });

  it('both gives the event with the record byte for byte under raw', () => {
    const [first = ''] = linesOf(renderBatch(stored([peculiar, plain]), 'both'));
    expect(first.endsWith(`,"raw":${peculiar}}`)).toBe(true);
    expect(JSON.parse(first)).toMatchObject({ id: '00'.repeat(16), eventType: 'receipt', raw: { n: 2, type: 'receipt' } });
  });

  it.each(['normalized', 'both'] as const)('keeps the text of a line that is not JSON (%s)', (format) => {
    const [first = '', second = ''] = linesOf(renderBatch(stored(['{"type":"rec', plain]), format));
    expect(JSON.parse(first)).toEqual({ id: '00'.repeat(16), connector: 'Büro', logType: 'SIEM', eventType: 'unknown', raw: '{"type":"rec' });
    expect(JSON.parse(second)).toMatchObject({ eventType: 'delivery' });
  });

  it.each(['normalized', 'both'] as const)('renders records that are not objects (%s)', (format) => {
    for (const line of linesOf(renderBatch(stored(['null', '[1]', '"text"', '7', '{}']), format))) {
      expect(JSON.parse(line)).toMatchObject({ eventType: 'unknown' });
    }
  });

  it('grows for events longer than their records and for long ones', () => {
    const lines = [...Array.from({ length: 500 }, () => '{}'), JSON.stringify({ type: 'receipt', subject: '😀'.repeat(300_000) })];
    for (const format of ['normalized', 'both'] as const) {
      const rendered = linesOf(renderBatch(stored(lines), format));
      expect(rendered.length).toBe(501);
      expect((JSON.parse(rendered[500] ?? '') as { subject: string }).subject.length).toBe(600_000);
    }
  });

  it('lies at the start of memory of its own, so that it can move to another thread', () => {
    const rendered = renderBatch(stored([plain]), 'both');
    const moved = structuredClone(rendered, { transfer: [rendered.lines.buffer as ArrayBuffer] });
    expect(linesOf(moved).length).toBe(1);
    expect(rendered.lines.length).toBe(0);
  });

  it('demands that lines, ids and count agree', () => {
    const batch = stored([plain, plain]);
    expect(() => renderBatch({ ...batch, count: 3 }, 'raw')).toThrow('damaged');
    expect(() => renderBatch({ ...batch, ids: batch.ids.subarray(1) }, 'raw')).toThrow('damaged');
    expect(() => renderBatch({ ...batch, lines: batch.lines.subarray(0, -1) }, 'raw')).toThrow('damaged');
  });

  it('takes an empty batch', () => {
    expect(renderBatch(stored([]), 'both')).toMatchObject({ count: 0, lines: new Uint8Array(0) });
  });
});

describe('marked events', () => {
  it.each(['raw', 'normalized', 'both'] as const)('say in the format %s what they are', (format) => {
    const id = new Uint8Array(16).fill(7);
    const at = 1_767_225_600_000;
    for (const mark of ['test', 'canary'] as const) {
      const [line = ''] = linesOf(markedBatch({ ...fileConfig, format }, { mark, id, at }));
      const event = JSON.parse(line) as Record<string, unknown>;
      expect(event[format === 'raw' ? 'type' : 'eventType']).toBe(markedTypes[mark]);
      expect(line).toContain(markedAggregate(mark, '07'.repeat(16)));
    }
  });
});
