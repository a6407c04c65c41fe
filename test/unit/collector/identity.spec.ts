import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { canonicalJson, deepestNesting, identityOf, TooDeepError } from '../../../electron/collector/pipeline/identity';

describe('identityOf', () => {
  it('is 128 bits in hex and does not depend on the order of keys', () => {
    const id = identityOf('SIEM', { a: 1, b: { c: [1, { y: 1, x: 2 }], d: 'ü' } });
    expect(id).toMatch(/^[0-9a-f]{32}$/);
    expect(identityOf('SIEM', { b: { d: 'ü', c: [1, { x: 2, y: 1 }] }, a: 1 })).toBe(id);
  });

  it('tells apart what differs anywhere, and log types', () => {
    const ids = [
      identityOf('SIEM', { a: 1 }),
      identityOf('SIEM', { a: '1' }),
      identityOf('SIEM', { a: [1] }),
      identityOf('SIEM', { a: 1, b: null }),
      identityOf('DLP', { a: 1 }),
    ];
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('pairs an audit id with its time', () => {
    const event = { id: 'x', eventTime: '2026-01-05T10:00:00+0000', user: 'a' };
    expect(identityOf('Audit_Events', { ...event, user: 'b' })).toBe(identityOf('Audit_Events', event));
    expect(identityOf('Audit_Events', { ...event, eventTime: '2026-01-05T10:00:01+0000' })).not.toBe(identityOf('Audit_Events', event));
  });

  it('tells a held message from its leaving', () => {
    const held = { id: 'h1', subject: 's' };
    expect(identityOf('Hold_Message_List', { change: 'no_longer_held', observedAt: 't', lastSeen: held })).not.toBe(identityOf('Hold_Message_List', held));
  });

  it('gives an event one identity in batch files and in the streaming feed', () => {
    const batch = { type: 'receipt', subtype: 'Acc', timestamp: 1, _offset: 5, _partition: 6, subject: 's' };
    expect(identityOf('SIEM', { subject: 's', eventType: 'receipt', subType: 'Acc', timestamp: 1 })).toBe(identityOf('SIEM', batch));
    expect(identityOf('SIEM', { ...batch, eventType: 'other' })).not.toBe(identityOf('SIEM', batch));
  });

  it('does not take a nested value for the text of it', () => {
    expect(identityOf('SIEM', { detail: { a: 1 } })).not.toBe(identityOf('SIEM', { detail: '{"a":1}' }));
    expect(identityOf('SIEM', { detail: ['{"a":1}'] })).not.toBe(identityOf('SIEM', { detail: { a: 1 } }));
    expect(identityOf('SIEM', { a: 'x', b: 'y' })).not.toBe(identityOf('SIEM', { a: 'y', b: 'x' }));
  });

  it('is the same for any order of keys, at any depth', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })), (record) => {
        const reversed = JSON.parse(JSON.stringify(Object.fromEntries(Object.entries(record).reverse()))) as unknown;
        expect(identityOf('SIEM', reversed)).toBe(identityOf('SIEM', JSON.parse(JSON.stringify(record))));
      }),
    );
  });

  it('refuses what nests too deep instead of overflowing', () => {
    const deep = JSON.parse('['.repeat(deepestNesting + 2) + ']'.repeat(deepestNesting + 2)) as unknown;
    expect(() => identityOf('SIEM', { deep })).toThrow(TooDeepError);
  });

  it('canonical text is valid JSON of the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});

describe('identities of records of any content', () => {
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('', 'null', 'true', '1', '\u0001', 'a\u0001b', '\u0001a', '\u0002', '\ud800', '\ud801', '[1]'));
  const value = fc.oneof({ weight: 6, arbitrary: text }, fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean(), fc.constant(null), fc.array(text, { maxLength: 2 }), fc.record({ x: text }, { requiredKeys: [] }));
  const record = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'type', 'subject'), value, { maxKeys: 4 });

  it('are the same for the same record only', () => {
    fc.assert(
      fc.property(record, record, (one, other) => {
        expect(identityOf('SIEM', one) === identityOf('SIEM', other)).toBe(canonicalJson(one) === canonicalJson(other));
        expect(identityOf('SIEM', JSON.parse(JSON.stringify(one)))).toBe(identityOf('SIEM', one));
      }),
      { numRuns: 2000 },
    );
  });

  it('do not move text from one value to its neighbour', () => {
    const ids = [{ a: 'x\u0001y', b: 'z' }, { a: 'x', b: 'y\u0001z' }, { a: 'x', b: 'yz' }, { a: 'x\u0001y\u0001z', b: '' }, { a: '\ud800', b: '' }, { a: '\ud801', b: '' }].map((each) => identityOf('SIEM', each));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('are the same whether or not it is known that there is no escape', () => {
    fc.assert(
      fc.property(record, (one) => {
        fc.pre(!JSON.stringify(one).includes('\\'));
        expect(identityOf('SIEM', one, false)).toBe(identityOf('SIEM', one));
      }),
    );
  });
});
