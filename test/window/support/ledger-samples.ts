import type { LedgerRow } from '../../../shared/model/collection';
import type { LogType } from '../../../shared/model/log-type';
import type { QuarantineItem } from '../../../shared/model/quarantine';
import { connector } from './samples';
import { busyWorld, ok, type World } from './world';

export const hourMs = 3_600_000;

/** The hour under way. */
export function thisHour(): number {
  return Math.floor(Date.now() / hourMs) * hourMs;
}

/** An hour that balances: everything fetched is settled, unless the change says otherwise. */
export function ledgerRow(change: Partial<LedgerRow> = {}): LedgerRow {
  const figures = { fetched: 1_200, duplicates: 0, quarantined: 0, spooled: 0, ...change };
  const released = figures.fetched - figures.duplicates - figures.quarantined - figures.spooled;
  return {
    connectorId: 'c1', logType: 'SIEM', hour: thisHour(), released, delivered: released === 0 ? {} : { o1: released }, refused: {}, filtered: {}, balanced: true,
    ...figures,
  };
}

/** Hours of several log types, newest first as main gives them. */
export function ledgerRows(hours: number, types: readonly LogType[] = ['SIEM', 'DLP', 'Audit_Events'], connectors: readonly string[] = ['c1']): LedgerRow[] {
  const rows: LedgerRow[] = [];
  for (let back = 0; back < hours; back += 1) {
    for (const connectorId of connectors) {
      for (const [index, logType] of types.entries()) {
        rows.push(ledgerRow({ connectorId, logType, hour: thisHour() - back * hourMs, fetched: 4_000 - 1_300 * index + ((back * 37) % 90), duplicates: index === 0 ? back % 7 : 0, ...(back === 0 && index === 0 ? { spooled: 312 } : {}) }));
      }
    }
  }
  return rows;
}

export function item(id: number, change: Partial<QuarantineItem> = {}): QuarantineItem {
  return {
    id, connectorId: 'c1', connectorName: 'Head office', logType: 'SIEM', at: Date.now() - (1000 - id) * 60_000, code: 'MC-LINE-BROKEN', detail: 'Unexpected end of JSON input',
    source: `siem-20261122-${String(id)}.json.gz line ${String(id * 3)}`, size: 1_204, cut: false, outputId: null, retryable: true, ...change,
  };
}

/** One of each kind: an unreadable record, a broken file, an event that an output refused. */
export function mixedItems(): QuarantineItem[] {
  return [
    item(903, { code: 'OUT-TOO-LARGE', detail: '1,310,720 bytes, at most 1,048,576', source: 'batch 88121', size: 65_536, outputId: 'o1', at: Date.now() - 4 * 60_000 }),
    item(902, { at: Date.now() - 31 * 60_000 }),
    item(901, { code: 'MC-FILE-BROKEN', detail: 'incorrect header check', source: 'siem-20261122-09.json.gz', size: 65_536, cut: true, retryable: false, at: Date.now() - 3 * hourMs }),
  ];
}

/** A world with items in quarantine, answering page by page like main. */
export function quarantineWorld(items: QuarantineItem[] = mixedItems()): World {
  const world = busyWorld();
  world.connectors = [connector()];
  world.quarantine = { total: items.length, items };
  world.on('quarantine.page', ({ before, limit }) => {
    const rest = world.quarantine.items.filter((each) => before === null || each.id < before);
    return ok({ total: world.quarantine.total, items: rest.slice(0, limit) });
  });
  return world;
}
