import { Buffer } from 'node:buffer';

import type { RetryResult } from '../../../shared/model/quarantine';
import type { Chunk } from '../pipeline/chunk';
import { decodeRecords } from '../pipeline/decode-lines';
import type { BatchTable } from './batch-table';
import type { LedgerTable } from './ledger-table';
import { hourOf } from './ledger-table';
import type { QuarantineTable, StoredQuarantineItem } from './quarantine-table';
import type { SeenTable } from './seen-table';
import type { OutputsOfConnectors, StreamRef } from './spool';
import type { SpoolDatabase } from './spool-database';

type Parts = { readonly db: SpoolDatabase; readonly ledger: LedgerTable; readonly quarantine: QuarantineTable; readonly batches: BatchTable; readonly seen: SeenTable };

/** Tries quarantined items again, each in a transaction of its own, and remembers whose figures changed. */
export class QuarantineRetry {
  readonly streams = new Map<number, StreamRef>();
  readonly outputs = new Set<string>();
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  one(id: number, outputs: OutputsOfConnectors, now: number): keyof RetryResult {
    const { db, quarantine, seen } = this.#parts;
    const item = quarantine.read(id);
    if (item === null || !item.retryable) return 'kept';
    const { chunk } = decodeRecords(item.logType, [Buffer.from(item.bytes).toString('utf8')], item.source);
    if (chunk === null) return 'kept';
    const wanted = item.outputId === null ? (outputs[item.connectorId]?.[item.logType] ?? []) : [item.outputId];
    try {
      const became = db.transaction(() => this.#requeue(item, chunk, wanted, now));
      this.streams.set(item.stream, { connectorId: item.connectorId, logType: item.logType });
      for (const output of wanted) this.outputs.add(output);
      return became;
    } catch (error) {
      seen.forgetMemory(item.stream);
      throw error;
    }
  }

  #requeue(item: StoredQuarantineItem, chunk: Chunk, outputs: readonly string[], now: number): keyof RetryResult {
    const { ledger, quarantine, batches, seen } = this.#parts;
    const { stream, connectorName, at } = item;
    quarantine.remove(item.id);
    const insert = (): void => {
      seen.insert(stream, batches.insert({ stream, connectorName, at, outputs, count: chunk.count, lines: chunk.lines, ids: chunk.ids }), chunk.ids, now);
    };
    if (item.outputId !== null) {
      // Settled as refused when it was set aside; now it waits for that one output again.
      insert();
      ledger.add(stream, hourOf(at), { released: -1 });
      ledger.addOutput(stream, hourOf(at), item.outputId, { refused: -1 });
      return 'requeued';
    }
    const isNew = seen.fresh(stream, chunk).count > 0;
    if (isNew) insert();
    ledger.add(stream, hourOf(at), { quarantined: -1, duplicates: isNew ? 0 : 1, released: isNew && outputs.length === 0 ? 1 : 0 });
    return isNew ? 'requeued' : 'duplicates';
  }
}
