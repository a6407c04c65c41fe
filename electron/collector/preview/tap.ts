import { Buffer } from 'node:buffer';

import type { LogType } from '../../../shared/model/log-type';
import type { PreviewAsk, PreviewDetail, PreviewReply, PreviewRow } from '../../../shared/model/preview';
import type { Clock } from '../kit/clock';
import type { Chunk } from '../pipeline/chunk';
import { idBytes } from '../pipeline/identity';
import { normalize } from '../pipeline/normalize/normalize';

/** What the preview holds of one event: the bytes, parsed only when somebody looks. */
type Entry = {
  readonly seq: number;
  readonly logType: LogType;
  readonly connectorId: string;
  readonly connectorName: string;
  readonly at: number;
  readonly line: Buffer;
  readonly id: Buffer;
};

export type TapOrigin = { readonly connectorId: string; readonly connectorName: string; readonly logType: LogType; readonly at: number };
export type TapCopy = { readonly lines: Buffer; readonly ids: Buffer; readonly count: number };

/** Bytes the preview may keep: with real events of about 1 KB the capacity is the limit, with giant ones this is. */
const largestBuffer = 64 * 1024 * 1024;
/** Chunks in one second beyond this are not shown: watching never slows the work. */
const mostChunksPerSecond = 20;
const rateWindowMs = 10_000;
/** Matches found before are kept for the last few filters, so that ten asks a second do not scan ten times. */
type Matches = { readonly key: string; scannedTo: number; seqs: number[] };

/** A lossy, counted tap on what enters the spool (law 7): bounded, copied in bulk, parsed on demand. */
export class Tap {
  readonly #capacity: number;
  readonly #clock: Clock;
  #entries: Entry[] = [];
  #head = 0;
  #bytes = 0;
  #nextSeq = 1;
  #skipped = 0;
  #evicted = 0;
  #lastArrivalAt: number | null = null;
  #arrivals: { readonly at: number; readonly count: number }[] = [];
  #second = 0;
  #chunksThisSecond = 0;
  #matches: Matches | null = null;

  constructor(capacity: number, clock: Clock) {
    this.#capacity = capacity;
    this.#clock = clock;
  }

  /** A copy for the preview, or null when there are too many to show. */
  copy(chunk: Chunk): TapCopy | null {
    const now = this.#clock.now();
    const second = Math.floor(now / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#chunksThisSecond = 0;
    }
    this.#chunksThisSecond += 1;
    if (this.#capacity === 0 || this.#chunksThisSecond > mostChunksPerSecond || chunk.lines.length > largestBuffer / 4) return null;
    return { lines: Buffer.from(chunk.lines), ids: Buffer.from(chunk.ids), count: chunk.count };
  }

  /** Events that were new but not copied. */
  skip(count: number): void {
    const now = this.#clock.now();
    this.#skipped += count;
    this.#arrived(now, count);
    this.#lastArrivalAt = now;
  }

  /** `fresh`: places of the records that were new, null for all; a record read again is not shown again. */
  push(origin: TapOrigin, copy: TapCopy, fresh: readonly number[] | null): void {
    const shown = fresh === null ? null : new Set(fresh);
    let from = 0;
    for (let i = 0; i < copy.count; i += 1) {
      const end = copy.lines.indexOf(10, from);
      const line = copy.lines.subarray(from, end);
      from = end + 1;
      if (shown?.has(i) === false) continue;
      const id = copy.ids.subarray(i * idBytes, (i + 1) * idBytes);
      // One new record of a page read again must not keep the whole page in memory.
      this.#entries.push({ ...origin, seq: this.#nextSeq, ...(shown === null ? { line, id } : { line: Buffer.from(line), id: Buffer.from(id) }) });
      this.#nextSeq += 1;
      this.#bytes += line.length;
    }
    this.#arrived(origin.at, fresh?.length ?? copy.count);
    this.#lastArrivalAt = origin.at;
    this.#evict();
  }

  rows(ask: PreviewAsk): PreviewReply {
    const upTo = ask.upTo ?? this.#nextSeq - 1;
    const all = this.#matching(ask);
    const matched = upperBound(all, upTo);
    const first = ask.at.kind === 'tail' ? Math.max(0, matched - ask.count) : Math.min(ask.at.index, Math.max(0, matched - 1));
    const rows: PreviewRow[] = [];
    for (const seq of all.slice(first, Math.min(first + ask.count, matched))) {
      const entry = this.#entry(seq);
      if (entry !== null) rows.push(rowOf(entry));
    }
    const oldest = this.#oldestSeq();
    return {
      rows,
      firstIndex: first,
      matched,
      buffered: Math.max(0, Math.min(upTo, this.#nextSeq - 1) - oldest + 1),
      capacity: this.#capacity,
      latestSeq: this.#nextSeq - 1,
      newer: all.length - matched,
      skipped: this.#skipped,
      evicted: this.#evicted,
      rate: this.#rate(),
      lastArrivalAt: this.#lastArrivalAt,
    };
  }

  detail(seq: number): PreviewDetail | null {
    const entry = this.#entry(seq);
    if (entry === null) return null;
    const raw = entry.line.toString('utf8');
    return {
      seq,
      id: entry.id.toString('hex'),
      connector: entry.connectorName,
      logType: entry.logType,
      raw,
      normalized: JSON.stringify(eventOf(entry)),
      arrivedAt: entry.at,
    };
  }

  clear(): void {
    this.#entries = [];
    this.#head = 0;
    this.#bytes = 0;
    this.#matches = null;
  }

  #oldestSeq(): number {
    return this.#entries[this.#head]?.seq ?? this.#nextSeq;
  }

  #entry(seq: number): Entry | null {
    return this.#entries[this.#head + seq - this.#oldestSeq()] ?? null;
  }

  #evict(): void {
    while (this.#entries.length - this.#head > this.#capacity || this.#bytes > largestBuffer) {
      const entry = this.#entries[this.#head];
      if (entry === undefined) break;
      this.#bytes -= entry.line.length;
      this.#head += 1;
      this.#evicted += 1;
    }
    // The array is cut only now and then: cutting it at every eviction would copy it every time.
    if (this.#head > this.#capacity) {
      this.#entries = this.#entries.slice(this.#head);
      this.#head = 0;
    }
  }

