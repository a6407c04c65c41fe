import { LogTypeSchema } from '../../../shared/model/log-type';
import type { DamagedFile } from './damaged-file';
import type { SqlDriver, SqlRow } from './driver';
import type { KnownStream } from './known-streams';

/** Of a stream in all, or of one hour of it. */
export type Figures = { fetched: number; duplicates: number; quarantined: number; released: number };

const figureNames = ['fetched', 'duplicates', 'quarantined', 'released'] as const;

/** What is known of one stream; changed while more of the file is read. */
export type StreamBook = {
  readonly id: number;
  readonly connector: string;
  readonly logType: string;
  /** JSON as it was stored. */
  readonly cursor: string | null;
  readonly newest: number | null;
  readonly caughtUp: number | null;
  readonly reach: number | null;
  readonly again: number;
  /** False when its row could not be read: position and figures are unknown. */
  readonly readable: boolean;
  /** Whether the figures say everything that was ever counted, be it the sum of all hours. */
  trusted: boolean;
  readonly figures: Figures;
  readonly hours: Map<number, Figures>;
  /** Events in batches that could be read, in all and by hour. */
  spooled: number;
  readonly spooledByHour: Map<number, number>;
  /** Events in batches that are known to be gone. */
  lost: number;
  connectorName: string;
};

/** Streams with their totals and hours; those of `known` whose row is gone begin with what their hours say. */
export function readBooks(file: DamagedFile | null, known: readonly KnownStream[]): Map<number, StreamBook> {
  const books = new Map<number, StreamBook>();
  const rows = new Map<number, SqlRow>();
  const hasReach = file?.columns('streams').has('reach') === true;
  file?.byNumber({ columns: '*', from: 'streams', key: 'id' }, (row) => {
    if (isStream(row)) rows.set(Number(row['id']), row);
  });
  for (const row of rows.values()) {
    const id = Number(row['id']);
    books.set(id, {
      ...emptyBook(id, String(row['connector']), String(row['log_type'])),
      cursor: row['cursor'] as string | null,
      newest: row['newest'] as number | null,
      caughtUp: row['caught_up'] as number | null,
      reach: hasReach ? (row['reach'] as number | null) : null,
      again: hasReach ? Number(row['again']) : 0,
      readable: true,
      figures: figuresOf(row),
    });
  }
  for (const stream of known) {
    const named = [...books.values()].some(({ connector, logType }) => connector === stream.connectorId && logType === stream.logType);
    if (!named && !books.has(stream.id)) books.set(stream.id, { ...emptyBook(stream.id, stream.connectorId, stream.logType), reach: stream.reach });
  }
  const whole = file?.byKey({ columns: '*', from: 'ledger', key: ['stream', 'hour'] }, (row) => {
    const book = books.get(Number(row['stream']));
    if (book === undefined || !figureNames.every((name) => isCount(row[name]))) return;
    book.hours.set(Number(row['hour']), figuresOf(row));
    if (!book.readable) for (const name of figureNames) book.figures[name] += Number(row[name]);
  });
  for (const book of books.values()) book.trusted = book.readable || whole === true;
  return books;
}

/**
 * Makes totals and hours balance with what is in the new file. What is lacking was lost and counts as quarantined; where
 * there is more than the books know of, it was fetched. Returns the events that were lost.
 */
export function balance(book: StreamBook): number {
  const lost = Math.max(settle(book.figures, book.spooled), book.lost);
  const hidden = lost - settle(book.figures, book.spooled);
  // Known to be gone, but in no book that could be read: they were fetched and are lost.
  book.figures.fetched += hidden;
  book.figures.quarantined += lost;
  for (const hour of new Set([...book.hours.keys(), ...book.spooledByHour.keys()])) {
    const figures = book.hours.get(hour) ?? { fetched: 0, duplicates: 0, quarantined: 0, released: 0 };
    book.hours.set(hour, figures);
    figures.quarantined += settle(figures, book.spooledByHour.get(hour) ?? 0);
  }
  return lost;
}

/** Raises `fetched` where it is too small for the rest; returns what is lacking where it is too large. */
function settle(figures: Figures, spooled: number): number {
  const lacking = figures.fetched - figures.duplicates - figures.quarantined - figures.released - spooled;
  if (lacking < 0) figures.fetched -= lacking;
  return Math.max(0, lacking);
}

export function writeBook(target: SqlDriver, book: StreamBook, startOver: boolean): void {
  const { id, figures } = book;
  target
    .prepare('INSERT INTO streams (id, connector, log_type, cursor, newest, caught_up, fetched, duplicates, quarantined, released, reach, again) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
    .run(
      id, book.connector, book.logType, startOver ? null : book.cursor, book.newest, book.caughtUp,
      figures.fetched, figures.duplicates, figures.quarantined, figures.released, book.reach, startOver ? 1 : book.again,
    );
  const insert = target.prepare('INSERT INTO ledger (stream, hour, fetched, duplicates, quarantined, released) VALUES (?, ?, ?, ?, ?, ?)');
  for (const [hour, one] of book.hours) insert.run(id, hour, one.fetched, one.duplicates, one.quarantined, one.released);
}

function emptyBook(id: number, connector: string, logType: string): StreamBook {
  return {
    id, connector, logType, cursor: null, newest: null, caughtUp: null, reach: null, again: 0, readable: false, trusted: false,
    figures: { fetched: 0, duplicates: 0, quarantined: 0, released: 0 },
    hours: new Map(), spooled: 0, spooledByHour: new Map(), lost: 0, connectorName: connector,
  };
}

function figuresOf(row: SqlRow): Figures {
  return { fetched: Number(row['fetched']), duplicates: Number(row['duplicates']), quarantined: Number(row['quarantined']), released: Number(row['released']) };
}

function isCount(value: unknown): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

/** A row of garbage has the shape of a row, but not its sense. */
function isStream(row: SqlRow): boolean {
  const { cursor } = row;
  if (!LogTypeSchema.safeParse(row['log_type']).success || typeof row['connector'] !== 'string') return false;
  if (!figureNames.every((name) => isCount(row[name]))) return false;
  if (cursor === null) return true;
  try {
    JSON.parse(String(cursor));
    return true;
  } catch {
    return false;
  }
}
