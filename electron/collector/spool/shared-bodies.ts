import type { FilePiece } from '../pipeline/chunk';
import { cutPiece, inBuffer, inflateFile } from './batch-body';
import type { SpoolDatabase } from './spool-database';

/** A file of which more chunks may come: its row stays, whether a batch needs it or not. */
export type OpenFile = { readonly key: string; readonly row: number };

/** Lines as the table of batches refers to them: the row of their file, and their place in what it inflates to. */
export type StoredPiece = {
  readonly row: number;
  readonly start: number;
  readonly bytes: number;
  /** The checksum of the file, by which it is told from another one. */
  readonly crc: number;
};

/** A chunk came without its file. The poll begins the file anew, with the body, so nothing is lost by refusing. */
export class UnknownFileError extends Error {
  constructor() {
    super('The file that these records belong to is not in the spool.');
    this.name = 'UnknownFileError';
  }
}

/**
 * Files as Mimecast sent them, each stored once for all batches that are pieces of it. A row leaves with the last of its batches,
 * but not while the stream still reads the file. Of what a stopped program left open `sweep` takes care.
 */
export class SharedBodies {
  readonly #db: SpoolDatabase;
  /** By stream: a stream reads one file after the other. */
  readonly #open = new Map<number, OpenFile>();
  /** The file that was inflated last: batches are read in order. */
  #inflated: { readonly row: number; readonly lines: Uint8Array } | null = null;

  constructor(db: SpoolDatabase) {
    this.#db = db;
  }

  /** Inside the transaction of a commit: the row of the piece's file, made when this is the first piece. Tell `opened` when the transaction is durable. */
  rowOf(stream: number, { file }: FilePiece): OpenFile {
    const open = this.#open.get(stream);
    if (open?.key === file.key) return open;
    if (file.body === null) throw new UnknownFileError();
    const row = this.#db.sql('INSERT INTO bodies (bytes, crc, body) VALUES (?, ?, ?)').run(file.bytes, file.crc, inBuffer(file.body)).lastInsertRowid;
    return { key: file.key, row };
  }

  /** Inside a transaction: the stream goes on to `next` (null: to no file), and what no batch needs of the one before leaves. */
  leave(stream: number, next: OpenFile | null): void {
    const open = this.#open.get(stream);
    if (open !== undefined && open.row !== next?.row) this.#removeUnused(open.row);
  }

  /** The transaction is durable. */
  opened(stream: number, file: OpenFile | null): void {
    if (file === null) this.#open.delete(stream);
    else this.#open.set(stream, file);
  }

  /** Lines of a chunk whose file is open, or comes with it. */
  linesOf(stream: number, piece: FilePiece): Uint8Array | null {
    const { file } = piece;
    if (file.body !== null) return cutPiece(inflateFile({ ...file, body: file.body }), piece);
    const open = this.#open.get(stream);
    if (open?.key !== file.key) throw new UnknownFileError();
    return this.read({ row: open.row, start: piece.start, bytes: piece.bytes, crc: file.crc });
  }

  /** The lines of a stored piece in a buffer of their own; null when they are gone or not what was stored. */
  read(piece: StoredPiece): Uint8Array | null {
    return cutPiece(this.#inflate(piece), piece);
  }

  /** The first bytes of a file that cannot be read. */
  head(row: number): Uint8Array {
    return (this.#db.sql('SELECT body FROM bodies WHERE id = ?').get(row)?.['body'] as Uint8Array | undefined) ?? new Uint8Array(0);
  }

  /** Inside a transaction: a batch that was a piece of it has left. */
  released(row: number): void {
    for (const open of this.#open.values()) if (open.row === row) return;
    this.#removeUnused(row);
  }

  /** Files that nothing refers to: the program ended while it read them. */
  sweep(): void {
    this.#db.sql('DELETE FROM bodies WHERE id NOT IN (SELECT shared FROM batches WHERE shared IS NOT NULL)').run();
  }

  #removeUnused(row: number): void {
    if (this.#db.sql('SELECT 1 FROM batches WHERE shared = ? LIMIT 1').get(row) !== undefined) return;
    this.#db.sql('DELETE FROM bodies WHERE id = ?').run(row);
    if (this.#inflated?.row === row) this.#inflated = null;
  }

  #inflate({ row, crc }: StoredPiece): Uint8Array | null {
    if (this.#inflated?.row === row) return this.#inflated.lines;
    this.#inflated = null;
    const stored = this.#db.sql('SELECT bytes, body FROM bodies WHERE id = ?').get(row);
    const lines = stored === undefined ? null : inflateFile({ body: stored['body'] as Uint8Array, bytes: Number(stored['bytes']), crc });
    if (lines !== null) this.#inflated = { row, lines };
    return lines;
  }
}
