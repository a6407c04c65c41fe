import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { renderBatch } from '../../../../electron/collector/outputs/render';
import type { RenderForm } from '../../../../electron/collector/pipeline/chunk';
import { decodeWhole } from '../../../../electron/collector/pipeline/decode-whole';
import { mappingTables } from '../../../../electron/collector/pipeline/normalize/tables';
import { LineScanner } from '../../../../electron/collector/pipeline/scan/line-scanner';
import { parsedEvents } from '../../../support/parsed-events';
import { fixtures, type Json } from '../normalize/support';

const forms: readonly RenderForm[] = (['raw', 'normalized', 'both'] as const).map((format) => ({ format, model: 'connector' }));
const request = { connectorName: 'Head "office" ü', forms, pack: true, lines: true };

/** Records as a file brings them, and after each the same again: the second time their lines are scanned. */
function agree(records: readonly Json[]): void {
  const bytes = Buffer.from([...records, ...records, ...records].map((one) => `${JSON.stringify(one)}\n`).join(''));
  for (const { chunk, broken } of decodeWhole('SIEM', bytes, 'file', request)) {
    expect(broken).toEqual([]);
    if (chunk === null) continue;
    expect(chunk.rendered?.map(({ format }) => format)).toEqual(forms.map(({ format }) => format));
    for (const { format, lines, ends } of chunk.rendered ?? []) {
      const batch = { seq: 1, connectorName: request.connectorName, logType: 'SIEM', count: chunk.count, lines: chunk.lines, ids: chunk.ids } as const;
      const expected = parsedEvents(batch, format);
      // What was spooled and is read back takes the same short way.
      for (const found of [{ lines, ends }, renderBatch(batch, format)]) {
        expect(Buffer.from(found.lines).toString().split('\n').slice(0, -1), format).toEqual(expected.lines);
        expect([...found.ends]).toEqual(expected.ends);
      }
    }
  }
}

const siemFixtures = fixtures.filter(({ logType }) => logType === 'SIEM').map(({ raw }) => raw);
/** Every raw field that a table of SIEM events reads. */
const names = [...new Set(mappingTables.SIEM.flatMap(({ rows }) => rows.flatMap(({ from }) => from)))];
const types = mappingTables.SIEM.map(({ eventType }) => eventType);

const address = fc.constantFrom('jane@example.org', ' jane@example.org', 'Jane <jane@example.org>', '<jane@example.org>', '<>', '< >', '<null>', '<', '>', '<a', 'a@b.c,d@e.f', 'a@b.c, "Doe, J" <d@e.f>', '<a@b.c>,', ',', '"<x>"');
const odd = fc.constantFrom<unknown>('', ' ', 'null', ' null', 'nul', '\u00a0x', 'x\u00a0', '\ufeffx', 'x\u3000', '\nx', 'x\n', 'x\\n', '\\nx', '\\', '\\\\', '"', 'x"', '\bx', 'x\b', '\t', 'é', 'xé', 'É', 'ACC', 'Acc', 'Rej', 'hld', 'x\u2028', '😀');
const number = fc.oneof(fc.nat(), fc.constantFrom<unknown>(0, '0', '00', '007', '12', ' 12', '12 ', '1.5', '-1', '999999999999999', '1234567890123456', 1795888371157, '1795888371157', '01795888371157', '2026-01-05T05:11:02+0000', 946684799999, 4102444800000));
const ip = fc.constantFrom('203.0.113.7', '203.0.113.07', '203.0.113.256', '203.0.113', '203.0.113.7.8', '.1.2.3', '1..2.3', '1.2.3.', '::1', '2001:db8::1', 'Internal IP', '0.0.0.0', '255.255.255.255', ' 1.2.3.4');
const detail = fc.constantFrom<unknown>('{"verdict":{"categories":[],"decision":"none"}}', '{"verdict":{"categories":["spam","x"]}}', 'verdict', '{"spf":{"allow":true}}', { verdict: { decision: 'x' } });
const words = fc.constantFrom<unknown>('inbound', 'Inbound', 'OUTBOUND', 'internal', 'Partner Forced TLS', 'true', 'false', true, false, null, 'Yes', 'a.exe', '"a.exe"', '"a.exe","b.zip"', 'a.exe, b.zip', 'd41d8cd98f00b204e9800998ecf8427e', ['a'], [], {});
const value = fc.oneof(address, odd, number, ip, detail, words, fc.string(), fc.string({ unit: 'binary' }), fc.constant(null));

const record = fc
  .tuple(fc.constantFrom(...types, 'Receipt', ' av', 'new type', null), fc.uniqueArray(fc.constantFrom(...names), { minLength: 1, maxLength: 14 }))
  .chain(([type, chosen]) => fc.record({ ...Object.fromEntries(chosen.map((name) => [name, value])), ...(chosen.length % 4 === 0 ? {} : { type: fc.constant(type) }) }));

describe('an event that is written from the bytes of its line', () => {
  it.each(siemFixtures.map((raw, at) => [at, raw] as const))('is the event that would be made of the record: fixture %i', (_at, raw) => {
    agree([raw]);
  });

  it('is so for every reader and every kind of value', () => {
    fc.assert(fc.property(fc.array(record, { minLength: 20, maxLength: 40 }), (records) => void agree(records)), { numRuns: 40 });
  });

  it('is so when values come again, and others between them', () => {
    const [first] = siemFixtures;
    const names = Object.keys(first ?? {}).filter((name) => !['type', 'eventType'].includes(name));
    const changed = fc.tuple(fc.constantFrom(...siemFixtures), fc.array(fc.tuple(fc.constantFrom(...names), value), { maxLength: 4 })).map(([raw, changes]) => ({ ...raw, ...Object.fromEntries(changes.filter(([name]) => name in raw)) }));
    fc.assert(fc.property(fc.array(changed, { minLength: 20, maxLength: 60 }), (records) => void agree(records)), { numRuns: 40 });
  });

  it('is of the type that its own record tells, whatever the one before it was of', () => {
    const type = fc.constantFrom<unknown>('receipt', 'av', 'AV', ' av', 'null', ' ', '', '[]', [], null, true, 'true', 5, '5', 'other', 'ot"her');
    const typed = fc.record({ timestamp: fc.constant(1795888371157), type, eventType: type, action: fc.constantFrom('Acc', 'Rej'), virusFound: fc.constantFrom('x', null) });
    fc.assert(fc.property(fc.array(typed, { minLength: 30, maxLength: 60 }), (records) => void agree(records)), { numRuns: 25 });
  });

  it('comes the short way for most of the fixtures', () => {
    const scanner = new LineScanner();
    const taken = siemFixtures.filter((raw) => {
      const bytes = Buffer.from(`${JSON.stringify(raw)}\n.......`);
      scanner.learn(raw);
      return scanner.scan(bytes, new DataView(bytes.buffer, bytes.byteOffset, bytes.length), 0, bytes.length - 8) !== null;
    });
    expect(taken.length).toBeGreaterThan(siemFixtures.length / 2);
  });
});
