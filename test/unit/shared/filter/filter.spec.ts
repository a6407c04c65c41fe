import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Bound, Filter, Pattern } from '../../../../shared/filter/ast';
import { allOf, anyOf } from '../../../../shared/filter/ast';
import type { FieldValue, Subject } from '../../../../shared/filter/compile';
import { compileFilter } from '../../../../shared/filter/compile';
import { atCursor } from '../../../../shared/filter/complete';
import { describeFilter } from '../../../../shared/filter/describe';
import { parseFilter } from '../../../../shared/filter/parse';
import { printFilter } from '../../../../shared/filter/print';
import { requiredText } from '../../../../shared/filter/required-text';
import { fold, parseNumber, parseTime, searchText } from '../../../../shared/filter/values';

const utc = (at: number): string => new Date(at).toISOString();

function parsed(text: string): Filter {
  const result = parseFilter(text, 'utc');
  if (result.kind === 'error') throw new Error(`${text}: ${result.reason.english}`);
  return result.filter;
}

function problem(text: string) {
  const result = parseFilter(text, 'utc');
  return result.kind === 'error' ? result : null;
}

const regex = (source: string) => {
  const pattern = new RegExp(source, 'i');
  return { source, test: (text: string): boolean => pattern.test(text) };
};

type Plain = { readonly texts: readonly string[]; readonly values: Readonly<Record<string, readonly FieldValue[]>> };

const subjectOf = ({ texts, values }: Plain): Subject => ({
  foldedTexts: () => texts.map(fold),
  contains: (folded) => texts.some((text) => fold(text).includes(folded)),
  matches: ({ test }) => texts.some(test),
  values: (field) => values[field] ?? [],
  mayHave: () => true,
});

const matches = (text: string, plain: Plain): boolean => compileFilter(parsed(text), regex)(subjectOf(plain));

