import { Buffer } from 'node:buffer';
import { writeFile } from 'node:fs/promises';

import type { LedgerRow } from '../../../../shared/model/collection';
import type { OutputConfig } from '../../../../shared/model/output';
import { say } from '../../../../shared/text/message';
import { t } from '../../../../shared/text/text';
import { csv } from '../../kit/csv';
import { problemAt } from '../../kit/problems-error';
import type { Workspace } from '../../workspace/workspace';
import type { HandlersOf } from '../handlers';

export type LedgerHandlersOptions = {
  readonly workspace: () => Workspace;
  readonly chooseFile: (title: string, defaultName: string) => Promise<string | null>;
};

/** Exports are the administrator's own: readable by this user only, like everything else that holds log data. */
const privately = { mode: 0o600 };

/** A page of the quarantine at a time when exporting. */
const pageItems = 200;

export function ledgerHandlers(options: LedgerHandlersOptions): HandlersOf<'ledger'> & HandlersOf<'quarantine'> & HandlersOf<'backfill'> {
  const { workspace, chooseFile } = options;
  const backfillOf = (found: boolean): void => {
    if (!found) throw problemAt(['logType'], say('problem.past.none'));
  };
  return {
    'ledger.rows': async ({ from, to }) => [...(await workspace().collector.ledger.rows(from, to))],
    'ledger.export': async ({ from, to, format }) => {
      const day = dayOf(from);
      const path = await chooseFile(t('desktop.dialog.exportLedger'), `mimecast-ledger-${day}.${format}`);
      if (path === null) return { path };
      const rows = await workspace().collector.ledger.rows(from, to);
      const named = rows.map((row) => ({ connector: nameOf(workspace(), row), ...row }));
      await writeFile(path, format === 'json' ? `${JSON.stringify(named, null, 2)}\n` : ledgerCsv(named, workspace().outputs.list()), privately);
      return { path };
    },
    'quarantine.page': ({ before, limit }) => workspace().collector.quarantine.page(before, limit),
    'quarantine.read': async ({ id }) => {
      const bytes = await workspace().collector.quarantine.bytes(id);
      return { text: bytes === null ? null : Buffer.from(bytes).toString('utf8') };
    },
    'quarantine.retry': ({ ids }) => workspace().collector.quarantine.retry(ids),
    'quarantine.discard': ({ ids }) => workspace().collector.quarantine.discard(ids),
    'quarantine.export': async ({ ids }) => {
      const path = await chooseFile(t('desktop.dialog.exportQuarantine'), 'mimecast-quarantine.ndjson');
      if (path === null) return { path };
      await writeFile(path, (await quarantineLines(workspace(), new Set(ids))).join(''), privately);
      return { path };
    },
    'backfill.start': async ({ connectorId, logType, from }) => {
      dayOf(from);
      backfillOf(await workspace().collector.backfill.start(connectorId, logType, from));
    },
    'backfill.pause': async ({ connectorId, logType, paused }) => {
      backfillOf(await workspace().collector.backfill.pause(connectorId, logType, paused));
    },
    'backfill.cancel': async ({ connectorId, logType }) => {
      backfillOf(await workspace().collector.backfill.cancel(connectorId, logType));
    },
  };
}

/** The day of an epoch time; a number that is no time is the asker's problem, not a bug. */
function dayOf(ms: number): string {
  const time = new Date(ms);
  if (Number.isNaN(time.getTime())) throw problemAt(['from'], say('problem.past.noTime'));
  return time.toISOString().slice(0, 10);
}

function nameOf(workspace: Workspace, row: LedgerRow): string {
  return workspace.connectors.find(row.connectorId)?.name ?? row.connectorId;
}

function ledgerCsv(rows: readonly (LedgerRow & { readonly connector: string })[], outputs: readonly OutputConfig[]): string {
  const head = ['hour (UTC)', 'connector', 'log type', 'fetched', 'duplicates', 'quarantined', 'spooled', 'released', 'balanced'];
  const columns = outputs.flatMap((output) => [`delivered to ${output.name}`, `refused by ${output.name}`, `left out by the filter of ${output.name}`]);
  const lines = rows.map((row) => [
    new Date(row.hour).toISOString(), row.connector, row.logType, row.fetched, row.duplicates, row.quarantined, row.spooled, row.released,
    row.balanced ? 'yes' : 'NO',
    ...outputs.flatMap((output) => [row.delivered[output.id] ?? 0, row.refused[output.id] ?? 0, row.filtered[output.id] ?? 0]),
  ]);
  return csv([[...head, ...columns], ...lines]);
}

async function quarantineLines(workspace: Workspace, ids: ReadonlySet<number>): Promise<string[]> {
  const { quarantine } = workspace.collector;
  const lines: string[] = [];
  let before: number | null = Math.max(...ids) + 1;
  while (before !== null) {
    const { items } = await quarantine.page(before, pageItems);
    for (const item of items) {
      if (!ids.has(item.id)) continue;
      const bytes = await quarantine.bytes(item.id);
      lines.push(`${JSON.stringify({ ...item, bytesBase64: bytes === null ? null : Buffer.from(bytes).toString('base64') })}\n`);
    }
    const last = items.at(-1);
    before = last === undefined || lines.length === ids.size ? null : last.id;
  }
  return lines;
}
