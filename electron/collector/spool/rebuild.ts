import { Buffer } from 'node:buffer';
import { crc32 } from 'node:zlib';

import { say } from '../../../shared/text/message';
import { idBytes } from '../pipeline/identity';
import { DamagedFile } from './damaged-file';
import type { SqlDriver, SqlRow, SqlValue } from './driver';
import type { KnownStream } from './known-streams';
import { hourOf } from './ledger-table';
import type { StreamBook } from './salvaged-books';
import { balance, readBooks, writeBook } from './salvaged-books';
import { takeOverFiltered } from './schema';
import { backfillKey } from './spool';
import { messageColumns } from './stored-message';

type Batch = { readonly stream: number; readonly count: number };
type Pending = ReadonlyMap<string, number>;
type KeptFile = { readonly bytes: number; readonly crc: number };

export type RebuildSettings = {
  /** Null when not even its tables can be found. */
  readonly source: SqlDriver | null;
  /** An empty file with the tables of the present version. */
  readonly target: SqlDriver;
  readonly known: readonly KnownStream[];
  /** Epoch ms. */
  readonly now: number;
  /** Where the damaged file lies now, for the words. */
  readonly keptAt: string;
};

/**
 * Fills a new spool with what can be read of a damaged one. Nothing leaves unseen: what is gone is counted as quarantined
 * with an entry that says so, and its stream starts over, because Mimecast still has the data; the ids of lost events are
 * forgotten, so that they are taken in again, and no others.
 * Returns in words what became of it.
 */
export function rebuild({ source, target, known, now, keptAt }: RebuildSettings): string {
  const file = source === null ? null : new DamagedFile(source);
  target.exec('BEGIN');
  const books = readBooks(file, known);
  const outputsKnown = file !== null && copyPlain(file, target, books);
  const { kept, gone, unsure } = copyBatches(file, target, books);
  const batchOfSeen = readSeen(file);
  for (const [seq, count] of gone.ownerless) {
    const stream = batchOfSeen.find((row) => row.batch === seq)?.stream;
    const book = stream === undefined ? undefined : books.get(stream);
    if (book !== undefined) {
      book.lost += count;
      gone.seqs.add(seq);
    }
  }
  const lines: string[] = [];
  const notes: string[] = [];
  const unknown = { gone: [...gone.seqs], rows: batchOfSeen, kept };
  const staying = new Map<number, SeenRow>();
  for (const book of books.values()) {
    const named = book.lost;
    const lost = balance(book);
    const forgotten = outputsKnown ? 0 : forgetReleased(target, book);
    if (forgotten > 0) notes.push(`${book.connectorName}, ${book.logType}: ${String(forgotten)} events left the store before; which outputs took them can no longer be read, so they are counted no more.`);
    const startOver = lost > 0 || !book.readable || unsure;
    writeBook(target, book, startOver);
    for (const row of stayingSeen(book.id, { ...unknown, startOver, exact: book.trusted && !unsure && named === lost })) staying.set(row.seq, row);
    if (!startOver) continue;
    lines.push(announce(target, book, { lost, now, keptAt, unknown: file === null || !book.trusted }));
    // What the hold list knows decides what is new in it: with its events gone, it must not know them.
    target.prepare('DELETE FROM state WHERE stream = ? AND key <> ?').run(book.id, backfillKey);
  }
  copySeen(file, target, staying);
  const [first] = books.values();
  const words = [...(lines.length > 0 ? lines : ['Every event and position could be read.']), ...notes].join(' ');
  if (lines.length === 0 && first !== undefined) addEntry(target, first, now, `The local store was damaged and has been rebuilt. ${words} The damaged file is kept in ${keptAt}.`);
  target.exec(takeOverFiltered);
  finish(file, target, now);
  target.exec('COMMIT');
  return words;
}

/**
 * Where the books of the outputs are gone, nobody can say who took what left the store: a figure without an owner would never
 * balance with what outputs deliver from now on. Returns how many events that are.
 */
function forgetReleased(target: SqlDriver, { id, figures }: StreamBook): number {
  const { released } = figures;
  if (released === 0 || target.prepare('SELECT 1 FROM stream_outputs WHERE stream = ?').get(id) !== undefined) return 0;
  figures.fetched -= released;
  figures.released = 0;
  return released;
}