describe('the filter grammar', () => {
  const mail: Plain = { texts: ['{"subject":"Invoice 20931 for November"}', 'Head office', 'SIEM'], values: { sender: ['Alice@Example.com'], size: [1500], recipients: ['bob@example.org', 'eve@example.net'], time: ['2026-11-22T11:40:00.000Z'], action: ['blocked'], spam: ['17'] } };

  it.each([
    ['', true], ['invoice', true], ['INVOICE november', true], ['invoice december', false], ['december OR invoice', true], ['-december', true], ['NOT invoice', false],
    ['"for november"', true], ['"november for"', false], ['sender:alice', true], ['sender:bob', false], ['recipients:EVE', true], ['sender=alice', false],
    ['sender=alice@example.COM', true], ['sender:*.com', true], ['sender:*.net', false], ['sender:alice*com', true], ['sender:*', true], ['url:*', false],
    ['inv*2093', true], ['2093*inv', false], ['size>1k', true], ['size>=1.5k', true], ['size>1.5k', false], ['size<2KiB', true], ['spam>16', true],
    ['time>=2026-11-22', true], ['time<2026-11-22T11:40', false], ['time<=2026-11-22T12:40+01:00', true], ['/invoice \\d+/', true], ['/^invoice/', false],
    ['sender:/^alice@/', true], ['(december OR invoice) -size>2k', true], ['december OR invoice size>2k', false], ['head AND office', true], ['action:block', true], ['action=block', false],
    ['size:>1k', true], ['"head office"', true],
  ])('%s -> %s', (text, expected) => {
    expect(matches(text, mail)).toBe(expected);
  });

  it('takes an address for text and a backslash for itself', () => {
    expect(parsed('https://example.com/a')).toEqual({ kind: 'text', pattern: { kind: 'plain', text: 'https://example.com/a' } });
    expect(parsed('CORP\\alice')).toEqual({ kind: 'text', pattern: { kind: 'plain', text: 'CORP\\alice' } });
    expect(parsed('a\\*b')).toEqual({ kind: 'text', pattern: { kind: 'plain', text: 'a*b' } });
    expect(parsed('12:30')).toEqual({ kind: 'text', pattern: { kind: 'plain', text: '12:30' } });
  });

  it.each([
    ['sender:', 0, /value is missing/], ['a "b', 2, /closing quote/], ['a (b', 2, /closing bracket is missing/], ['a b)', 3, /no opening/], ['a OR', 2, /missing after OR/], ['OR a', 0, /missing before OR/],
    ['x /a', 2, /closing \//], ['/(/', 0, /no valid/], ['/(a)\\1/', 0, /back to a group/], ['/a(?=b)/', 0, /ahead or behind/], ['size>big', 5, /number/], ['time>=yesterday', 6, /date/], ['time>2026-02-31', 5, /date/],
    ['size>1*', 5, /one value/], ['sender:(a OR b)', 0, /Brackets/], ['""', 0, /nothing between/], ['-', -1, /./], [`${'('.repeat(60)}a`, 40, /nest/], [`/${'a'.repeat(300)}/`, 0, /longer/], [`"${'a'.repeat(1100)}"`, 1000, /characters/],
  ])('%s is refused where reading ended', (text, from, reason) => {
    const found = problem(text);
    if (from < 0) {
      expect(found).toBeNull();
      return;
    }
    expect(found?.from).toBe(from);
    expect(found?.reason.english).toMatch(reason);
  });

  it('says in words what it does', () => {
    expect(describeFilter(parsed('sender:alice -action=block (invoice OR /x+/) size>1k url:* time>=2026-11-22'), utc)).toBe(
      'sender contains “alice” and not action is “block” and (the record contains “invoice” or the record matches /x+/) and size is more than 1,000 and url is there and time is at or after 2026-11-22T00:00:00.000Z',
    );
    expect(describeFilter(parsed(''), utc)).toBe('everything');
  });

  it('reads numbers and moments', () => {
    expect(['1k', '1.5MB', '2KiB', '-3', '1x', '', '1e3'].map(parseNumber)).toEqual([1000, 1_500_000, 2048, -3, null, null, 1000]);
    expect(parseTime('2026-11-22 14:30', 'utc')).toBe(Date.parse('2026-11-22T14:30:00Z'));
    expect(parseTime('2026-11', 'utc')).toBe(Date.parse('2026-11-01T00:00:00Z'));
    expect(parseTime('2026-13-01', 'utc')).toBeNull();
    expect(parseTime('2026-11-22T14:30', 'local')).toBe(new Date(2026, 10, 22, 14, 30).getTime());
  });

  it('finds what JSON escapes hide', () => {
    expect(searchText('{"u":"https:\\/\\/example.com","s":"\\u0042\\"\\n"}')).toBe('{"u":"https://example.com","s":"B"\n"}');
    expect(fold('GRÜSSE \u212a')).toBe('grüsse \u212a');
  });

  it('knows what a regular expression cannot do without', () => {
    expect(['number 1997[0-9]', 'invoice? x', 'a|bcd', '(abc)?', 'abc*', 'ab\\.com$', 'tokyo', 'a\\d1234', 'ab{0,2}cdef', '[abcd]efg'].map(requiredText)).toEqual(['number 1997', 'invoic', '', '', '', 'ab.com', '', '', 'cdef', 'efg']);
  });

  it('knows what is being typed', () => {
    expect(atCursor('invoice send', 12)).toEqual({ kind: 'field', prefix: 'send', from: 8, to: 12 });
    expect(atCursor('-sender:ali', 11)).toEqual({ kind: 'value', field: 'sender', prefix: 'ali', from: 8, to: 11 });
    expect(atCursor('sender="ali b', 13)).toEqual({ kind: 'value', field: 'sender', prefix: 'ali b', from: 7, to: 13 });
    expect(atCursor('(action:bl) x', 10)).toEqual({ kind: 'value', field: 'action', prefix: 'bl', from: 8, to: 10 });
    expect(atCursor('', 0)).toEqual({ kind: 'field', prefix: '', from: 0, to: 0 });
    expect(atCursor('"free text', 10)).toBeNull();
  });
});

// Texts of few characters, so that filters match now and then, and of all those with a meaning.
const word = fc.string({ unit: fc.constantFrom(...'abAB1 *\\"()-/:<>=.ük\n'), minLength: 1, maxLength: 6 });
const fields = ['sender', 'size', 'x-y.z', 'time'] as const;
const pattern: fc.Arbitrary<Pattern> = fc.oneof(
  word.map((text): Pattern => ({ kind: 'plain', text })),
  fc.array(fc.string({ unit: fc.constantFrom(...'ab1 -/:"\\*'), maxLength: 3 }), { minLength: 2, maxLength: 3 })
    .map((parts): Pattern => ({ kind: 'wildcard', parts: parts.map((part, i) => (part === '' && i > 0 && i < parts.length - 1 ? 'a' : part)) })),
  fc.constantFrom('a+b', 'a/b', '[ab]\\.', 'b|1', '\\\\', '^a').map((source): Pattern => ({ kind: 'regex', source })),
);
const bound: fc.Arbitrary<readonly [string, Bound]> = fc.oneof(
  fc.double({ noNaN: true, min: -1e9, max: 1e9 }).map((value) => ['size', { kind: 'number', value: Math.round(value * 1000) / 1000 + 0 }] as const),
  fc.integer({ min: 0, max: 4e12 }).map((at) => ['time', { kind: 'time', at }] as const),
);
const { filter } = fc.letrec<{ filter: Filter }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    pattern.map((each): Filter => ({ kind: 'text', pattern: each })),
    fc.tuple(fc.constantFrom(...fields), pattern).map(([field, each]): Filter => ({ kind: 'field', field, pattern: each })),
    fc.tuple(fc.constantFrom(...fields), word).map(([field, text]): Filter => ({ kind: 'is', field, text })),
    fc.tuple(bound, fc.constantFrom('>' as const, '>=' as const, '<' as const, '<=' as const)).map(([[field, each], op]): Filter => ({ kind: 'compare', field, op, bound: each })),
    tie('filter').map((of): Filter => ({ kind: 'not', of })),
    fc.array(tie('filter'), { minLength: 2, maxLength: 3 }).map(allOf),
    fc.array(tie('filter'), { minLength: 2, maxLength: 3 }).map(anyOf),
  ),
}));

