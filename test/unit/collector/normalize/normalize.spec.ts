import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { normalize } from '../../../../electron/collector/pipeline/normalize/normalize';
import type { LogEvent } from '../../../../shared/model/log-event';
import type { LogType } from '../../../../shared/model/log-type';
import { logTypes } from '../../../../shared/model/log-type';

const id = 'f'.repeat(32);
const event = (record: unknown, logType: LogType = 'SIEM'): LogEvent => normalize(record, { id, connector: 'c', logType });

/** Names that the mappings read, so that random records hit them. */
const fieldNames = [
  'type', 'eventType', 'subtype', 'subType', 'timestamp', 'accountId', 'aggregateId', 'action', 'senderEnvelope', 'senderHeader',
  'senderDomain', 'recipients', 'recipient', 'subject', 'direction', 'route', 'sourceIp', 'senderIp', 'destinationIp', 'url',
  'originalUrl', 'fileName', 'sha256', 'md5', 'emailSize', 'messageId', 'attachments', 'numberAttachments', 'spamProcessingDetail',
  'authResults', 'policiesApplied', 'tags', 'threatType', 'threatState', 'virusFound', 'rejectionInfo', 'delivered', 'blockReason',
  'eventTime', 'eventInfo', 'auditType', 'user', 'category', 'from', 'fromHeader', 'to', 'dateReceived', 'size', 'reason',
  'change', 'observedAt', 'lastSeen', 'policy', 'senderAddress', 'recipientAddress', 'policyInfo', '__proto__', 'constructor', 'toString',
];
const typeNames = ['receipt', 'process', 'delivery', 'av', 'spam', 'url protect', 'attachment protect', 'entities', 'mailflow', 'urlclick', 'no_longer_held'];

const value = fc.oneof(
  { maxDepth: 4 },
  fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true, withSparseArray: true, withNullPrototype: true, withTypedArray: true }),
  fc.constantFrom(...typeNames, 'null', '', '<>', 'true', '2026-01-05T05:11:02+0000', '192.0.2.1', 'a@example.com, "b', 'IP: 1.2.3.4:'),
  fc.json(),
  fc.integer({ min: -1, max: 4_200_000_000_000 }),
);
const record = fc.oneof(fc.dictionary(fc.constantFrom(...fieldNames), value), value);