  #arrived(at: number, count: number): void {
    this.#arrivals.push({ at, count });
    while ((this.#arrivals[0]?.at ?? at) < at - rateWindowMs) this.#arrivals.shift();
  }

  #rate(): number {
    const since = this.#clock.now() - rateWindowMs;
    return this.#arrivals.reduce((sum, arrival) => (arrival.at >= since ? sum + arrival.count : sum), 0) / (rateWindowMs / 1000);
  }

  /** Ascending seqs of the entries that match; only what is new since the last ask with the same filter is scanned. */
  #matching(ask: PreviewAsk): readonly number[] {
    const words = ask.text.toLowerCase().split(/\s+/).filter((word) => word !== '');
    const key = JSON.stringify([words, ask.logTypes, ask.connectorIds]);
    if (this.#matches?.key !== key) this.#matches = { key, scannedTo: 0, seqs: [] };
    const matches = this.#matches;
    for (let i = Math.max(this.#head, this.#head + matches.scannedTo + 1 - this.#oldestSeq()); i < this.#entries.length; i += 1) {
      const entry = this.#entries[i];
      if (entry !== undefined && matchesEntry(entry, words, ask)) matches.seqs.push(entry.seq);
    }
    matches.scannedTo = this.#nextSeq - 1;
    const gone = upperBound(matches.seqs, this.#oldestSeq() - 1);
    if (gone > 0) matches.seqs = matches.seqs.slice(gone);
    return matches.seqs;
  }
}

function matchesEntry(entry: Entry, words: readonly string[], ask: PreviewAsk): boolean {
  if (ask.logTypes.length > 0 && !ask.logTypes.includes(entry.logType)) return false;
  if (ask.connectorIds.length > 0 && !ask.connectorIds.includes(entry.connectorId)) return false;
  if (words.length === 0) return true;
  const text = `${entry.connectorName} ${entry.logType} ${entry.line.toString('utf8')}`.toLowerCase();
  return words.every((word) => text.includes(word));
}

/** How many of the ascending numbers are at most `limit`. */
function upperBound(numbers: readonly number[], limit: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? 0) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

function eventOf(entry: Entry) {
  const context = { id: entry.id.toString('hex'), connector: entry.connectorName, logType: entry.logType };
  return normalize(JSON.parse(entry.line.toString('utf8')), context);
}

/** Long texts of a hostile record are cut for the list; the detail shows all. */
const longestCell = 300;

function cell(text: string | undefined): string | null {
  return text === undefined ? null : text.slice(0, longestCell);
}

function rowOf(entry: Entry): PreviewRow {
  const event = eventOf(entry);
  return {
    seq: entry.seq,
    time: event.time ?? null,
    connector: entry.connectorName,
    logType: entry.logType,
    eventType: event.eventType.slice(0, longestCell),
    action: cell(event.action),
    status: event.status ?? null,
    sender: cell(event.sender ?? event.senderHeader ?? event.user),
    recipients: cell(event.recipients?.join(', ')),
    subject: cell(event.subject ?? event.reason),
  };
}
