import { Buffer } from 'node:buffer';
import { mkdirSync } from 'node:fs';

import type { LedgerRow } from '../../../shared/model/collection';
import type { QuarantinePage } from '../../../shared/model/quarantine';
import type { RunAsk, RunPage } from '../../../shared/model/run';
import type { Clock } from '../kit/clock';
import { systemClock } from '../kit/clock';
import type { Probe } from '../kit/probe';
import { noProbe } from '../kit/probe';
import { commitStep } from './commit-step';
import { isDamage } from './driver';
import { QuarantineRetry } from './quarantine-retry';
import { finishRecovery, recover } from './recovery';
import type { BeforeUpgrade } from './schema';
import type { Acknowledgement, AcknowledgementResult, Commit, CommitResult, HeldElsewhere, Lease, OutputMemory, OutputsOfConnectors, RetryOutcome, RunEnd, Spool, SpoolOpening, StateChange, StreamMemory, StreamRef, TrailSlice } from './spool';
import { SpoolRecoveredError } from './spool';
import type { TablesOptions } from './tables';
import { Tables } from './tables';
import { UpgradeCopies } from './upgrade-copies';

export type SqliteSpoolOptions = TablesOptions & {
  /** Epoch ms when the program started. Absent: now. */
  readonly startedAt?: number;
};

/**
 * The spool on SQLite, synchronous: it lives in a worker thread (store-worker.ts) behind the `Spool` interface.
 * The raw records are stored, not the normalized ones: normalizing is a pure function of them, and what
 * Mimecast sent can then be kept to the byte.
 */
