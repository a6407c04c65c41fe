import { Buffer } from 'node:buffer';
import { closeSync, openSync, readFileSync, readSync, statSync, writeSync } from 'node:fs';

import * as z from 'zod';

import type { SqlDriver } from './driver';
import { writeAside } from './known-streams';
import { NewerSchemaError, pageSize, schemaVersion } from './schema';

/** Of the first page of every SQLite file (sqlite.org/fileformat2.html §1.3, §1.6). */
const magic = 'SQLite format 3\0';
const headerSize = 100;
const leafHeaderSize = 8;
const userVersionAt = 60;
/** Beyond this the number in the header is no version but garbage. */
const highestVersion = 1000;

const SchemaRowSchema = z.object({ type: z.string(), name: z.string(), tbl_name: z.string(), rootpage: z.number().int(), sql: z.string().nullable() });
type SchemaRow = z.infer<typeof SchemaRowSchema>;

/** Bytes; 0 when there is none. */
export function fileSize(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

/**
 * A damaged file of a newer version is that version's business, too: it is refused before anything touches it.
 * Only while this process has no connection to it: closing a file drops the locks that SQLite has on it
 * (sqlite.org/howtocorrupt.html §2.2).
 */
export function refuseNewer(file: string): void {
  if (fileSize(file) < headerSize) return;
  const header = Buffer.alloc(headerSize);
  const handle = openSync(file, 'r');
  try {
    readSync(handle, header, 0, headerSize, 0);
  } finally {
    closeSync(handle);
  }
  const found = header.toString('latin1', 0, magic.length) === magic ? header.readUInt32BE(userVersionAt) : 0;
  if (found > schemaVersion && found < highestVersion) throw new NewerSchemaError(found);
}

/** Writes down beside the file where every table begins: with that they are found when the first page is overwritten. */
export function keepSchema(driver: SqlDriver, file: string): void {
  const rows = driver.prepare('SELECT type, name, tbl_name, rootpage, sql FROM sqlite_master').all();
  writeAside(copyOf(file), JSON.stringify(rows));
}

/**
 * Writes a first page into `file` that names the tables written down beside `original`. False when nothing readable lies
 * there. It says nothing of free pages and of the size of the file, so that SQLite looks at the file itself.
 */
export function mendFirstPage(file: string, original: string): boolean {
  const rows = readSchema(original);
  const page = rows === null ? null : firstPageOf(rows);
  if (page === null) return false;
  const handle = openSync(file, fileSize(file) === 0 ? 'w' : 'r+');
  try {
    writeSync(handle, page, 0, pageSize, 0);
  } finally {
    closeSync(handle);
  }
  return true;
}

function readSchema(original: string): readonly SchemaRow[] | null {
  try {
    return z.array(SchemaRowSchema).parse(JSON.parse(readFileSync(copyOf(original), 'utf8')));
  } catch {
    // Missing or damaged as well: then the tables cannot be found.
    return null;
  }
}

/** Null when the rows do not fit in one page. */
function firstPageOf(rows: readonly SchemaRow[]): Buffer | null {
  const page = Buffer.alloc(pageSize);
  page.write(magic, 0, 'latin1');
  page.writeUInt16BE(pageSize, 16);
  // Write-ahead log for reading and writing; the three numbers behind are fixed.
  page.set([2, 2, 0, 64, 32, 32], 18);
  page.writeUInt32BE(1, 24);
  page.writeUInt32BE(1, 40);
  page.writeUInt32BE(4, 44);
  page.writeUInt32BE(1, 56);
  page.writeUInt32BE(schemaVersion, userVersionAt);
  let end = pageSize;
  for (const [index, row] of rows.entries()) {
    const cell = cellOf(index + 1, row);
    end -= cell.length;
    if (end < headerSize + leafHeaderSize + 2 * rows.length) return null;
    cell.copy(page, end);
    page.writeUInt16BE(end, headerSize + leafHeaderSize + 2 * index);
  }
  page[headerSize] = 13;
  page.writeUInt16BE(rows.length, headerSize + 3);
  page.writeUInt16BE(end, headerSize + 5);
  return page;
}

/** One row of sqlite_master as a cell of a table's leaf page. */
function cellOf(id: number, { type, name, tbl_name: table, rootpage, sql }: SchemaRow): Buffer {
  const texts = [type, name, table].map((text) => Buffer.from(text));
  const root = Buffer.alloc(4);
  root.writeInt32BE(rootpage);
  const last = sql === null ? null : Buffer.from(sql);
  const types = [...texts.map((text) => textType(text)), varint(4), last === null ? varint(0) : textType(last)];
  const header = Buffer.concat(types);
  // Every header is shorter than 127 bytes, so its own length is one byte.
  const record = Buffer.concat([varint(header.length + 1), header, ...texts, root, ...(last === null ? [] : [last])]);
  return Buffer.concat([varint(record.length), varint(id), record]);
}

function textType(text: Buffer): Buffer {
  return varint(13 + 2 * text.length);
}

/** Seven bits a byte, the highest first; all but the last have their top bit set. */
function varint(value: number): Buffer {
  const bytes = [value & 0x7f];
  for (let rest = value >>> 7; rest > 0; rest >>>= 7) bytes.unshift((rest & 0x7f) | 0x80);
  return Buffer.from(bytes);
}

function copyOf(file: string): string {
  return file.replace(/\.db$/, '.schema.json');
}
