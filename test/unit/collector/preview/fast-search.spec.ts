import { Buffer } from 'node:buffer';

import * as fc from 'fast-check';
import { RE2JS } from 're2js';
import { describe, expect, it } from 'vitest';

import { Block } from '../../../../electron/collector/preview/block';
import { FlatField,flatName } from '../../../../electron/collector/preview/flat-field';
import { fastRegex } from '../../../../electron/collector/preview/regex/fast-regex';
import { linear } from '../../../../electron/collector/preview/regex/linear';
import { Ring } from '../../../../electron/collector/preview/ring';
import { Search } from '../../../../electron/collector/preview/search';
import { regexProblem } from '../../../../shared/filter/regex-guard';
import { searchText } from '../../../../shared/filter/values';

const origin = { connectorId: 'c1', connectorName: 'Head office', logType: 'SIEM' as const };

function ringOf(lines: readonly string[]): Ring {
  const ring = new Ring({ events: 10_000, bytes: 1e9 }, () => 0);
  ring.push({ origin, at: 1_763_000_000_000, firstSeq: 1, count: lines.length, fresh: null, lines: Buffer.from(lines.map((line) => `${line}\n`).join('')), ids: Buffer.alloc(16 * lines.length, 7) });
  return ring;
}

/** Places of the events that the text of a filter finds. */
function found(ring: Ring, text: string): readonly number[] {
  const search = new Search({ text, logTypes: [], connectorIds: [] });
  if (search.problem !== null) throw new Error(search.problem.english);
  ring.advance(search, Number.POSITIVE_INFINITY);
  return ring.blocks.flatMap((block) => (search.places(block) ?? []).map((at) => block.firstSeq - 1 + at));
}

// Letters of both cases with their odd cousins beyond ASCII, and everything that a record or a pattern could stumble over.
const texts = fc.string({ unit: fc.constantFrom(...'abABkKsS019 _-."\\/@{}[]:,=éÉ\u212a\u017f\t'), maxLength: 14 });
const lines = fc.array(fc.record({ subject: texts, sender: texts, n: fc.integer({ min: 0, max: 120 }) }, { requiredKeys: [] }).map((record) => JSON.stringify(record)), { minLength: 1, maxLength: 8 });

const atom = fc.constantFrom('a', 'B', 'k', 'S', '0', ' ', '"', '@', 'é', '.', '\\.', '\\d', '\\w', '\\s', '\\D', '\\W', '\\S', '[ab]', '[^a"]', '[^\\s]', '[A-C0-1]', '[k-s_-]', '[é1]', '\\-', '\\n', 'ab', 'sub', 'subject', '\u017f', 'K');
const counts = fc.constantFrom('', '', '', '?', '*', '+', '{2}', '{1,3}', '{0,}', '*?', '{2,}');
const { pattern } = fc.letrec<{ pattern: string; piece: string }>((tie) => ({
  piece: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.tuple(atom, counts).map(([each, count]) => (each.length > 1 && /^[a-z]+$/.test(each) ? each : each + count)),
    fc.constantFrom('^', '$', '\\b', '\\B', '.*', '.+', '.{2,}'),
    fc.tuple(fc.constantFrom('(', '(?:'), tie('pattern'), counts).map(([open, inner, count]) => `${open}${inner})${count}`),
  ),
  pattern: fc.oneof(
    { maxDepth: 3 },
    fc.array(tie('piece'), { minLength: 1, maxLength: 4 }).map((parts) => parts.join('')),
    fc.tuple(tie('pattern'), tie('pattern')).map(([left, right]) => `${left}|${right}`),
  ),
}));

