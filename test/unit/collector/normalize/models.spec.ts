import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { renderBatch } from '../../../../electron/collector/outputs/render';
import type { LogType } from '../../../../shared/model/log-type';
import { logTypes } from '../../../../shared/model/log-type';
import type { EventFormat, EventModel } from '../../../../shared/model/output';
import { eventModels } from '../../../../shared/model/output';
import type { Json } from './support';
import { eventIn, fixtures, otherModels } from './support';

function rendered(lines: readonly string[], format: EventFormat, model: EventModel | undefined, logType: LogType = 'SIEM'): readonly string[] {
  const bytes = new Uint8Array(Buffer.from(lines.map((line) => `${line}\n`).join('')));
  const batch = renderBatch({ seq: 1, connectorName: 'Head "office"\n', logType, count: lines.length, lines: bytes, ids: new Uint8Array(lines.length * 16) }, format, model);
  const text = Buffer.from(batch.lines).toString('utf8');
  expect(batch.ends.length).toBe(lines.length);
  expect(batch.ends.at(-1)).toBe(batch.lines.length);
  expect(text.endsWith('\n')).toBe(true);
  return text.slice(0, -1).split('\n');
}

const hostile = [
  'line one\r\nline two\n',
  '"quoted" and \\backslash\\ and \\n',
  '\u0000\u0001\u001b[31mred\u0007\u007f\u0085\u2028\u2029',
  '\ud800 half a pair \udc00',
  '","Status":"PASSED","x":"',
  '<13>Jan  1 00:00:00 host app: forged\n<13>another',
  '{"event":{"id":"forged"}}',
  '$(touch /tmp/x) `id` ${jndi:ldap://x} %s%n',
];

const large = ['"a\r\n😀'.repeat(150_000), '{'.repeat(1_048_576)];

const controlCharacter = new RegExp('[\\u0000-\\u001f]');

describe.each(eventModels)('%s', (model) => {
  it.each(['normalized', 'both'] as const)('writes one well-formed line for each hostile record (%s)', (format) => {
    for (const logType of logTypes) {
      const records = hostile.map((text) => ({
        type: text, eventType: text, subject: text, action: text, senderEnvelope: text, recipients: [text], messageId: text, route: text, url: text, fileName: text, spamProcessingDetail: text, Hostname: text,
        auditType: text, eventInfo: `x, IP: ${text}, Application: ${text}`, user: text, category: text, eventTime: text, policy: text, reason: text, from: { emailAddress: text, displayableName: text }, to: text,
        [text.slice(0, 5000)]: text, unknown: { [text.slice(0, 100)]: [text] },
      }));
      const raw = records.map((record) => JSON.stringify(record));
      const lines = rendered(raw, format, model, logType);
      expect(lines.length).toBe(hostile.length);
      lines.forEach((line, index) => {
        const event = JSON.parse(line) as Json;
        // No control character stands in a line as it is: receivers that split at CR or NUL get one record.
        expect(controlCharacter.test(line)).toBe(false);
        if (format === 'both') expect(line.endsWith(`,"raw":${raw[index] ?? ''}}`)).toBe(true);
        expect(Object.keys(event).length).toBeGreaterThan(4);
      });
    }
  });

  it.each(['subject', 'recipients', 'url', 'action', 'spamProcessingDetail', 'unknown', 'eventInfo'])('writes one line for a record whose %s has 1 MB', (name) => {
    for (const logType of logTypes) {
      const records = large.map((text) => ({ type: 'receipt', [name]: text }));
      const lines = rendered(records.map((record) => JSON.stringify(record)), 'normalized', model, logType);
      expect(lines.length).toBe(large.length);
      for (const line of lines) {
        JSON.parse(line);
        expect(controlCharacter.test(line)).toBe(false);
      }
    }
  });

  it.each(logTypes)('gives an event for whatever JSON a %s record is', (logType) => {
    const names = ['type', 'recipients', 'senderEnvelope', 'spamProcessingDetail', 'authResults', 'policiesApplied', 'attachments', 'numberAttachments', 'url', 'timestamp', 'tags', 'eventInfo', 'auditType', 'from', 'to', 'change', 'lastSeen', '__proto__', 'constructor', 'toString', 'mimecast', 'unmapped', 'Action', 'VendorAction', ''];
    fc.assert(
      fc.property(fc.oneof(fc.dictionary(fc.constantFrom(...names), fc.jsonValue()), fc.jsonValue()), (raw) => {
        const text = JSON.stringify(raw);
        const event = eventIn(model, JSON.parse(text), logType);
        expect(JSON.stringify(event)).not.toBe('{}');
        expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain('polluted');
        const [line = ''] = rendered([text], 'both', model, logType);
        expect(JSON.parse(line)).toHaveProperty('raw');
      }),
      { numRuns: 150 },
    );
  });

  it('keeps the text of a record nested too deep for JSON', () => {
    const deep = `{"type":"receipt","odd":${'['.repeat(50_000)}${']'.repeat(50_000)}}`;
    const [line = ''] = rendered([deep], 'normalized', model);
    expect(line).toContain(model === 'connector' ? '"eventType":"receipt"' : JSON.stringify(deep));
  });
});

it('means our own event where no model is named', () => {
  const raw = JSON.stringify({ type: 'receipt', action: 'Acc' });
  expect(rendered([raw], 'normalized', undefined)).toEqual(rendered([raw], 'normalized', 'connector'));
});

it.each(otherModels)('carries the same id and the same instant as our own event (%s)', (model) => {
  for (const { raw, logType } of fixtures) {
    const own = eventIn('connector', raw, logType);
    const event = eventIn(model, raw, logType) as { readonly LogID?: string; readonly SystemTstamp?: string; readonly '@timestamp'?: string; readonly time?: number; readonly event?: Json; readonly metadata?: Json };
    expect(event.LogID ?? event.event?.['id'] ?? event.metadata?.['uid']).toBe(own['id']);
    const instant = event.SystemTstamp ?? event['@timestamp'] ?? (event.time === undefined ? undefined : new Date(event.time).toISOString());
    expect(instant).toBe(own['time']);
  }
});
