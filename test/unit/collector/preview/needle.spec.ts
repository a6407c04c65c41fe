import { Buffer } from 'node:buffer';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { Needle } from '../../../../electron/collector/preview/needle';

/** Few letters, so that pieces of the text stand in many places where the whole does not. */
const letters = fc.stringMatching(/^[a-d"]{1,12}$/);

function places(needle: Needle, low: Buffer): readonly number[] {
  const found: number[] = [];
  for (let at = needle.in(low, 0); at >= 0; at = needle.in(low, at + 1)) found.push(at);
  return found;
}

function expected(text: string, content: string): readonly number[] {
  const found: number[] = [];
  for (let at = content.indexOf(text); at >= 0; at = content.indexOf(text, at + 1)) found.push(at);
  return found;
}

describe('a needle', () => {
  it('finds every place of its text, whatever the sample made of it', () => {
    fc.assert(fc.property(letters, fc.stringMatching(/^[a-d"]{0,200}$/), fc.stringMatching(/^[a-z]{0,100}$/), (text, content, sample) => {
      for (const seen of [content, sample]) expect(places(new Needle(text, Buffer.from(seen)), Buffer.from(content))).toEqual(expected(text, content));
    }));
  });

  it('is looked for by its rarest piece, and the rest of it counts all the same', () => {
    const low = Buffer.from(`${'invite the invoice '.repeat(3)}voice`);
    expect(places(new Needle('invoice', low), low)).toEqual([11, 30, 49]);
  });

  it('is not found where it is cut off', () => {
    expect(new Needle('invoice', Buffer.from('iiiinnnnooooo')).in(Buffer.from('an invoic'), 0)).toBe(-1);
    expect(new Needle('invoice', Buffer.from('iiiinnnnooooo')).in(Buffer.from('nvoice'), 0)).toBe(-1);
  });
});
