import type { FieldValue } from '../../../shared/filter/compile';
import { compileFilter } from '../../../shared/filter/compile';
import { parseFilter } from '../../../shared/filter/parse';
import { fold } from '../../../shared/filter/values';
import type { Ask } from '../../../shared/ipc/contract';
import type { LogType } from '../../../shared/model/log-type';
import type { PreviewAsk, PreviewDetail, PreviewReply, PreviewRow, PreviewValue } from '../../../shared/model/preview';
import type { Message } from '../../../shared/text/message';

type Entry = { readonly row: PreviewRow; readonly raw: string; readonly normalized: string };

const types: readonly (readonly [LogType, string, string | null, 'passed' | 'failed' | null])[] = [
  ['SIEM', 'receipt', 'accepted', 'passed'],
  ['SIEM', 'delivery', 'delivered', 'passed'],
  ['SIEM', 'url protect', 'block', 'failed'],
  ['Audit_Events', 'User Logged On', null, 'passed'],
  ['DLP', 'dlp', 'hold', 'failed'],
  ['Hold_Message_List', 'held', 'held', null],
];

const subjects = ['Invoice 20931 for November', 'Re: Quarterly review', 'Your parcel is waiting', 'Board papers (confidential)', 'Lunch on Friday?', 'Purchase order 88-1204'];

/** The live buffer as the contract describes it, kept in the test. */
export class PreviewDouble {
  readonly capacity: number;
  private entries: Entry[] = [];
  private nextSeq = 1;
  private evicted = 0;
  skipped = 0;
  /** Why the thread behind the list cannot use the filter. */
  problem: Message | null = null;

  constructor(capacity = 5000) {
    this.capacity = capacity;
  }

  get latestSeq(): number {
    return this.nextSeq - 1;
  }

  add(count: number, change: (seq: number) => Partial<PreviewRow> = () => ({})): void {
    for (let each = 0; each < count; each += 1) {
      const seq = this.nextSeq;
      this.nextSeq += 1;
      const [logType, eventType, action, status] = types[seq % types.length] ?? types[0] ?? (['SIEM', 'receipt', null, null] as const);
      const row: PreviewRow = {
        seq, arrivedAt: Date.parse('2026-11-22T11:40:01.000Z') + seq * 137, extra: [], time: new Date(Date.parse('2026-11-22T11:40:00.000Z') + seq * 137).toISOString(), connector: 'Head office', logType, eventType, action, status,
        sender: logType === 'Audit_Events' ? null : `sender${String(seq % 40)}@example.com`,
        recipients: logType === 'Audit_Events' ? 'admin@example.org' : `person${String(seq % 17)}@example.org`,
        subject: logType === 'Audit_Events' ? null : `${subjects[seq % subjects.length] ?? ''}`,
        ...change(seq),
      };
      const raw = JSON.stringify({ aggregateId: `agg-${String(seq)}`, processingId: `p-${String(seq)}`, timestamp: 1763810400000 + seq, eventType, senderEnvelope: row.sender, recipients: row.recipients, subject: row.subject, totalSizeAttachments: '18234', numberAttachments: '1', tlsVersion: 'TLSv1.3' });
      const normalized = JSON.stringify({ id: seq.toString(16).padStart(32, '0'), time: row.time, connector: row.connector, logType, eventType, messageGroupId: `agg-${String(seq)}`, action: row.action ?? undefined, status: row.status ?? undefined, sender: row.sender ?? undefined, recipients: row.recipients === null ? undefined : [row.recipients], subject: row.subject ?? undefined, direction: 'inbound' });
      this.entries.push({ row, raw, normalized });
      if (this.entries.length > this.capacity) {
        this.entries.shift();
        this.evicted += 1;
      }
    }
  }

