import type { LogType } from '../../../shared/model/log-type';
import type { PreviewAsk, PreviewDetail, PreviewReply, PreviewRow } from '../../../shared/model/preview';

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
        seq, time: new Date(Date.parse('2026-11-22T11:40:00.000Z') + seq * 137).toISOString(), connector: 'Head office', logType, eventType, action, status,
        sender: logType === 'Audit_Events' ? null : `sender${String(seq % 40)}@example.com`,
        recipients: logType === 'Audit_Events' ? 'admin@example.org' : `person${String(seq % 17)}@example.org`,
        subject: logType === 'Audit_Events' ? null : `${subjects[seq % subjects.length] ?? ''}`,
        ...change(seq),
      };
      const raw = JSON.stringify({ aggregateId: `agg-${String(seq)}`, processingId: `p-${String(seq)}`, timestamp: 1763810400000 + seq, eventType, senderEnvelope: row.sender, recipients: row.recipients, subject: row.subject, totalSizeAttachments: '18234', numberAttachments: '1', tlsVersion: 'TLSv1.3' });
      const normalized = JSON.stringify({ id: seq.toString(16).padStart(32, '0'), time: row.time, connector: row.connector, logType, eventType, action: row.action ?? undefined, status: row.status ?? undefined, sender: row.sender ?? undefined, recipients: row.recipients === null ? undefined : [row.recipients], subject: row.subject ?? undefined, direction: 'inbound' });
      this.entries.push({ row, raw, normalized });
      if (this.entries.length > this.capacity) {
        this.entries.shift();
        this.evicted += 1;
      }
    }
  }

  clear(): void {
    this.entries = [];
  }

  rows(ask: PreviewAsk): PreviewReply {
    const words = ask.text.toLowerCase().split(' ').filter((word) => word !== '');
    const matches = this.entries.filter(({ row, raw }) => (ask.logTypes.length === 0 || ask.logTypes.includes(row.logType)) && words.every((word) => raw.toLowerCase().includes(word)));
    const upTo = ask.upTo ?? Number.POSITIVE_INFINITY;
    const shown = matches.filter(({ row }) => row.seq <= upTo);
    const firstIndex = Math.min(ask.at.kind === 'tail' ? Math.max(0, shown.length - ask.count) : ask.at.index, shown.length);
    return {
      rows: shown.slice(firstIndex, firstIndex + ask.count).map(({ row }) => row),
      firstIndex, matched: shown.length, buffered: this.entries.filter(({ row }) => row.seq <= upTo).length, capacity: this.capacity,
      latestSeq: this.latestSeq, newer: matches.length - shown.length, skipped: this.skipped, evicted: this.evicted, rate: 18.4,
      lastArrivalAt: this.latestSeq === 0 ? null : Date.now() - 3000,
    };
  }

  detail(seq: number): PreviewDetail | null {
    const entry = this.entries.find(({ row }) => row.seq === seq);
    if (entry === undefined) return null;
    return { seq, id: seq.toString(16).padStart(32, '0'), connector: entry.row.connector, logType: entry.row.logType, raw: entry.raw, normalized: entry.normalized, arrivedAt: Date.now() - 3000 };
  }
}
