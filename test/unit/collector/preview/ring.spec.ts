import { Buffer } from 'node:buffer';

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { answerDetail, answerRelated, answerRows, answerValues } from '../../../../electron/collector/preview/answers';
import { lower, restore } from '../../../../electron/collector/preview/letters';
import { redactJson, redactText } from '../../../../electron/collector/preview/redact';
import { Ring } from '../../../../electron/collector/preview/ring';
import { textPart } from '../../../../electron/collector/preview/text';
import { compileFilter } from '../../../../shared/filter/compile';
import { parseFilter } from '../../../../shared/filter/parse';
import { fold, searchText } from '../../../../shared/filter/values';
import type { LogType } from '../../../../shared/model/log-type';
import type { PreviewAsk } from '../../../../shared/model/preview';
import { PreviewAskSchema } from '../../../../shared/model/preview';

const ask = (change: Partial<PreviewAsk> = {}): PreviewAsk => ({ ...PreviewAskSchema.parse({ text: '', logTypes: [], connectorIds: [], at: { kind: 'tail' }, count: 200, upTo: null }), ...change });

class Feeder {
  time = 1_763_000_000_000;
  readonly ring: Ring;
  seq = 1;

  constructor(events = 10_000, bytes = 1e9, step = 0) {
    this.ring = new Ring({ events, bytes }, () => (this.time += step));
  }

  lines(lines: readonly string[], logType: LogType = 'SIEM', at = this.time): void {
    this.ring.push({
      origin: { connectorId: 'c1', connectorName: 'Head office', logType }, at, firstSeq: this.seq, count: lines.length, fresh: null,
      lines: Buffer.from(lines.map((line) => `${line}\n`).join('')), ids: Buffer.alloc(16 * lines.length, 7),
    });
    this.seq += lines.length;
  }

  records(records: readonly object[], logType: LogType = 'SIEM', at?: number): void {
    this.lines(records.map((record) => JSON.stringify(record)), logType, at);
  }

  seqs(text: string, change: Partial<PreviewAsk> = {}): number[] {
    return answerRows(this.ring, ask({ text, ...change })).rows.map((row) => row.seq);
  }
}

const receipt = (n: number, more: object = {}) => ({
  aggregateId: `agg${n >> 1}`, processingId: `p${n}`, timestamp: 1_763_000_000_000 + n * 1000, type: 'receipt', action: 'Acc', senderEnvelope: `Sender${n % 3}@Example.com`, recipients: `person${n % 2}@example.org`, subject: `Invoice ${n}`, senderIp: '192.0.2.7', spamScore: n, ...more,
});

describe('text in small letters', () => {
  it('comes back as it was', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 70 }), fc.integer({ min: 0, max: 3 }), (bytes, eights) => {
      const low = Buffer.alloc(200, 1);
      const capitals = new Uint8Array(25).fill(255);
      lower(bytes, low, eights * 8, capitals);
      expect(low.toString('latin1', eights * 8, eights * 8 + bytes.length)).toBe(Buffer.from(bytes).toString('latin1').replace(/[A-Z]/g, (letter) => letter.toLowerCase()));
      expect(restore(low, eights * 8, eights * 8 + bytes.length, capitals)).toEqual(Buffer.from(bytes));
    }));
  });
});

