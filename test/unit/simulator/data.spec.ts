import { describe, expect, it } from 'vitest';

import { FaultEngine } from '../../../electron/simulator/fault-engine';
import { resolveOptions, type SimulatorOptions } from '../../../electron/simulator/options';
import { World } from '../../../electron/simulator/world';
import { type Json,NOON } from './support';

function world(options: SimulatorOptions = {}): World {
  return new World(resolveOptions({ events: 20_000, now: () => NOON, ...options }), new FaultEngine([]));
}

function sample(source: World, type: string, count = 400): Json[] {
  const plan = source.siem.plan(type);
  if (plan === undefined) throw new Error(`no family ${type}`);
  return Array.from({ length: count }, (_, i) => JSON.parse(source.event(plan, i, 'batch', 0).text) as Json);
}

const values = (list: readonly Json[], field: string): Set<unknown> => new Set(list.map((item) => item[field]));

/** The fields each family must be able to show: API.md §10, observed ones. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  receipt: ['action', 'senderEnvelope', 'senderHeader', 'senderIp', 'recipients', 'messageId', 'subject', 'direction', 'numberAttachments', 'rejectionType', 'rejectionCode', 'rejectionInfo', 'receiptErrors', 'tlsVersion', 'tlsCipher', 'spamScore', 'spamDetectionLevel', 'spamInfo', 'spamProcessingDetail', 'virusFound'],
  process: ['action', 'senderEnvelope', 'messageId', 'subject', 'numberAttachments', 'totalSizeAttachments', 'emailSize', 'attachments', 'holdReason'],
  delivery: ['senderEnvelope', 'recipients', 'messageId', 'subject', 'direction', 'route', 'numberAttachments', 'totalSizeAttachments', 'emailSize', 'rejectionType', 'rejectionCode', 'rejectionInfo', 'tlsVersion', 'tlsCipher', 'tlsUsed', 'delivered', 'destinationIp', 'Hostname', 'deliveryAttempts', 'deliveryErrors', 'deliveryTime'],
  av: ['senderEnvelope', 'senderIp', 'senderDomain', 'senderDomainInternal', 'recipients', 'messageId', 'subject', 'route', 'emailSize', 'virusFound', 'fileName', 'fileExtension', 'sha256', 'sha1', 'md5'],
  spam: ['senderEnvelope', 'senderHeader', 'senderIp', 'senderDomain', 'recipients', 'messageId', 'subject', 'route'],
  'internal email protect': ['senderEnvelope', 'recipients', 'messageId', 'subject', 'route', 'urlCategory', 'scanResults', 'monitoredDomainSource', 'similarDomain'],
  'impersonation protect': ['action', 'senderEnvelope', 'senderIp', 'recipients', 'messageId', 'subject', 'route', 'policyDefinition', 'itemsDetected', 'taggedExternal', 'taggedMalicious', 'internalUserName', 'newDomain', 'replyMismatch', 'customNameMatch', 'customThreatDictionary', 'mimecastThreatDictionary', 'similarInternalDomain', 'similarCustomExternalDomain', 'similarMimecastExternalDomain'],
  'url protect': ['action', 'senderEnvelope', 'senderDomain', 'recipients', 'messageId', 'subject', 'route', 'url', 'urlCategory', 'blockReason', 'analysis', 'sourceIp'],
  'attachment protect': ['senderEnvelope', 'senderIp', 'senderDomain', 'recipient', 'recipients', 'messageId', 'subject', 'route', 'sizeAttachment', 'fileName', 'fileExtension', 'fileMime', 'sha256', 'sha1', 'md5', 'customerIp'],
  journal: ['senderEnvelope', 'recipients', 'direction'],
};

describe('Cloud Gateway events', () => {
  const source = world();

  it.each(Object.entries(FIELDS))('%s has its fields, and scalars as strings', (type, fields) => {
    const events = sample(source, type, 240);
    const names = new Set(events.flatMap((event) => Object.keys(event)));
    expect([...names]).toEqual(expect.arrayContaining([...fields, 'accountId', 'aggregateId', 'processingId', 'timestamp']));
    for (const event of events) {
      expect(event.type ?? event.eventType).toBe(type);
      for (const [name, value] of Object.entries(event)) {
        if (['timestamp', '_offset', '_partition'].includes(name)) expect(typeof value).toBe('number');
        else if (name !== 'spamProcessingDetail' && name !== 'analysis') expect(value === null || typeof value === 'string').toBe(true);
      }
    }
  });

  it('drifts as the vendor does', () => {
    const receipts = sample(source, 'receipt', 1000);
    const deliveries = sample(source, 'delivery', 1000);
    expect(receipts.some((event) => 'eventType' in event && 'subType' in event)).toBe(true);
    expect(receipts.some((event) => '_offset' in event)).toBe(true);
    expect([...values(receipts, 'direction')]).toEqual(expect.arrayContaining(['Inbound', 'inbound', 'Internal', 'internal']));
    expect([...values(deliveries, 'tlsUsed')]).toEqual(expect.arrayContaining(['Yes', 'No', 'true']));
    expect([...values(deliveries, 'delivered')]).toEqual(expect.arrayContaining(['true', 'false']));
    const details = receipts.map((event) => event.spamProcessingDetail);
    const decoded = details.filter((detail) => typeof detail === 'string').map((detail) => JSON.parse(detail) as unknown);
    expect(details).toContain(null);
    expect(details.some((detail) => typeof detail === 'object' && detail !== null)).toBe(true);
    expect(decoded.some((detail) => typeof detail === 'object')).toBe(true);
    expect(decoded.some((detail) => typeof detail === 'string')).toBe(true);
    expect(receipts.some((event) => event.messageId === null && event.subject === null)).toBe(true);
  });

  it('gives subtype the action, or the delivery flag, or null', () => {
    for (const event of sample(source, 'process')) expect(event.subtype ?? event.subType).toBe(event.action);
    for (const event of sample(source, 'delivery')) expect(event.subtype ?? event.subType).toBe(event.delivered);
    for (const event of sample(source, 'spam')) expect('subtype' in event ? event.subtype : event.subType).toBeNull();
  });

  it('has variety, and a few subjects that break tools', () => {
    const events = sample(source, 'receipt', 4000);
    expect(values(events, 'senderEnvelope').size).toBeGreaterThan(500);
    expect(values(events, 'recipients').size).toBeGreaterThan(400);
    const subjects = [...values(events, 'subject')].filter((subject) => typeof subject === 'string');
    expect(subjects.length).toBeGreaterThan(300);
    for (const awkward of ['\u2028', '<script>', '"', 'お', '=HYPERLINK', '\u0000']) expect(subjects.some((subject) => subject.includes(awkward))).toBe(true);
  });

  it('tells a message\'s life under one aggregateId', () => {
    const ids = (type: string): Set<unknown> => values(sample(source, type, 300), 'aggregateId');
    const [received, processed, delivered] = [ids('receipt'), ids('process'), ids('delivery')];
    const whole = [...processed].filter((id) => received.has(id) && delivered.has(id));
    expect(whole.length).toBeGreaterThan(200);
  });

  it('has unique processing ids of the realistic form', () => {
    const keys = new Set<string>();
    let count = 0;
    for (const plan of source.siem.plans) {
      for (let i = 0; i < plan.backlog; i += 1) {
        keys.add(source.eventKey(plan, i));
        count += 1;
      }
    }
    expect(keys.size).toBe(count);
    for (const key of [...keys].slice(0, 100)) expect(key).toMatch(/^[A-Za-z0-9_-]{43}_\d{10}$/);
  });
});

describe('determinism', () => {
  const text = (source: World): string[] => source.siem.plans.flatMap((plan) => [0, 7, 99].map((i) => source.event(plan, i, 'batch', 0).text));

  it('same seed, same bytes; other seed, other bytes', () => {
    expect(text(world())).toEqual(text(world()));
    expect(text(world({ seed: 2 }))).not.toEqual(text(world()));
    const keys = (seed: number): string[] => world({ seed }).siem.plans.map((plan) => world({ seed }).eventKey(plan, 0));
    expect(new Set([...keys(1), ...keys(2)]).size).toBe(20);
  });

  it('is the same world after a restart with the same anchor', () => {
    const later = world({ now: () => NOON + 3_600_000, startAt: NOON });
    expect(text(later)).toEqual(text(world()));
  });
});

describe('options', () => {
  it.each([{ events: -1 }, { events: 1.5 }, { historyHours: 200 }, { port: 70_000 }, { eventsPerFile: 0 }, { liveEventsPerSecond: Number.NaN }])('refuses %o', (options) => {
    expect(() => resolveOptions(options)).toThrow(RangeError);
  });
});