/** Written again in the plainest way: wildcards as regular expressions, nothing remembered, nothing looked at early. */
function naive(tree: Filter, plain: Plain): boolean {
  switch (tree.kind) {
    case 'all': return true;
    case 'and': return tree.of.every((part) => naive(part, plain));
    case 'or': return tree.of.some((part) => naive(part, plain));
    case 'not': return !naive(tree.of, plain);
    case 'text': return plain.texts.some((text) => naivePattern(tree.pattern, text, false));
    case 'field': return (plain.values[tree.field] ?? []).some((value) => naivePattern(tree.pattern, String(value), true));
    case 'is': return (plain.values[tree.field] ?? []).some((value) => fold(String(value)) === fold(tree.text));
    case 'compare': return (plain.values[tree.field] ?? []).some((value) => {
      const number = typeof value === 'number' ? value : tree.bound.kind === 'number' ? parseNumber(value) : parseTime(value, 'utc');
      const limit = tree.bound.kind === 'number' ? tree.bound.value : tree.bound.at;
      if (number === null) return false;
      return tree.op === '>' ? number > limit : tree.op === '>=' ? number >= limit : tree.op === '<' ? number < limit : number <= limit;
    });
  }
}

function naivePattern(each: Pattern, text: string, whole: boolean): boolean {
  if (each.kind === 'plain') return fold(text).includes(fold(each.text));
  if (each.kind === 'regex') return new RegExp(each.source, 'i').test(text);
  const source = each.parts.map((part) => fold(part).replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&')).join('[^]*');
  return new RegExp(whole ? `^${source}$` : source).test(fold(text));
}

describe('every filter', () => {
  it('reads back as itself', () => {
    fc.assert(fc.property(filter, (tree) => {
      const text = printFilter(tree);
      if (text.length <= 1000) expect(parseFilter(text, 'local')).toEqual({ kind: 'ok', filter: tree });
    }), { numRuns: 1500 });
  });

  it('never throws, whatever is typed, and points into the text', () => {
    const typed = fc.oneof(fc.string({ maxLength: 60 }), fc.array(fc.constantFrom('a', '-', '(', ')', '"', '/', ':', 'OR', 'NOT', 'AND', ' ', '*', '\\', 'size>', 'time<=', 'sender:', '=', '2026-11-22'), { maxLength: 25 }).map((parts) => parts.join('')));
    fc.assert(fc.property(typed, (text) => {
      const result = parseFilter(text, 'utc');
      if (result.kind === 'error') {
        expect(result.from).toBeGreaterThanOrEqual(0);
        expect(result.to).toBeLessThanOrEqual(text.length);
        expect(result.from).toBeLessThanOrEqual(result.to);
      } else {
        expect(parseFilter(printFilter(result.filter), 'utc')).toEqual(result);
        expect(describeFilter(result.filter, utc)).not.toBe('');
      }
      atCursor(text, text.length);
    }), { numRuns: 3000 });
  });

  it('matches what the plainest evaluation matches', () => {
    const value = fc.oneof(word, fc.integer({ min: -5, max: 2000 }), fc.integer({ min: 0, max: 4e12 }).map((at) => new Date(at).toISOString()));
    const event: fc.Arbitrary<Plain> = fc.record({ texts: fc.array(word, { minLength: 1, maxLength: 3 }), values: fc.dictionary(fc.constantFrom(...fields), fc.array(value, { maxLength: 2 })) });
    fc.assert(fc.property(filter, fc.array(event, { minLength: 1, maxLength: 4 }), (tree, events) => {
      const predicate = compileFilter(tree, regex);
      for (const each of events) expect(predicate(subjectOf(each))).toBe(naive(tree, each));
    }), { numRuns: 2000 });
  });
});