/** Tables whose rows are taken as they are. Returns whether it is known, in all or by the hour, what each output took. */
function copyPlain(file: DamagedFile, target: SqlDriver, books: ReadonlyMap<number, StreamBook>): boolean {
  const copy = (table: string, columns: readonly string[]) => {
    const insert = target.prepare(`INSERT OR IGNORE INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`);
    return (row: SqlRow): void => {
      if (row['stream'] === undefined || books.has(Number(row['stream']))) insert.run(...columns.map((column) => bindable(row[column] ?? null)));
    };
  };
  const keyed = (table: string, key: readonly string[], columns: readonly string[]): boolean => file.byKey({ columns: columns.join(', '), from: table, key }, copy(table, columns));
  const numbered = (table: string, columns: readonly string[], also?: (row: SqlRow) => void): void => {
    const take = copy(table, columns);
    file.byNumber({ columns: columns.join(', '), from: table, key: 'id' }, (row) => {
      take(row);
      also?.(row);
    });
  };
  keyed('outputs', ['output'], ['output', 'resume']);
  keyed('state', ['stream', 'key'], ['stream', 'key', 'value']);
  const settled = ['delivered', 'refused', ...(file.columns('stream_outputs').has('filtered') ? ['filtered'] : [])];
  const hours = keyed('ledger_outputs', ['stream', 'hour', 'output'], ['stream', 'hour', 'output', ...settled]);
  const whole = keyed('stream_outputs', ['stream', 'output'], ['stream', 'output', ...settled]);
  // The hours know the totals of the last 90 days.
  if (!whole) target.exec('INSERT OR IGNORE INTO stream_outputs (stream, output, delivered, refused, filtered) SELECT stream, output, sum(delivered), sum(refused), sum(filtered) FROM ledger_outputs GROUP BY stream, output');
  numbered('runs', [
    'id', 'stream', 'started', 'times', 'fetched', 'fresh', 'duplicates', 'quarantined', 'bytes', 'last', 'ended', 'outcome', 'attempt', 'code', 'detail', 'ref', 'next',
  ]);
  keyed('settled', ['seq', 'output'], ['seq', 'output', 'at', 'removed', 'refused', 'filtered']);
  numbered('gaps', ['id', 'stream', 'from_time', 'to_time', 'why', ...(file.columns('gaps').has('said') ? ['said'] : []), 'at']);
  numbered('quarantine', ['id', 'stream', 'connector_name', 'at', 'code', 'detail', 'source', 'cut', 'output', 'bytes'], (row) => nameIt(books, row));
  return whole || hours;
}

function nameIt(books: ReadonlyMap<number, StreamBook>, row: SqlRow): void {
  const book = books.get(Number(row['stream']));
  if (book !== undefined && typeof row['connector_name'] === 'string') book.connectorName = row['connector_name'];
}

