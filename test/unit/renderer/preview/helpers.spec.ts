import { describe, expect, it } from 'vitest';

import { cellText, extraFields, gridTemplate, layoutKey, leastWidth, moved, resized, shippedLayout } from '../../../../renderer/screens/preview/columns';
import { fieldLines, filterField, subtree, visibleLines } from '../../../../renderer/screens/preview/field-lines';
import { emptyFilter, filterWords, typeFilter, withoutPart, withSpan, withValue } from '../../../../renderer/screens/preview/filter-text';
import { defanged, markedPieces } from '../../../../renderer/screens/preview/shown-text';
import { chosenCount, isChosen } from '../../../../renderer/screens/preview/view';

describe('the filter as it is typed', () => {
  it('keeps the last that could be read, and writes moments with their zone', () => {
    const good = typeFilter(emptyFilter, 'time>=2026-11-22 alice', 'utc');
    expect(good).toMatchObject({ good: 'time>="2026-11-22T00:00:00.000Z" alice', problem: null });
    expect(typeFilter(good, 'time>=2026-11-22 ali(', 'utc')).toMatchObject({ typed: 'time>=2026-11-22 ali(', good: good.good, problem: { from: 20 } });
    expect(filterWords(good.good, 'utc')).toBe('time is at or after 22 Nov 2026, 00:00:00 UTC and the record contains “alice”');
    expect(filterWords('', 'utc')).toBe('');
  });

  it('takes values in and out, one instead of the other', () => {
    const wanted = withValue('invoice', 'sender', 'a b@example.com', true);
    expect(wanted).toBe('invoice sender="a b@example.com"');
    expect(withValue(wanted, 'sender', 'a b@example.com', false)).toBe('invoice -sender="a b@example.com"');
    expect(withValue('a OR b', 'action', 'block', true)).toBe('(a OR b) action=block');
    expect(withoutPart('a b c', 1)).toBe('a c');
    expect(withoutPart('a', 0)).toBe('');
  });

  it('has one span at a time', () => {
    const once = withSpan('x', { from: 0, to: 1000.4 });
    expect(once).toBe('x arrived>="1970-01-01T00:00:00.000Z" arrived<"1970-01-01T00:00:01.000Z"');
    expect(withSpan(once, { from: 2000, to: 3000 })).toBe('x arrived>="1970-01-01T00:00:02.000Z" arrived<"1970-01-01T00:00:03.000Z"');
    expect(withSpan(once, null)).toBe('x');
  });
});

describe('columns', () => {
  const columns = shippedLayout('all');

  it('belong to a log type, or to several together', () => {
    expect([layoutKey([]), layoutKey(['DLP']), layoutKey(['DLP', 'SIEM'])]).toEqual(['all', 'DLP', 'all']);
  });

  it('move and change their width within bounds', () => {
    const names = (list: typeof columns): string => list.map(({ field }) => field.slice(0, 2)).join(' ');
    expect(names(moved(columns, 'subject', -1))).toBe('ti lo ev ac st se su re');
    expect(names(moved(columns, 'time', -1))).toBe(names(columns));
    expect(resized(columns, 'time', 3)[0]?.width).toBe(48);
    expect(resized(columns, 'time', 9999)[0]?.width).toBe(1200);
    expect(leastWidth(columns)).toBe(956);
    expect(gridTemplate(columns.slice(4, 6))).toBe('78px minmax(118px, 118fr)');
  });

  it('show what every row has, and what was asked for', () => {
    const row = { seq: 1, time: null, arrivedAt: 0, connector: 'c', logType: 'DLP' as const, eventType: 'dlp', action: null, status: null, sender: 's', recipients: null, subject: null, extra: ['7', null] };
    const extra = extraFields([{ field: 'sender', width: 100 }, { field: 'spamScore', width: 100 }, { field: 'toString', width: 100 }]);
    expect(extra).toEqual(['spamScore', 'toString']);
    expect(['sender', 'spamScore', 'toString', 'action', 'arrived'].map((field) => cellText(row, field, extra))).toEqual(['s', '7', null, null, '1970-01-01T00:00:00.000Z']);
  });
});

describe('texts of others', () => {
  it('lose their links when wished', () => {
    expect(defanged('see HTTPS://evil.example.com/a.b?c and http://192.0.2.1')).toBe('see HxxPS://evil[.]example[.]com/a.b?c and hxxp://192[.]0[.]2[.]1');
    expect(defanged('shttp is no scheme')).toBe('shttp is no scheme');
  });

  it('are marked without losing a character', () => {
    const pieces = markedPieces('Invoice of the invoice', [{ text: 'invoice', colour: 1 }, { text: 'of', colour: 2 }]);
    expect(pieces).toEqual([{ text: 'Invoice', colour: 1 }, { text: ' ', colour: null }, { text: 'of', colour: 2 }, { text: ' the ', colour: null }, { text: 'invoice', colour: 1 }]);
    expect(markedPieces('\u0130x', [{ text: 'x', colour: 1 }]).map(({ text }) => text).join('')).toBe('\u0130x');
  });
});

describe('the fields of a record', () => {
  const json = '{"a":1,"b":{"c":"x","d":[1,{"e":null}]},"f.g":{"h":true}}';

  it('are lines, folded and searched', () => {
    const read = fieldLines(json);
    expect(read?.lines.map(({ path }) => path)).toEqual(['a', 'b', 'b.c', 'b.d', 'b.d.0', 'b.d.1', 'b.d.1.e', 'f.g', 'f.g.h']);
    expect(visibleLines(read?.lines ?? [], '', new Set(['b.d'])).map(({ path }) => path)).toEqual(['a', 'b', 'b.c', 'b.d', 'f.g', 'f.g.h']);
    expect(visibleLines(read?.lines ?? [], 'X', new Set(['b'])).map(({ path }) => path)).toEqual(['b', 'b.c']);
    expect(fieldLines('no json')).toBeNull();
    expect(fieldLines('7')).toBeNull();
    expect(fieldLines(JSON.stringify(Array.from({ length: 5000 }, (_unused, i) => i)))).toMatchObject({ cut: true });
  });

  it('are copied as they are, and filtered by their name', () => {
    expect(JSON.parse(subtree(json, 'b.d.1'))).toEqual({ e: null });
    expect(subtree(json, 'f.g.h')).toBe('true');
    expect(filterField('recipients.0')).toBe('recipients');
    expect(filterField('a.10.b')).toBe('a.b');
  });
});
});

describe('a selection', () => {
  it('goes from one end to the other, both included', () => {
    const selection = { anchor: 5, focus: 3 };
    expect([2, 3, 4, 5, 6].map((place) => isChosen(selection, place))).toEqual([false, true, true, true, false]);
    expect([chosenCount(selection), chosenCount(null)]).toEqual([3, 0]);
  });
});
