import { describe, expect, it } from 'vitest';

import { redactor,reportAsText } from '../../../renderer/components/check-report-text';
import { formatBytes, formatFigure, formatRate, shortenId } from '../../../renderer/format/numbers';
import { formatDateTimeZone, formatDuration, formatLogTime, formatRelative, formatSpan, fromInputValue, toInputValue } from '../../../renderer/format/time';
import { reveal, revealJson, revealPieces } from '../../../renderer/format/untrusted';
import { say, wordsOnly } from '../../../shared/text/message';

const at = Date.parse('2026-11-22T14:52:03.123Z');

describe('times', () => {
  it('are written with day, seconds and zone', () => {
    expect(formatDateTimeZone(at, 'utc')).toBe('22 Nov 2026, 14:52:03 UTC');
    expect(formatLogTime('2026-11-22T14:52:03.123Z', 'utc')).toBe('22 Nov 14:52:03.123');
    expect(formatLogTime('no time at all', 'utc')).toBe('no time at all');
  });

  it.each([[0, '0 s'], [59_999, '59 s'], [60_000, '1 min'], [3_599_999, '59 min'], [86_399_999, '23 h'], [172_800_000, '2 d'], [-5, '0 s']])('a span of %d ms is %s', (ms, text) => {
    expect(formatSpan(ms)).toBe(text);
  });

  it('lie before or after now', () => {
    expect(formatRelative(at - 12_000, at)).toBe('12 s ago');
    expect(formatRelative(at + 48_000, at)).toBe('in 48 s');
  });

  it('last milliseconds, seconds or minutes', () => {
    expect([84, 1234, 125_000].map(formatDuration)).toEqual(['84 ms', '1.2 s', '2 min 5 s']);
  });

  it('go through an input and come back', () => {
    expect(toInputValue('2026-11-22T14:52:03.123Z', 'utc')).toBe('2026-11-22T14:52');
    expect(fromInputValue('2026-11-22T14:52', 'utc')).toBe('2026-11-22T14:52:00.000Z');
    expect(fromInputValue('', 'utc')).toBeNull();
    expect(fromInputValue('soon', 'utc')).toBe('soon');
    const local = toInputValue('2026-11-22T14:52:00.000Z', 'local');
    expect(fromInputValue(local, 'local')).toBe('2026-11-22T14:52:00.000Z');
  });
});

describe('numbers', () => {
  it('carry their units', () => {
    expect([0, 1023, 1024, 1_310_720, 5e12].map(formatBytes)).toEqual(['0 B', '1,023 B', '1.0 KiB', '1.3 MiB', '4.5 TiB']);
    expect([0, 18.44, 1204.4].map(formatRate)).toEqual(['0.0', '18.4', '1,204']);
  });

  it('are shortened in columns without saying more than there is', () => {
    expect([999_999, 1_000_000, 12_349_999, 1_999_999_999].map(formatFigure)).toEqual(['999,999', '1.00 M', '12.34 M', '1.99 G']);
  });

  it('shorten an id to four and four', () => {
    expect(shortenId('aB3dEfGhIjKl89YZ')).toBe('aB3d…89YZ');
    expect(shortenId('short')).toBe('short');
  });
});

describe('untrusted text', () => {
  it.each([
    ['bell\u0007', 'bell␇'],
    ['a\u202Eb', 'a⟨U+202E⟩b'],
    ['zero\u200Bwidth', 'zero⟨U+200B⟩width'],
    ['c1\u0085', 'c1⟨U+0085⟩'],
    ['tag\u{E0041}', 'tag⟨U+E0041⟩'],
    ['half \uD83D', 'half ⟨U+D83D⟩'],
    ['line\u2028', 'line⟨U+2028⟩'],
    ['plain ünïcødé 📧', 'plain ünïcødé 📧'],
  ])('shows what cannot be seen in %j', (text, shown) => {
    expect(reveal(text)).toBe(shown);
    expect(revealPieces(text).map((piece) => piece.text).join('')).toBe(shown);
  });

  it('keeps the line feeds of a block', () => {
    expect(reveal('a\nb\u0000', '\n')).toBe('a\nb␀');
  });

  it('reaches into values and names of JSON, and makes no prototype of a name', () => {
    const value: unknown = JSON.parse('{"a\\u202e":["x\\u0007",1,null,{"__proto__":{"b":true}}]}');
    expect(JSON.stringify(revealJson(value))).toBe('{"a⟨U+202E⟩":["x␇",1,null,{"__proto__":{"b":true}}]}');
    expect(({} as { b?: boolean }).b).toBeUndefined();
  });
});

describe('a copied report', () => {
  it('holds neither a whole id nor a secret, wherever they turn up', () => {
    const id = 'aB3dEfGhIjKlMnOp89YZ';
    const text = reportAsText(
      {
        passed: false, startedAt: at, durationMs: 590,
        items: [{ id: 't', title: say('check.token'), logType: null, state: 'failed', message: wordsOnly(`refused for ${id}`), durationMs: 280, failure: { code: 'MC-AUTH-401', detail: `body: ${id} s3cr3t-value`, retryAfterMs: null, at, ref: 'R1' } }],
      },
      `Client ID ${id}`, 'Client ID or Client Secret refused', 'utc', redactor([id], ['s3cr3t-value', '']),
    );
    expect(text).not.toContain(id);
    expect(text).not.toContain('s3cr3t-value');
    expect(text).toContain('aB3d…89YZ');
    expect(text).toContain('Authentication stage');
    expect(text).toContain('MC-AUTH-401, reference R1');
  });
});