export class SqliteSpool {
  readonly #options: SqliteSpoolOptions;
  readonly #probe: Probe;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #beforeUpgrade: BeforeUpgrade = (driver, format) => {
    this.#copies.keep(driver, format);
  };
  #tables: Tables | null;
  readonly #copies: UpgradeCopies;
  /** What opening found to tell. */
  readonly opening: SpoolOpening;

  constructor(options: SqliteSpoolOptions, probe: Probe = noProbe, clock: Pick<Clock, 'now'> = systemClock) {
    this.#options = options;
    this.#probe = probe;
    this.#clock = clock;
    mkdirSync(options.dir, { recursive: true, mode: 0o700 });
    this.#copies = new UpgradeCopies({ dir: options.dir, now: () => clock.now(), startedAt: options.startedAt ?? clock.now() });
    const { tables, words } = this.#open();
    this.#tables = tables;
    this.#copies.opened(() => words === null && tables.ledger.unbalanced().length === 0);
    this.opening = { recovered: words, upgraded: this.#copies.words };
  }

  memory(stream: StreamRef): StreamMemory {
    return this.#read((tables) => {
      const id = tables.streams.id(stream);
      return { ...tables.streams.position(id), counts: tables.ledger.counts(id), epoch: tables.epoch };
    });
  }

  state(stream: StreamRef): readonly StateChange[] {
    return this.#read((tables) => tables.streams.state(tables.streams.id(stream)));
  }

  commit(commit: Commit): CommitResult {
    this.#probe('before-commit');
    const result = this.#once((tables) => commitStep(tables, commit, this.#probe));
    this.#copies.overdue();
    this.#probe('after-commit');
    return result;
  }

  lease(outputId: string, maxBatches: number, maxBytes: number, held: HeldElsewhere = []): Lease {
    const { startedOver, ...lease } = this.#read(({ db, batches }) => {
      // Whoever lost the spool could still read it, and would deliver beside the new owner without ever being able to acknowledge.
      db.requireOwnership();
      return batches.lease(outputId, maxBatches, maxBytes, held);
    });
    // Known ids and the epoch are remembered in many places: they are read anew with the file.
    if (startedOver) this.close();
    return lease;
  }

  /** Batches keep their numbers in a recovery, so what was delivered before it can be acknowledged after it. */
  acknowledge(ack: Acknowledgement): AcknowledgementResult {
    const result = this.#read((tables) => {
      const touched = tables.db.transaction(() => {
        const streams = tables.batches.settle(ack);
        this.#probe('in-ack');
        if (ack.resume !== undefined) {
          tables.db.sql('INSERT OR REPLACE INTO outputs (output, resume) VALUES (?, ?)').run(ack.outputId, JSON.stringify(ack.resume));
        }
        return streams;
      });
      const { resume: _saved, ...totals } = tables.outputMemory(ack.outputId);
      return { streams: [...touched].map(([id, stream]) => ({ stream, counts: tables.ledger.counts(id) })), ...totals };
    });
    this.#probe('after-ack');
    return result;
  }

  forgetOutput(outputId: string): void {
    this.#read(({ db, batches }) => {
      db.transaction(() => {
        batches.forget(outputId, this.#clock.now());
      });
    });
  }

  keepOutputs(outputIds: readonly string[]): void {
    const kept = new Set(outputIds);
    for (const output of this.#read(({ batches }) => batches.outputs())) if (!kept.has(output)) this.forgetOutput(output);
  }

  outputMemory(outputId: string): OutputMemory {
    return this.#read((tables) => tables.outputMemory(outputId));
  }

  quarantine(before: number | null, limit: number): QuarantinePage {
    return this.#read((tables) => tables.quarantine.page(before, limit));
  }

  quarantineBytes(id: number): Uint8Array | null {
    const item = this.#read((tables) => tables.quarantine.read(id));
    return item === null ? null : new Uint8Array(item.bytes);
  }

  /** The items are given up: they stay counted as quarantined, only their bytes and entries go. */
  discardQuarantined(ids: readonly number[]): void {
    this.#read(({ db, quarantine }) => {
      db.transaction(() => {
        for (const id of ids) quarantine.remove(id);
      });
    });
  }

  /** Tries items again: a whole line is decoded anew, an event that an output refused is sent to it again. */
  retryQuarantined(ids: readonly number[], outputs: OutputsOfConnectors): RetryOutcome {
    return this.#read((tables) => {
      const retry = new QuarantineRetry(tables);
      const result = { requeued: 0, duplicates: 0, kept: 0 };
      for (const id of ids) result[retry.one(id, outputs, this.#clock.now())] += 1;
      return {
        ...result,
        streams: [...retry.streams].map(([id, stream]) => ({ stream, counts: tables.ledger.counts(id) })),
        outputs: [...retry.outputs].map((outputId) => ({ outputId, waiting: tables.batches.waiting(outputId), ...tables.ledger.outputTotals(outputId) })),
      };
    });
  }

  ledger(from: number, to: number): readonly LedgerRow[] {
    return this.#read((tables) => tables.ledger.rows(from, to));
  }

  endRun(end: RunEnd): void {
    this.#read(({ runs, streams }) => {
      runs.end(streams.id(end.stream), end);
    });
  }

  runs(ask: RunAsk): RunPage {
    return this.#read(({ runs }) => runs.page(ask));
  }

  trail({ stream, id, before }: Parameters<Spool['trail']>[0]): TrailSlice {
    return this.#read(({ streams, seen, trails }) => {
      const number = streams.id(stream);
      const { found, next } = seen.find(number, Buffer.from(id, 'hex'), before);
      return { batches: found.map((one) => trails.of(number, one)), next };
    });
  }

  unbalanced(): readonly string[] {
    return this.#read((tables) => tables.ledger.unbalanced());
  }

  size(): number {
    return this.#read(({ db }) => db.size());
  }

  close(): void {
    const tables = this.#tables;
    this.#tables = null;
    try {
      tables?.runs.flush();
    } catch {
      // A full or a lost disk: some polls that brought nothing are not in the history. What matters was committed before.
    }
    tables?.db.close();
  }

  /** What carries no position is simply done again on the rebuilt file. */
  #read<T>(work: (tables: Tables) => T): T {
    const tables = this.#ready();
    try {
      return work(tables);
    } catch (error) {
      this.#recoverFrom(error, tables);
    }
    return work(this.#ready());
  }

  #once<T>(work: (tables: Tables) => T): T {
    const tables = this.#ready();
    try {
      return work(tables);
    } catch (error) {
      throw new SpoolRecoveredError(this.#recoverFrom(error, tables), { cause: error });
    }
  }

  /** Returns when the file was damaged and is whole again; throws what was thrown when it was something else. */
  #recoverFrom(error: unknown, { db }: Tables): string {
    if (!isDamage(error)) throw error;
    // Only the owner may move the file: who came later works on it, or has mended it already.
    db.requireFile();
    this.close();
    const { tables, words } = this.#rebuild();
    this.#tables = tables;
    return `The local store was damaged and has been rebuilt. ${words}`;
  }

  #ready(): Tables {
    return (this.#tables ??= this.#open().tables);
  }

  #open(): { readonly tables: Tables; readonly words: string | null } {
    const words = finishRecovery(this.#settings());
    try {
      return { tables: new Tables(this.#options, this.#beforeUpgrade), words };
    } catch (error) {
      if (!isDamage(error)) throw error;
    }
    return this.#rebuild();
  }

  #rebuild(): { readonly tables: Tables; readonly words: string } {
    const words = recover(this.#settings());
    return { tables: new Tables(this.#options, this.#beforeUpgrade), words };
  }

  #settings() {
    const { dir, engine } = this.#options;
    return { dir, now: this.#clock.now(), ...(engine === undefined ? {} : { engine }) };
  }
}