/** Batches that are whole and have somewhere to go. `unsure`: others may be gone without a trace. */
function copyBatches(file: DamagedFile | null, target: SqlDriver, books: ReadonlyMap<number, StreamBook>) {
  const kept = new Set<number>();
  const gone = { seqs: new Set<number>(), ownerless: new Map<number, number>() };
  if (file === null) return { kept, gone, unsure: false };
  const pending = readPending(file);
  // Their first columns may be readable where their bytes are not, and the index where the table is not.
  const listed = new Map<number, Batch>();
  const list = (row: SqlRow): void => void listed.set(Number(row['seq']), { stream: Number(row['stream']), count: Number(row['count']) });
  const wholeIndex = file.byKey({ columns: 'stream, count, seq', from: 'batches INDEXED BY batches_by_stream', key: ['stream', 'count', 'seq'] }, list);
  const wholeTable = file.byNumber({ columns: 'seq, stream, count', from: 'batches NOT INDEXED', key: 'seq' }, list);
  const files = copyFiles(file, target);
  const insert = target.prepare('INSERT INTO batches (seq, stream, connector_name, count, bytes, crc, at, ids, body, codec, shared, start) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const wait = target.prepare('INSERT OR IGNORE INTO pending (output, seq, count) VALUES (?, ?, ?)');
  file.byNumber({ columns: '*', from: 'batches NOT INDEXED', key: 'seq' }, (row) => {
    const seq = Number(row['seq']);
    const book = books.get(Number(row['stream']));
    if (book === undefined || kept.has(seq) || !isWhole(row, files)) return;
    const count = Number(row['count']);
    const outputs = pending.bySeq.get(seq) ?? (pending.whole ? null : outputsOf(target, book.id, count));
    if (outputs === null || outputs.size === 0) return;
    insert.run(...['seq', 'stream', 'connector_name', 'count', 'bytes', 'crc', 'at', 'ids', 'body'].map((column) => bindable(row[column] ?? null)), row['codec'] ?? 0, row['shared'] ?? null, row['start'] ?? 0);
    for (const [output, events] of outputs) wait.run(output, seq, events);
    kept.add(seq);
    nameIt(books, row);
    const hour = hourOf(Number(row['at']));
    book.spooled += count;
    book.spooledByHour.set(hour, (book.spooledByHour.get(hour) ?? 0) + count);
  });
  for (const [seq, { stream, count }] of listed) {
    const book = books.get(stream);
    if (kept.has(seq) || book === undefined) continue;
    gone.seqs.add(seq);
    book.lost += count;
  }
  for (const [seq, outputs] of pending.bySeq) {
    if (!kept.has(seq) && !gone.seqs.has(seq)) gone.ownerless.set(seq, Math.max(...outputs.values()));
  }
  return { kept, gone, unsure: !wholeIndex && !wholeTable && !pending.whole };
}

/** Files that are whole, by their numbers: their checksums, and how many bytes they inflate to. Those that no batch needs go when the spool is opened. */
function copyFiles(file: DamagedFile, target: SqlDriver): ReadonlyMap<number, KeptFile> {
  const kept = new Map<number, KeptFile>();
  const insert = target.prepare('INSERT INTO bodies (id, bytes, crc, body) VALUES (?, ?, ?, ?)');
  file.byNumber({ columns: 'id, bytes, crc, body', from: 'bodies', key: 'id', rowsAtOnce: 1 }, ({ id, bytes, crc, body }) => {
    if (kept.has(Number(id)) || !(body instanceof Uint8Array) || crc32(body) !== Number(crc)) return;
    insert.run(Number(id), Number(bytes), Number(crc), Buffer.from(body));
    kept.set(Number(id), { bytes: Number(bytes), crc: Number(crc) });
  });
  return kept;
}

function isWhole(row: SqlRow, files: ReadonlyMap<number, KeptFile>): boolean {
  const { ids, body } = row;
  if (!(ids instanceof Uint8Array) || !(body instanceof Uint8Array) || ids.length !== Number(row['count']) * idBytes) return false;
  const shared = row['shared'] ?? null;
  if (shared === null) return crc32(body) === Number(row['crc']);
  const kept = files.get(Number(shared));
  return kept !== undefined && kept.crc === Number(row['crc']) && Number(row['start']) + Number(row['bytes']) <= kept.bytes;
}

/** Which outputs still want which batch: from the table, and where that is damaged from its index. */
function readPending(file: DamagedFile): { readonly bySeq: ReadonlyMap<number, Pending>; readonly whole: boolean } {
  const bySeq = new Map<number, Map<string, number>>();
  const take = (row: SqlRow): void => {
    const outputs = bySeq.get(Number(row['seq'])) ?? new Map<string, number>();
    if (!outputs.has(String(row['output']))) outputs.set(String(row['output']), Number(row['count'] ?? 0));
    bySeq.set(Number(row['seq']), outputs);
  };
  if (file.byKey({ columns: 'output, seq, count', from: 'pending', key: ['output', 'seq'] }, take)) return { bySeq, whole: true };
  const whole = file.byKey({ columns: 'seq, output', from: 'pending INDEXED BY pending_by_seq', key: ['seq', 'output'] }, take);
  return { bySeq, whole };
}

/** Who wanted a batch is gone: all that ever took events of this stream get it, some of them once more. */
function outputsOf(target: SqlDriver, stream: number, count: number): Pending {
  return new Map(target.prepare('SELECT output FROM stream_outputs WHERE stream = ?').all(stream).map((row) => [String(row['output']), count]));
}

type SeenRow = { readonly seq: number; readonly stream: number; readonly batch: number | null };

function readSeen(file: DamagedFile | null): readonly SeenRow[] {
  const rows: SeenRow[] = [];
  const batch = file?.columns('seen').has('batch') === true ? 'batch' : 'NULL AS batch';
  file?.byNumber({ columns: `seq, stream, ${batch}`, from: 'seen NOT INDEXED', key: 'seq' }, (row) => {
    rows.push({ seq: Number(row['seq']), stream: Number(row['stream']), batch: row['batch'] === null ? null : Number(row['batch']) });
  });
  return rows;
}

type SeenJudgement = {
  readonly rows: readonly SeenRow[];
  readonly kept: ReadonlySet<number>;
  readonly gone: readonly number[];
  readonly startOver: boolean;
  /** Every lost event is in a batch that is known by its number. */
  readonly exact: boolean;
};

/** The rows of one stream that stay. When it is not sure which batch was lost, those of every batch that is not there any more go: what had left by then comes once more. */
function stayingSeen(stream: number, { rows, kept, gone, startOver, exact }: SeenJudgement): readonly SeenRow[] {
  const own = rows.filter((row) => row.stream === stream);
  if (!startOver) return own;
  const named = new Set(rows.map((row) => row.batch));
  const everyLostIsNamed = gone.every((seq) => named.has(seq));
  return own.filter(({ batch }) => {
    if (batch === 0) return true;
    if (batch === null) return exact && everyLostIsNamed;
    return kept.has(batch) || (exact && !gone.includes(batch));
  });
}

function copySeen(file: DamagedFile | null, target: SqlDriver, staying: ReadonlyMap<number, SeenRow>): void {
  const insert = target.prepare('INSERT INTO seen (seq, stream, count, ids, batch, at) VALUES (?, ?, ?, ?, ?, ?)');
  const at = file?.columns('seen').has('at') === true ? 'at' : 'NULL AS at';
  file?.byNumber({ columns: `seq, count, ids, ${at}`, from: 'seen NOT INDEXED', key: 'seq' }, (row) => {
    const known = staying.get(Number(row['seq']));
    const { ids } = row;
    if (known === undefined || !(ids instanceof Uint8Array) || ids.length !== Number(row['count']) * idBytes) return;
    insert.run(known.seq, known.stream, Number(row['count']), Buffer.from(ids), known.batch, row['at'] ?? null);
  });
  // A batch that waits is known by its own ids, too.
  target.exec('INSERT INTO seen (stream, count, ids, batch, at) SELECT stream, count, ids, seq, at FROM batches WHERE seq NOT IN (SELECT batch FROM seen WHERE batch IS NOT NULL) ORDER BY seq');
}

type Loss = { readonly lost: number; readonly now: number; readonly keptAt: string; readonly unknown: boolean };

function announce(target: SqlDriver, book: StreamBook, { lost, now, keptAt, unknown }: Loss): string {
  const counted = lost === 0 ? 'the position of this log could not be read' : `${lost} events could not be read`;
  const what = unknown ? 'what it held of this log is not known any more' : counted;
  const detail = `The local store was damaged: ${what}. Everything within Mimecast's reach is collected again; some events may come twice, under the same id. The damaged file is kept in ${keptAt}.`;
  addEntry(target, book, now, detail);
  if (unknown) {
    const from = new Date(book.reach ?? 0).toISOString();
    target.prepare('INSERT INTO gaps (stream, from_time, to_time, why, said, at) VALUES (?, ?, ?, ?, ?, ?)')
      .run(book.id, from, new Date(now).toISOString(), ...messageColumns(say('collector.gap.storeDamaged')), now);
  }
  return `${book.connectorName} ${book.logType}: ${what}, it is collected again.`;
}

function addEntry(target: SqlDriver, book: StreamBook, at: number, detail: string): void {
  target.prepare('INSERT INTO quarantine (stream, connector_name, at, code, detail, source, cut, output, bytes) VALUES (?, ?, ?, ?, ?, ?, 1, NULL, ?)')
    .run(book.id, book.connectorName, at, 'PC-SPOOL', detail, 'recovery of the local store', Buffer.alloc(0));
}

/** Numbers given before must not be given again: an acknowledgement under way would settle another batch. */
function finish(file: DamagedFile | null, target: SqlDriver, now: number): void {
  let epoch = 0;
  let last = now;
  file?.byNumber({ columns: 'rowid AS id, value', from: 'epoch', key: 'id' }, (row) => void (epoch = Number(row['value'])));
  file?.byNumber({ columns: 'rowid AS id, name, seq', from: 'sqlite_sequence', key: 'id' }, (row) => {
    if (row['name'] === 'batches') last = Math.max(last, Number(row['seq']));
  });
  last = Math.max(last, Number(target.prepare('SELECT max(seq) AS seq FROM batches').get()?.['seq'] ?? 0));
  target.prepare('DELETE FROM sqlite_sequence WHERE name = ?').run('batches');
  target.prepare('INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)').run('batches', last);
  target.prepare('UPDATE epoch SET value = ?').run(Math.max(epoch + 1, now));
}

function bindable(value: SqlValue): SqlValue {
  return value instanceof Uint8Array ? Buffer.from(value) : value;
}
