import type { Probe } from '../kit/probe';
import type { FilePiece, PackedBody, PackedLines } from '../pipeline/chunk';
import { hourOf } from './ledger-table';
import type { OpenFile, StoredPiece } from './shared-bodies';
import { UnknownFileError } from './shared-bodies';
import type { Commit, CommitResult } from './spool';
import { SpoolRecoveredError } from './spool';
import type { Tables } from './tables';

/** Old ids and hours are looked for after this many commits of a stream: the search scans rows. */
const pruneEvery = 64;

/** Writes everything that one step changes, in one transaction. Throws SpoolRecoveredError for a step of another epoch. */
export function commitStep(tables: Tables, commit: Commit, probe: Probe): CommitResult {
  if (commit.epoch !== tables.epoch) throw new SpoolRecoveredError();
  const { db, streams, seen, bodies, batches, quarantine, ledger, runs } = tables;
  const stream = streams.id(commit.stream);
  const { connectorName, at, outputs } = commit;
  try {
    // With no output that wants them the events are counted only, and their file is not kept.
    const fresh = seen.fresh(stream, commit.chunk, (piece) => (outputs.length > 0 ? bodies.linesOf(stream, piece) : new Uint8Array(0)));
    const broken = seen.freshBroken(stream, commit.broken);
    const fetched = (commit.chunk?.count ?? 0) + commit.broken.length;
    const duplicates = fetched - fresh.count - broken.items.length;
    const piece = outputs.length > 0 ? pieceOf(commit) : null;
    // An earlier range of the stream, collected beside it, says nothing about the file that the stream reads.
    const readsOn = piece !== null || commit.run !== undefined;
    let file: OpenFile | null = null;
    let seq = 0;
    db.transaction(() => {
      file = piece === null ? null : bodies.rowOf(stream, piece);
      if (readsOn) bodies.leave(stream, file);
      if (fresh.count > 0) {
        if (outputs.length > 0) seq = batches.insert({ stream, connectorName, at, outputs, ...fresh, packed: stored(fresh.packed, file) });
        seen.insert(stream, seq, fresh.ids, at);
      }
      if (broken.items.length > 0) seen.insert(stream, 0, broken.ids, at);
      for (const item of broken.items) quarantine.add({ ...item, stream, connectorName, at, output: null });
      if (broken.items.length > 0) quarantine.bound();
      probe('in-commit');
      streams.write(stream, commit);
      ledger.add(stream, hourOf(at), {
        fetched,
        duplicates,
        quarantined: broken.items.length,
        // With no output that wants them, the events are settled as soon as they are counted.
        released: outputs.length === 0 ? fresh.count : 0,
      });
      if (commit.run !== undefined && fetched > 0) {
        runs.add(stream, commit.run, { fetched, fresh: fresh.count, duplicates, quarantined: broken.items.length, bytes: commit.chunk?.packed?.bytes ?? commit.chunk?.lines.length ?? 0 });
      }
      prune(tables, stream, at);
    });
    streams.written(commit);
    if (readsOn) bodies.opened(stream, file);
    return { fresh: fresh.count, freshIndexes: fresh.indexes, seq: seq === 0 ? null : seq, duplicates, quarantined: broken.items.length, counts: ledger.counts(stream) };
  } catch (error) {
    seen.forgetMemory(stream);
    throw error;
  }
}

function pieceOf({ chunk }: Commit): FilePiece | null {
  const packed = chunk?.packed;
  return packed !== undefined && 'file' in packed ? packed : null;
}

function stored(packed: PackedLines | undefined, file: OpenFile | null): PackedBody | StoredPiece | undefined {
  if (packed === undefined || !('file' in packed)) return packed;
  if (file === null) throw new UnknownFileError();
  return { row: file.row, start: packed.start, bytes: packed.bytes, crc: packed.file.crc };
}

function prune({ commits, seen, ledger }: Tables, stream: number, at: number): void {
  const done = (commits.get(stream) ?? 0) + 1;
  commits.set(stream, done);
  // From the first commit on: a program that runs for a moment every hour must prune too.
  if (done % pruneEvery !== 1) return;
  seen.prune(stream);
  ledger.prune(at);
}