describe('Ring', () => {
  it('finds by text, by field, by comparison, and keeps on finding what comes', () => {
    const feed = new Feeder();
    feed.records([0, 1, 2, 3, 4, 5].map((n) => receipt(n)));
    feed.records([{ sender: 'a@example.net', senderAddress: 'a@example.net', recipientAddress: 'b@example.org', subject: 'Plans', policy: 'Cards', action: 'hold', eventTime: '2026-11-22T10:00:00+0000' }], 'DLP');
    expect(feed.seqs('invoice')).toEqual([1, 2, 3, 4, 5, 6]);
    expect(feed.seqs('sender:sender1')).toEqual([2, 5]);
    expect(feed.seqs('sender=sender1@example.com -"invoice 4"')).toEqual([2]);
    expect(feed.seqs('spamScore>=4')).toEqual([5, 6]);
    expect(feed.seqs('spamscore:3')).toEqual([4]);
    expect(feed.seqs('raw.subject:invoice subject:3')).toEqual([4]);
    expect(feed.seqs('/INVOICE [45]"/')).toEqual([5, 6]);
    expect(feed.seqs('dlp')).toEqual([7]);
    expect(feed.seqs('"head office"', { logTypes: ['DLP'] })).toEqual([7]);
    expect(feed.seqs('', { logTypes: ['DLP'] })).toEqual([7]);
    expect(feed.seqs('action:hold OR subject="invoice 0"')).toEqual([1, 7]);
    expect(feed.seqs('time>=2025-11-13T02:13:23Z time<2025-11-13T02:13:25Z')).toEqual([4, 5]);
    feed.records([receipt(7)]);
    expect(feed.seqs('spamScore>=4')).toEqual([5, 6, 8]);
    expect(answerRows(feed.ring, ask({ text: 'a (b' }))).toMatchObject({ matched: 0, problem: { id: 'filter.problem.noClosing' } });
  });

  it('finds in every record what the record says, however it is written', () => {
    const feed = new Feeder();
    feed.lines(['{"u":"https:\\/\\/evil.example.com"}', '{"s":"\\u0047r\\u00fc\\u00dfe"}', '{"s":"GRÜSSE"}', '{"s":"n"}', '{"s":"a\\nb"}', '{"s":"\u212aelvin"}', '{"s":"kelvin"}']);
    expect(feed.seqs('https://evil')).toEqual([1]);
    expect(feed.seqs('"grüß"')).toEqual([2]);
    expect(feed.seqs('grüsse')).toEqual([3]);
    expect(feed.seqs('kelvin')).toEqual([7]);
    expect(feed.seqs('"s\\":\\"n"')).toEqual([4]);
    expect(feed.seqs('\\nb')).toEqual([]);
  });

  it('agrees with looking at every record by itself', () => {
    const text = fc.string({ unit: fc.constantFrom(...'abAB1é"\\/ @.Ü'), maxLength: 8 });
    const record = fc.record({ type: fc.constantFrom('receipt', 'spam'), subject: text, senderEnvelope: text, extra: fc.oneof(text, fc.integer({ min: 0, max: 99 }), fc.boolean()), odd: fc.array(text, { maxLength: 2 }) }, { requiredKeys: ['type'] });
    const term = fc.oneof(text.filter((each) => each !== '').map((each) => `"${each.replace(/["\\]/g, '\\$&')}"`));
    const query = fc.array(fc.tuple(fc.constantFrom('', '-', 'subject:', 'sender:', 'extra:', 'odd=', 'raw.subject:', 'type:', '-extra:'), term).map(([prefix, each]) => `${prefix}${each}`), { minLength: 1, maxLength: 3 }).map((parts) => parts.join(' '));
    fc.assert(fc.property(fc.array(record, { minLength: 1, maxLength: 12 }), query, (records, wanted) => {
      const feed = new Feeder();
      feed.records(records);
      const parsed = parseFilter(wanted, 'utc');
      if (parsed.kind !== 'ok') throw new Error(parsed.reason.english);
      const predicate = compileFilter(parsed.filter, (source) => ({ source, test: () => false }));
      const expected = records.flatMap((_each, i) => {
        const { raw, normalized } = answerDetail(feed.ring, i + 1) ?? { raw: '', normalized: '{}' };
        const event = JSON.parse(normalized) as Readonly<Record<string, string | undefined>>;
        const fields = JSON.parse(raw) as Readonly<Record<string, unknown>>;
        const texts = [searchText(raw), 'Head office', 'SIEM', ...[event['eventType'], event['action'], event['status']].filter((each) => each !== undefined)];
        const known: Readonly<Record<string, unknown>> = { subject: event['subject'], sender: event['sender'], type: event['eventType'] };
        const found = predicate({
          foldedTexts: () => texts.map(fold),
          matches: () => false,
          contains: (folded) => texts.some((each) => fold(each).includes(folded)),
          values: (field) => {
            const value = field in known ? known[field] : fields[field.replace('raw.', '')];
            return (Array.isArray(value) ? value : value === undefined ? [] : [value]).map(String);
          },
          mayHave: () => true,
        });
        return found ? [i + 1] : [];
      });
      expect(feed.seqs(wanted)).toEqual(expected);
    }), { numRuns: 400 });
  });

  it('answers in time with the newest, says what it has not looked at, and goes on', () => {
    const feed = new Feeder(100_000, 1e9, 50);
    feed.records(Array.from({ length: 5000 }, (_unused, n) => receipt(n)));
    const first = answerRows(feed.ring, ask({ text: 'invoice', count: 1 }));
    expect(first.rows[0]?.seq).toBe(5000);
    expect(first.unsearched).toBeGreaterThan(0);
    expect(first.matched + first.unsearched).toBe(5000);
    let reply = first;
    for (let turn = 0; turn < 10 && reply.unsearched > 0; turn += 1) reply = answerRows(feed.ring, ask({ text: 'invoice', count: 1 }));
    expect(reply).toMatchObject({ matched: 5000, unsearched: 0 });
  });

  it('lets the oldest go by number and by bytes, and stays right', () => {
    const feed = new Feeder(3000);
    for (let round = 0; round < 8; round += 1) {
      feed.records(Array.from({ length: 700 }, (_unused, n) => receipt(round * 700 + n)));
      const odd = answerRows(feed.ring, ask({ text: 'recipients:person1', count: 1 }));
      expect(odd.matched).toBe(Math.min(3000, (round + 1) * 700) / 2);
    }
    expect(answerRows(feed.ring, ask({ count: 1, at: { kind: 'from', index: 0 } }))).toMatchObject({ buffered: 3000, evicted: 2600, rows: [{ seq: 2601 }] });
    expect(answerDetail(feed.ring, 2600)).toBeNull();
    expect(answerRows(feed.ring, ask({ upTo: 5 }))).toMatchObject({ rows: [], matched: 0, buffered: 0 });

    const small = new Feeder(1_000_000, 3 * 1024 * 1024);
    small.records(Array.from({ length: 20_000 }, (_unused, n) => receipt(n)));
    expect(small.ring.bytes).toBeLessThanOrEqual(3 * 1024 * 1024);
    expect(small.ring.evicted).toBeGreaterThan(5000);
    expect(answerRows(small.ring, ask()).buffered).toBe(20_000 - small.ring.evicted);
  });

  it('counts as gone what another thread had kept', () => {
    const feed = new Feeder();
    feed.seq = 501;
    feed.records([receipt(1)]);
    expect(answerRows(feed.ring, ask())).toMatchObject({ matched: 1, evicted: 500, rows: [{ seq: 501 }] });
  });

  it('shows bookmarks whatever the filter says', () => {
    const feed = new Feeder();
    feed.records([0, 1, 2, 3, 4, 5].map((n) => receipt(n)));
    expect(feed.seqs('sender:sender1', { marks: [4, 2, 99] })).toEqual([2, 4, 5]);
    expect(feed.seqs('nothing', { marks: [4] })).toEqual([4]);
    expect(feed.seqs('', { marks: [4] })).toHaveLength(6);
  });

  it('tells the first event to pause on', () => {
    const feed = new Feeder();
    feed.records([0, 1, 2, 3].map((n) => receipt(n)));
    const pausedBy = (after: number, text = 'sender:sender1') => answerRows(feed.ring, ask({ pauseOn: { text, after } })).pausedBy;
    expect(pausedBy(2)).toBeNull();
    feed.records([4, 5, 6, 7].map((n) => receipt(n)));
    expect(pausedBy(2)).toBe(5);
    expect(pausedBy(0)).toBe(2);
    expect(pausedBy(0, '(')).toBeNull();
  });

  it('counts arrivals over time, of all and of the list', () => {
    const feed = new Feeder();
    const start = 1_763_000_000_000;
    for (let minute = 0; minute < 60; minute += 1) feed.records([receipt(minute), receipt(minute + 1)], 'SIEM', start + minute * 60_000);
    const { histogram } = answerRows(feed.ring, ask({ text: 'recipients:person1', histogram: true }));
    expect(histogram?.all).toHaveLength(60);
    expect(histogram?.all.reduce((sum, n) => sum + n, 0)).toBe(120);
    expect(histogram?.matched.reduce((sum, n) => sum + n, 0)).toBe(60);
    expect(histogram?.from).toBe(start);
    expect(answerRows(feed.ring, ask({ histogram: true, after: 120 })).histogram).toBeNull();
  });

  it('gives fields of choice, values seen, and the events of one message', () => {
    const feed = new Feeder();
    feed.records([0, 1, 2, 3].map((n) => receipt(n)));
    expect(answerRows(feed.ring, ask({ extra: ['spamScore', 'sourceIp', 'nothing'], count: 1 })).rows[0]?.extra).toEqual(['3', '192.0.2.7', null]);
    expect(answerValues(feed.ring, { field: 'sender', prefix: 'SENDER' })).toEqual([{ value: 'Sender0@Example.com', count: 2 }, { value: 'Sender1@Example.com', count: 1 }, { value: 'Sender2@Example.com', count: 1 }].map((each) => ({ ...each, value: each.value })));
    expect(answerRelated(feed.ring, 3).map((row) => row.seq)).toEqual([3, 4]);
    expect(answerRelated(feed.ring, 99)).toEqual([]);
  });

  it('draws the raw fields against the normalized ones', () => {
    const feed = new Feeder();
    feed.records([receipt(1, { strange: 1, deep: { a: 1 } })]);
    const detail = answerDetail(feed.ring, 1);
    expect(detail?.pairs).toContainEqual({ raw: 'senderEnvelope', field: 'sender' });
    expect(detail?.pairs).toContainEqual({ raw: 'aggregateId', field: 'messageGroupId' });
    expect(detail?.unmapped).toEqual(expect.arrayContaining(['strange', 'deep.a', 'spamScore']));
    expect(detail?.unmapped).not.toContain('subject');
  });

  it('writes a list part by part, byte for byte, and as a table without formulas', () => {
    const feed = new Feeder();
    feed.records([receipt(0), receipt(1, { subject: '=HYPERLINK("x")' }), receipt(2, { subject: 'a, "b"' })]);
    const list = ask({ text: 'receipt' });
    const whole = textPart(feed.ring, { list, format: 'ndjson', columns: [], redact: false }, 10);
    expect(whole).toMatchObject({ events: 3, next: null });
    expect(whole.text.split('\n')[0]).toBe(JSON.stringify(receipt(0)));
    const first = textPart(feed.ring, { list, format: 'csv', columns: ['sender', 'subject'], redact: false }, 2);
    expect(first).toEqual({ text: 'Sender0@Example.com,Invoice 0\r\nSender1@Example.com,"\'=HYPERLINK(""x"")"\r\n', events: 2, next: 2 });
    expect(textPart(feed.ring, { list: { ...list, after: 2 }, format: 'csv', columns: ['subject'], redact: false }, 2)).toEqual({ text: '"a, ""b"""\r\n', events: 1, next: null });
    const blotted = textPart(feed.ring, { list, format: 'ndjson', columns: [], redact: true }, 1).text;
    expect(JSON.parse(blotted)).toMatchObject({ senderEnvelope: '[redacted]@Example.com', subject: '[redacted]', senderIp: '[redacted]', type: 'receipt', spamScore: 0 });
  });
});

describe('redaction', () => {
  it('leaves nothing personal in any text', () => {
    expect(redactText('headers', 'from a.b+c@example.com via 192.0.2.1 and 2001:db8:0:1::7')).toBe('from [redacted]@example.com via [redacted] and [redacted]');
    expect(redactJson({ fileName: 'plan.docx', to: ['x@example.org'], n: { subject: 'Hello' }, numberAttachments: '2' })).toEqual({ fileName: '[redacted]', to: ['[redacted]@example.org'], n: { subject: '[redacted]' }, numberAttachments: '2' });
  });
});
