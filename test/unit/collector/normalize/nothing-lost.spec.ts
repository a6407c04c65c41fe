import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { LogType } from '../../../../shared/model/log-type';
import { logTypes } from '../../../../shared/model/log-type';
import { eventIn, fixtures, leavesOf, otherModels } from './support';

/** JSON inside text counts as what it says. */
function opened(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*["[{]/.test(value)) return value;
  try {
    return opened(JSON.parse(value) as unknown);
  } catch {
    return value;
  }
}

function scalarsOf(value: unknown): readonly unknown[] {
  return leavesOf(value).flatMap(([, leaf]) => {
    const inner = opened(leaf);
    return inner !== null && typeof inner === 'object' ? scalarsOf(inner) : [inner];
  });
}

/** One spelling for what counts as the same value: letter case, type, blanks, brackets, yes for true, UTC for a time. */
function spelled(value: unknown): string {
  const text = String(value).trim().toLowerCase().replace(/^<(.*)>$/, '$1');
  if (text === 'yes') return 'true';
  if (text === 'no') return 'false';
  if (/^\d{4}-\d\d-\d\dt\d/.test(text)) return String(Date.parse(text));
  return text;
}

/** What Mimecast writes for an empty column. */
const isEmpty = (value: unknown): boolean => value === null || value === undefined || (typeof value === 'string' && ['', 'null'].includes(value.trim()));

function lost(raw: unknown, event: unknown): readonly unknown[] {
  const told = scalarsOf(event);
  const spellings = new Set(told.map(spelled));
  // DNIF joins lists; the parts count.
  for (const value of told) if (typeof value === 'string' && value.includes(', ')) for (const part of value.split(', ')) spellings.add(spelled(part));
  const isTold = (value: unknown): boolean => spellings.has(spelled(value)) || (typeof value === 'number' && spellings.has(spelled(new Date(value).toISOString())));
  const inParts = (value: unknown): boolean => typeof value === 'string' && value.includes(',') && value.split(',').every((part) => isEmpty(part) || isTold(part));
  return scalarsOf(raw).filter((value) => !isEmpty(value) && !isTold(value) && !inParts(value));
}

describe.each(otherModels)('%s', (model) => {
  it.each(fixtures)('loses nothing of $logType $name', ({ logType, raw }) => {
    expect(lost(raw, eventIn(model, raw, logType))).toEqual([]);
  });

  const names = ['type', 'eventType', 'subtype', 'subType', 'action', 'url', 'originalUrl', 'sourceIp', 'senderIp', 'recipients', 'recipient', 'direction', 'route', 'emailSize', 'md5', 'subject', 'messageId', 'senderHeader', 'senderEnvelope', 'delivered', 'virusFound', 'rejectionInfo', 'blockReason', 'spamScore', 'attachments', 'numberAttachments', 'tags', 'threatType', 'reason', 'from', 'to', 'user', 'eventInfo', 'auditType', 'policy', 'new field', 'New.Field', 'new_field', 'constructor', '__proto__', 'raw', 'event', 'mimecast', 'unmapped', 'Action', 'Status', 'time'];
  const types = ['receipt', 'process', 'delivery', 'av', 'url protect', 'entities', 'impersonation protect', 'mailflow', 'Quantum'];
  const word = fc.stringMatching(/^[a-z]{1,6}$/);
  const value = fc.oneof(word, fc.integer({ min: 0, max: 1e6 }), fc.boolean(), fc.constantFrom('Acc', 'inbound', '192.0.2.7', 'a@example.com', 'X <b@example.org>', '<c@example.org>', '7 KB', 'Internal IP'), fc.array(word, { maxLength: 3 }), fc.dictionary(word, word, { maxKeys: 2 }));

  it.each(logTypes)('loses nothing of %s records with known names and odd values', (logType: LogType) => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...names), value), fc.constantFrom(...types), (record, type) => {
        const raw = JSON.parse(JSON.stringify({ type, ...record })) as object;
        expect(lost(raw, eventIn(model, raw, logType))).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });
});