describe('a regular expression over many events', () => {
  it('finds what RE2 finds in each of them', () => {
    let fast = 0;
    let slow = 0;
    fc.assert(fc.property(lines, pattern.filter((source) => regexProblem(source) === null), (records, source) => {
      const ring = ringOf(records);
      const re2 = RE2JS.compile(source, RE2JS.CASE_INSENSITIVE);
      if (fastRegex(source) === null) slow += 1;
      else fast += 1;
      const labels = ['Head office', 'SIEM'];
      const expected = records.flatMap((line, at) => {
        const { eventType, action, status } = ring.blocks[0]?.event(at) ?? { eventType: '' };
        const all = [searchText(line), ...labels, ...[eventType, action, status].filter((each) => each !== undefined)];
        return all.some((text) => re2.test(text)) ? [at] : [];
      });
      expect(found(ring, `/${source.replace(/\\[^]|\//g, (piece) => (piece === '/' ? '\\/' : piece))}/`)).toEqual(expected);
    }), { numRuns: 4000 });
    // Both ways are walked often enough for the comparison to mean something.
    expect(fast).toBeGreaterThan(800);
    expect(slow).toBeGreaterThan(400);
  });

  it('finds in a value what RE2 finds', () => {
    fc.assert(fc.property(fc.oneof(texts, fc.string({ unit: 'binary' })), pattern.filter((source) => regexProblem(source) === null), (text, source) => {
      expect(linear(source).test(text)).toBe(RE2JS.compile(source, RE2JS.CASE_INSENSITIVE).test(text));
    }), { numRuns: 4000 });
  });

  it('goes the fast way only where backtracking has a bound', () => {
    const ways = (source: string): string => (fastRegex(source) === null ? 're2' : 'fast');
    expect(['invoice', 'number 1997\\d', '(alpha|beta)\\d+', '\\d+\\.abc', '.*rejected.*route', 'number \\d+5"', '\\b\\d{1,3}(\\.\\d{1,3}){3}\\b', '(foo|)bar', 'größe', '^\\{"a"', 'a{2}b', '(a|aa)*b', '\\w+@\\w+\\.com', '(ab|c).*x'].map(ways)).toEqual(Array.from({ length: 14 }, () => 'fast'));
    expect(['(a+)+$', 'x(a|aa)*b', 'x(a?){30}a{30}', 'a\\w*a\\w*b', '(?i)a', '(?<n>a)', '\\x41', '\\p{L}', '[[:alpha:]]', 'a{300}', 'x(ab|c){1,2}.*y', '[^\\d]\\D+x'].map(ways)).toEqual(Array.from({ length: 12 }, () => 're2'));
  });

  it('knows the texts that a record must hold', () => {
    const needed = (source: string): readonly (readonly string[])[] | undefined => fastRegex(source)?.map((way) => way.needed);
    expect(needed('Number 1997\\d')).toEqual([['number 1997']]);
    expect(needed('(alpha|beta)\\d+')).toEqual([['alpha'], ['beta']]);
    expect(needed('a|b')).toEqual([['a'], ['b']]);
    expect(needed('ab\\d')).toEqual([[]]);
    expect(needed('subject.*number \\d*77"')).toEqual([['subject', 'number ', '77"']]);
    expect(needed('größe')).toEqual([]);
  });

  it('takes time that grows with the text only, on texts made to be slow', () => {
    const hostile = JSON.stringify({ subject: `${'number 1'.repeat(4000)}${'1'.repeat(30_000)}` });
    const ring = ringOf([hostile, hostile]);
    const started = performance.now();
    for (const source of ['number \\d+x', 'number.*1.*x', '\\d+x', '(n|nu|num)\\d{1,3}x', '\\b\\d{1,3}(\\.\\d{1,3}){3}\\b']) found(ring, `/${source}/`);
    // Quadratic time would be minutes.
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

describe('a field read without parsing', () => {
  const value = fc.oneof(texts, fc.integer({ min: -50, max: 2000 }), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean(), fc.constant(null), fc.array(texts, { maxLength: 2 }), fc.record({ spamScore: fc.integer() }, { requiredKeys: [] }));
  const name = fc.constantFrom('spamScore', 'spamscore', 'SPAMSCORE', 'subject', 'x', '__proto__', 'a b');
  const record = fc.array(fc.tuple(name, value), { maxLength: 5 }).map((fields) => `{${fields.map(([key, each]) => `${JSON.stringify(key)}:${JSON.stringify(each)}`).join(',')}}`);
  const line = fc.oneof({ weight: 6, arbitrary: record }, fc.constantFrom('{"x" : 1, "y":2}', '{ "spamScore": "7" }', '[{"spamScore":1}]', '{"t":"spamScore","u":":"}', '{"a":"\\"spamScore\\":1"}', '{"spamScore":1e3}', '{"spamScore":-0.50 ,"x":true}', '{}'));

  it('has the values that parsing gives, or says that it cannot tell', () => {
    let read = 0;
    fc.assert(fc.property(fc.array(line, { minLength: 1, maxLength: 6 }), fc.constantFrom('spamScore', 'SPAMSCORE', 'x', 'subject'), (records, field) => {
      const block = new Block(1);
      for (const each of records) block.add(Buffer.from(each), Buffer.alloc(16), origin, 0);
      const finder = new FlatField(block, 0, records.length, field);
      for (const [at, each] of records.entries()) {
        if (block.plain[at] === 0) continue;
        const values = finder.values(at);
        if (values === null) continue;
        read += 1;
        const parsed = JSON.parse(each) as Readonly<Record<string, unknown>>;
        const key = Object.hasOwn(parsed, field) ? field : Object.keys(parsed).find((own) => own.toLowerCase() === field.toLowerCase());
        const wanted = key === undefined || Array.isArray(parsed) ? null : parsed[key];
        expect(values).toEqual(wanted === null || wanted === undefined ? [] : [typeof wanted === 'boolean' ? String(wanted) : wanted]);
      }
    }), { numRuns: 3000 });
    expect(read).toBeGreaterThan(2000);
  });

  it('is tried for names without dots only', () => {
    expect(['spamScore', 'tls-version', 'a.b', 'a b', 'ü'].map((each) => flatName.test(each))).toEqual([true, true, false, false, false]);
  });
});
