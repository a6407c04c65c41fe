import { BatchTable } from './batch-table';
import type { SqlDriver } from './driver';
import { LedgerTable } from './ledger-table';
import { QuarantineTable } from './quarantine-table';
import { RunTable } from './run-table';
import type { BeforeUpgrade } from './schema';
import { SeenTable } from './seen-table';
import { SharedBodies } from './shared-bodies';
import type { OutputMemory } from './spool';
import { SpoolDatabase } from './spool-database';
import { StreamTable } from './stream-table';
import { TrailTable } from './trail-table';

export type TablesOptions = {
  /** Folder of spool.db; made 0700 when missing. */
  readonly dir: string;
  readonly engine?: SqlDriver['engine'];
  /** Ids remembered per stream: two generations of this many (32 bytes each at worst). */
  readonly dedupeGeneration?: number;
};

/** Three quarters of 2^20 slots: two tables of 16 MiB for a busy stream. */
const defaultGeneration = 786_432;

/** The open file and what its tables mean. Made anew after a recovery, so that nothing of before is remembered. */
export class Tables {
  readonly db: SpoolDatabase;
  readonly ledger: LedgerTable;
  readonly quarantine: QuarantineTable;
  readonly bodies: SharedBodies;
  readonly batches: BatchTable;
  readonly seen: SeenTable;
  readonly streams: StreamTable;
  readonly runs: RunTable;
  readonly trails: TrailTable;
  readonly epoch: number;
  readonly commits = new Map<number, number>();

  constructor({ dir, engine, dedupeGeneration }: TablesOptions, beforeUpgrade: BeforeUpgrade) {
    this.db = new SpoolDatabase(dir, engine, beforeUpgrade);
    try {
      this.ledger = new LedgerTable(this.db);
      this.quarantine = new QuarantineTable(this.db);
      this.trails = new TrailTable(this.db);
      this.bodies = new SharedBodies(this.db);
      this.bodies.sweep();
      this.batches = new BatchTable(this.db, this.bodies, this.ledger, this.quarantine, this.trails);
      this.seen = new SeenTable(this.db, dedupeGeneration ?? defaultGeneration);
      this.streams = new StreamTable(this.db, dir);
      this.runs = new RunTable(this.db);
      this.epoch = Number(this.db.sql('SELECT value FROM epoch').get()?.['value'] ?? 0);
    } catch (error) {
      this.db.close();
      throw error;
    }
  }

  outputMemory(outputId: string): OutputMemory {
    const resume = this.db.sql('SELECT resume FROM outputs WHERE output = ?').get(outputId)?.['resume'];
    return {
      resume: typeof resume === 'string' ? (JSON.parse(resume) as Record<string, unknown>) : null,
      waiting: this.batches.waiting(outputId),
      ...this.ledger.outputTotals(outputId),
    };
  }
}