  rows(ask: PreviewAsk): PreviewReply {
    const held = this.entries.filter(({ row }) => row.seq > ask.after);
    const test = this.matcher(ask.text);
    const matches = held.filter((entry) => ask.marks.includes(entry.row.seq) || ((ask.logTypes.length === 0 || ask.logTypes.includes(entry.row.logType)) && test(entry)));
    const upTo = ask.upTo ?? Number.POSITIVE_INFINITY;
    const shown = matches.filter(({ row }) => row.seq <= upTo);
    const firstIndex = Math.min(ask.at.kind === 'tail' ? Math.max(0, shown.length - ask.count) : ask.at.index, shown.length);
    const pause = ask.pauseOn;
    const pauseTest = this.matcher(pause?.text ?? '');
    return {
      rows: shown.slice(firstIndex, firstIndex + ask.count).map((entry) => ({ ...entry.row, extra: ask.extra.map((field) => valuesOf(entry, field)[0]?.toString() ?? null) })),
      firstIndex, matched: shown.length, buffered: held.filter(({ row }) => row.seq <= upTo).length, capacity: this.capacity,
      latestSeq: this.latestSeq, newer: matches.length - shown.length, skipped: this.skipped, evicted: this.evicted, rate: 18.4,
      lastArrivalAt: this.latestSeq === 0 ? null : Date.now() - 3000,
      bytes: this.entries.length * 700, bytesAtMost: 268_435_456, unsearched: 0, problem: this.problem,
      pausedBy: pause === null ? null : (held.find((entry) => entry.row.seq > pause.after && pauseTest(entry))?.row.seq ?? null),
      histogram: ask.histogram && held.length > 0 ? { from: held[0]?.row.arrivedAt ?? 0, to: (held.at(-1)?.row.arrivedAt ?? 0) + 1, all: this.steps(held), matched: this.steps(shown) } : null,
    };
  }

  related(seq: number): PreviewRow[] {
    return this.entries.filter(({ row }) => Math.abs(row.seq - seq) <= 1).map(({ row }) => row);
  }

  values({ field, prefix }: { readonly field: string; readonly prefix: string }): PreviewValue[] {
    const counts = new Map<string, number>();
    for (const entry of this.entries) {
      for (const value of valuesOf(entry, field)) if (String(value).toLowerCase().includes(prefix.toLowerCase())) counts.set(String(value), (counts.get(String(value)) ?? 0) + 1);
    }
    return [...counts].sort(([, left], [, right]) => right - left).slice(0, 20).map(([value, count]) => ({ value, count }));
  }

  text(ask: Ask<'preview.text'>): { readonly text: string; readonly events: number } {
    const test = this.matcher(ask.list.text);
    const found = this.entries.filter((entry) => entry.row.seq > (ask.list.after ?? 0) && entry.row.seq <= (ask.list.upTo ?? Number.POSITIVE_INFINITY) && test(entry));
    return { text: found.map(({ raw }) => `${raw}\n`).join(''), events: found.length };
  }

  detail(seq: number): PreviewDetail | null {
    const entry = this.entries.find(({ row }) => row.seq === seq);
    if (entry === undefined) return null;
    return {
      seq, id: seq.toString(16).padStart(32, '0'), connectorId: 'c1', connector: entry.row.connector, logType: entry.row.logType, raw: entry.raw, normalized: entry.normalized, arrivedAt: Date.now() - 30_000,
      pairs: [{ raw: 'senderEnvelope', field: 'sender' }, { raw: 'recipients', field: 'recipients' }, { raw: 'subject', field: 'subject' }, { raw: 'timestamp', field: 'time' }],
      unmapped: ['processingId', 'totalSizeAttachments', 'numberAttachments', 'tlsVersion'],
    };
  }

  private steps(entries: readonly Entry[]): number[] {
    const counts = new Array<number>(60).fill(0);
    for (const { row } of entries) counts[row.seq % 60] = (counts[row.seq % 60] ?? 0) + 1 + (row.seq % 7);
    return counts;
  }

  private matcher(text: string): (entry: Entry) => boolean {
    const parsed = parseFilter(text, 'utc');
    if (parsed.kind === 'error') return () => false;
    const predicate = compileFilter(parsed.filter, (source) => ({ source, test: (each) => new RegExp(source, 'i').test(each) }));
    return (entry) => {
      const texts = [entry.raw, entry.row.connector, entry.row.logType, entry.row.eventType];
      return predicate({ foldedTexts: () => texts.map(fold), contains: (folded) => texts.some((each) => fold(each).includes(folded)), matches: ({ test }) => texts.some(test), values: (field) => valuesOf(entry, field), mayHave: () => true });
    };
  }
}

type Fields = Readonly<Record<string, FieldValue | readonly FieldValue[] | null>>;

function valuesOf({ row, raw, normalized }: Entry, field: string): readonly FieldValue[] {
  if (field === 'arrived') return [row.arrivedAt];
  const value = (JSON.parse(normalized) as Fields)[field] ?? (JSON.parse(raw) as Fields)[field.replace('raw.', '')] ?? [];
  return typeof value === 'object' ? value : [value];
}