describe('normalize', () => {
  it.each(logTypes)('is total for %s: an event that survives JSON, without empty fields', (logType) => {
    fc.assert(
      fc.property(record, (raw) => {
        const result = event(raw, logType);
        expect(result).toMatchObject({ id, connector: 'c', logType });
        expect(result.eventType).not.toBe('');
        expect(JSON.parse(JSON.stringify(result))).toStrictEqual(result);
        expect(Object.values(result).filter((field) => field === undefined || field === null || (field as unknown) === '')).toEqual([]);
        if (result.time !== undefined) expect(new Date(result.time).toISOString()).toBe(result.time);
      }),
      { numRuns: 1500 },
    );
  });

  it('leaves the record and every prototype as they were', () => {
    const before = Object.getOwnPropertyNames(Object.prototype).length;
    for (const logType of logTypes) {
      const raw = JSON.parse('{"__proto__":{"polluted":1,"type":"x"},"constructor":{"prototype":{"polluted":1}},"lastSeen":{"__proto__":{"polluted":1}},"change":"no_longer_held"}') as object;
      const text = JSON.stringify(raw);
      const result = event(raw, logType);
      expect(JSON.stringify(raw)).toBe(text);
      expect(Object.getPrototypeOf(result)).toBe(Object.prototype);
      expect(result).not.toHaveProperty('polluted');
    }
    expect(Object.getOwnPropertyNames(Object.prototype).length).toBe(before);
    expect({}).not.toHaveProperty('polluted');
  });

  it('survives records that fight back', () => {
    const throwing = Object.defineProperty({}, 'type', { enumerable: true, get: () => { throw new Error('no'); } });
    expect(event(throwing)).toStrictEqual({ id, connector: 'c', logType: 'SIEM', eventType: 'unknown' });
    let deep: unknown = 'end';
    for (let i = 0; i < 100_000; i += 1) deep = [deep];
    expect(event({ type: 'receipt', spamProcessingDetail: deep, recipients: deep }).eventType).toBe('receipt');
    expect(event({ type: 'receipt', spamProcessingDetail: `${'{"verdict":'.repeat(50_000)}1${'}'.repeat(50_000)}` }).eventType).toBe('receipt');
  });

  it('stays fast on text made to be slow', () => {
    const started = performance.now();
    const nasty = ['IP :'.repeat(200_000), `IP${' '.repeat(500_000)}:`, 'Application:'.repeat(100_000), '2026-01-05T'.repeat(100_000), ',"'.repeat(300_000), `Reason: ${'a'.repeat(500_000)}`];
    for (const text of nasty) {
      event({ auditType: 'x', eventInfo: text, eventTime: text }, 'Audit_Events');
      event({ type: 'receipt', recipients: text, timestamp: text, direction: text, emailSize: text });
    }
    // Quadratic time would be minutes.
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  it.each([
    ['2026-01-05T05:11:02+0000', '2026-01-05T05:11:02.000Z'],
    ['2026-01-05T05:11:02.1234567Z', '2026-01-05T05:11:02.123Z'],
    ['2026-01-05 05:11', '2026-01-05T05:11:00.000Z'],
    ['2026-01-05T23:30:00-05:30', '2026-01-06T05:00:00.000Z'],
    ['2026-02-30T10:00:00Z', undefined],
    ['2026-13-01T10:00:00Z', undefined],
    ['2026-01-05T25:00:00Z', undefined],
    ['1970-01-01T00:00:00Z', undefined],
    ['yesterday', undefined],
  ])('reads the time %s', (eventTime, time) => {
    expect(event({ eventTime }, 'DLP').time).toBe(time);
  });

  it.each([
    [1_767_600_662_123, '2026-01-05T08:11:02.123Z'],
    ['1767600662123', '2026-01-05T08:11:02.123Z'],
    [1_767_600_662_123.9, '2026-01-05T08:11:02.123Z'],
    ['2026-01-05T08:11:02Z', '2026-01-05T08:11:02.000Z'],
    [1_767_600_662, undefined],
    [-1, undefined],
    [Number.MAX_VALUE, undefined],
    [Number.NaN, undefined],
  ])('reads the timestamp %s', (timestamp, time) => {
    expect(event({ timestamp }).time).toBe(time);
  });

  it.each([
    ['Acc', 'accepted', 'passed'],
    ['Rej', 'rejected', 'failed'],
    ['Hld', 'held', 'failed'],
    ['Sdbx', 'sandboxed', undefined],
    ['Bnc', 'bounced', 'failed'],
    ['Allow', 'allow', 'passed'],
    ['Wobble', 'wobble', undefined],
  ])('spells out the action %s', (action, word, status) => {
    expect(event({ type: 'process', action })).toMatchObject({ action: word, ...(status === undefined ? {} : { status }) });
    expect(event({ type: 'process', action }).status).toBe(status);
  });

  it.each([
    ['Zip: 10.0.0.1', undefined],
    ['IP: ::1, Application: X', '::1'],
    ['IP: 2001:db8::1: and more', '2001:db8::1'],
    ['IP: 192.0.2.1.', '192.0.2.1'],
    ['IP: 300.0.0.1', undefined],
    ['Remote IP is null', undefined],
    ['remote IP : 192.0.2.9 application : Y', '192.0.2.9'],
  ])('finds the address in %s', (eventInfo, sourceIp) => {
    expect(event({ auditType: 'x', eventInfo }, 'Audit_Events').sourceIp).toBe(sourceIp);
  });
});
