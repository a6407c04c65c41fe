import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { openDriver } from '../../../electron/collector/spool/driver';
import { SqliteSpool } from '../../../electron/collector/spool/sqlite-spool';
import type { Counts, Gap, LedgerRow } from '../../../shared/model/collection';
import type { LogType } from '../../../shared/model/log-type';
import { logTypes } from '../../../shared/model/log-type';

/** One event as it arrived at a receiver (format `both`). */
export type Delivered = {
  readonly id: string;
  readonly logType: LogType;
  /** The vendor's own name for the record. */
  readonly natural: string;
  /** A message left the hold list: an event of the collector's own. */
  readonly departure: boolean;
};

const keyOf = { SIEM: 'processingId', DLP: 'messageId', Audit_Events: 'id', Hold_Message_List: 'id' } as const satisfies Record<LogType, string>;

/** Throws for what is no event at all: a receiver would choke on it. */
export function readDelivered(value: unknown): Delivered {
  const { id, logType, raw } = value as { readonly id: unknown; readonly logType: LogType; readonly raw: Readonly<Record<string, unknown>> };
  if (typeof id !== 'string' || !logTypes.includes(logType)) throw new Error(`Not an event: ${JSON.stringify(value).slice(0, 200)}`);
  const departure = logType === 'Hold_Message_List' && raw['change'] === 'no_longer_held';
  const record = departure ? (raw['lastSeen'] as Readonly<Record<string, unknown>>) : raw;
  return { id, logType, natural: String(record[keyOf[logType]]), departure };
}

/** What a reader of the output folder finds. Throws when a line is torn or no JSON. */
export function readFolder(dir: string): readonly Delivered[] {
  if (!existsSync(dir)) return [];
  return readdirSync(dir)
    .filter((name) => name.endsWith('.ndjson') && !name.startsWith('.'))
    .sort()
    .flatMap((name) => {
      const text = readFileSync(path.join(dir, name), 'utf8');
      if (text !== '' && !text.endsWith('\n')) throw new Error(`${name} ends within a line.`);
      // 2^63-1 is more than a JavaScript number holds: a parser on the way would have changed it.
      if (text.includes('9223372036854776000')) throw new Error(`${name}: a 64-bit number was changed.`);
      return text.split('\n').slice(0, -1).map((line) => readDelivered(JSON.parse(line)));
    });
}

/** What the store itself says, read from a copy: looking must not change what is looked at. */
export type Books = {
  readonly streams: readonly { readonly logType: LogType; readonly counts: Counts; readonly gaps: readonly Gap[] }[];
  readonly quarantined: number;
  readonly unbalanced: readonly string[];
  readonly hours: readonly LedgerRow[];
};

export function readBooks(stateDir: string, connectorId: string, streams: readonly LogType[]): Books {
  return withCopy(stateDir, (dir) => {
    const spool = new SqliteSpool({ dir });
    try {
      return {
        streams: streams.map((logType) => {
          const { counts, gaps } = spool.memory({ connectorId, logType });
          return { logType, counts, gaps };
        }),
        quarantined: spool.quarantine(null, 1).total,
        unbalanced: spool.unbalanced(),
        hours: spool.ledger(0, Number.MAX_SAFE_INTEGER),
      };
    } finally {
      spool.close();
    }
  });
}

/** Ids in batches that an output has not acknowledged: only these may reach it once more. */
export function readPending(stateDir: string, outputId: string): readonly string[] {
  if (!existsSync(path.join(stateDir, 'spool.db'))) return [];
  return withCopy(stateDir, (dir) => {
    const driver = openDriver(path.join(dir, 'spool.db'));
    try {
      return driver
        .prepare('SELECT b.ids FROM pending p JOIN batches b ON b.seq = p.seq WHERE p.output = ?')
        .all(outputId)
        .flatMap((row) => Buffer.from(row['ids'] as Uint8Array).toString('hex').match(/.{32}/g) ?? []);
    } catch (error) {
      // Killed before the tables were there: nothing was taken in.
      if (error instanceof Error && error.message.includes('no such table')) return [];
      throw error;
    } finally {
      driver.close();
    }
  });
}

function withCopy<T>(stateDir: string, work: (dir: string) => T): T {
  const dir = mkdtempSync(path.join(tmpdir(), 'mimecast-connector-look-'));
  try {
    for (const name of ['spool.db', 'spool.db-wal']) {
      const file = path.join(stateDir, name);
      if (existsSync(file)) copyFileSync(file, path.join(dir, name));
    }
    return work(dir);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
