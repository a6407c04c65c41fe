import { describe, expect, it } from 'vitest';

import { cellText, extraFields, gridTemplate, layoutKey, leastWidth, moved, resized, shippedLayout } from '../../../../renderer/screens/preview/columns';
import { messageFilter, slowestOf } from '../../../../renderer/screens/preview/delivery';
import { fieldLines, filterField, subtree, visibleLines } from '../../../../renderer/screens/preview/field-lines';
import { back, forward, noted } from '../../../../renderer/screens/preview/filter-steps';
import { choiceOf, emptyFilter, filterWords, typeFilter, withChoice, withoutPart, withSpan, withValue } from '../../../../renderer/screens/preview/filter-text';
import { readHighlights } from '../../../../renderer/screens/preview/HighlightTransfer';
import { stepText } from '../../../../renderer/screens/preview/row-time';
import { defanged, markedPieces } from '../../../../renderer/screens/preview/shown-text';
import { nextMark } from '../../../../renderer/screens/preview/use-bookmarks';
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

  it('has one value of a field at a time', () => {
    const failed = withChoice('invoice', 'status', 'failed');
    expect(failed).toBe('invoice status=failed');
    expect([choiceOf(failed, 'status'), choiceOf(failed, 'direction'), choiceOf('-status=failed', 'status'), choiceOf('a OR status=failed', 'status')]).toEqual(['failed', null, null, null]);
    expect(withChoice(failed, 'status', 'passed')).toBe('invoice status=passed');
    expect(withChoice(failed, 'status', null)).toBe('invoice');
  });

  it('can be undone and redone step by step; another step forgets what was undone', () => {
    const step = (text: string) => ({ text, logTypes: [] });
    const three = ['a', 'b', 'b', 'c'].reduce((steps, text) => noted(steps, step(text)), { past: [], now: step(''), future: [] } as ReturnType<typeof noted>);
    expect(three.past.map(({ text }) => text)).toEqual(['', 'a', 'b']);
    const twice = back(back(three));
    expect([twice.now.text, forward(twice).now.text, forward(forward(forward(twice))).now.text]).toEqual(['a', 'b', 'c']);
    expect(noted(twice, step('x'))).toMatchObject({ now: { text: 'x' }, future: [] });
    expect(noted(twice, { text: 'a', logTypes: ['DLP'] }).past).toHaveLength(2);
    expect(back({ past: [], now: step('a'), future: [] }).now.text).toBe('a');
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

describe('what waits, and what belongs together', () => {
  it('shows the output that has confirmed nothing for the longest time, of those that something waits for', () => {
    const output = (name: string, waiting: number, lastDeliveredAt: number | null) => ({ outputId: name, name, waiting, lastDeliveredAt }) as Parameters<typeof slowestOf>[0][number];
    expect(slowestOf([output('a', 0, 1), output('b', 3, 500), output('c', 1, 200)])?.name).toBe('c');
    expect(slowestOf([output('b', 3, 500), output('n', 1, null)])?.name).toBe('n');
    expect(slowestOf([output('a', 0, 1)])).toBeNull();
  });

  it('looks for the other events of the message by both of its ids', () => {
    expect(messageFilter('{"messageGroupId":"agg1","messageId":"<1@x>"}')).toBe('messageGroupId=agg1 OR messageId="<1@x>"');
    expect(messageFilter('{"messageId":"","eventType":"x"}')).toBe('');
  });
});

describe('bookmarks, times and highlights', () => {
  it('are gone through in both directions', () => {
    expect([nextMark([3, 7, 9], 7, 1), nextMark([3, 7, 9], 7, -1), nextMark([3, 7, 9], 9, 1), nextMark([3, 7], null, -1), nextMark([3, 7], null, 1), nextMark([], null, 1)]).toEqual([9, 3, null, 7, 3, null]);
  });

  it('count from the row before, also backwards', () => {
    expect([stepText(137), stepText(0), stepText(-125_000)]).toEqual(['+137 ms', '+0 ms', '−2 min 5 s']);
  });

  it('are read from text only when they are a whole set', () => {
    expect(readHighlights('[{"text":"a","colour":1,"more":1}]')).toEqual([{ text: 'a', colour: 1 }]);
    expect(['', '{}', '[{"text":"","colour":1}]', '[{"text":"a","colour":9}]', '[{"text":"a","colour":1},{"text":"b","colour":1}]', `[${'{"text":"a","colour":1},'.repeat(9)}{"text":"a","colour":1}]`].map(readHighlights)).toEqual([null, null, null, null, null, null]);
  });
});

describe('a selection', () => {
  it('goes from one end to the other, both included', () => {
    const selection = { anchor: 5, focus: 3 };
    expect([2, 3, 4, 5, 6].map((place) => isChosen(selection, place))).toEqual([false, true, true, true, false]);
    expect([chosenCount(selection), chosenCount(null)]).toEqual([3, 0]);
  });
});
