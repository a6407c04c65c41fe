import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';

import type { HistoryBatch } from '../../../../electron/collector/history/blocks';
import { slicesOf } from '../../../../electron/collector/history/blocks';
import type { HistoryConfig } from '../../../../electron/collector/history/history';
import { History } from '../../../../electron/collector/history/history';
import { defaultHistorySettings } from '../../../../shared/model/history';
import type { LogType } from '../../../../shared/model/log-type';
import type { WatchHit, WatchRule } from '../../../../shared/model/watch-rules';

export const start = Date.parse('2026-03-10T12:34:56.000Z');
export const config: HistoryConfig = { ...defaultHistorySettings, rules: [] };

export function batchOf(records: readonly object[], parts: Partial<HistoryBatch> & { readonly logType?: LogType } = {}): HistoryBatch {
  const lines = records.map((record) => JSON.stringify(record));
  const { logType = 'SIEM', ...rest } = parts;
  return {
    origin: { connectorId: 'c1', connectorName: 'Head office', logType },
    at: start, count: records.length, fresh: null,
    lines: new Uint8Array(Buffer.from(lines.map((line) => `${line}\n`).join(''))),
    ids: new Uint8Array(Buffer.concat(lines.map((line) => createHash('sha256').update(line).digest().subarray(0, 16)))),
    ...rest,
  };
}

export const receipt = (n: number, more: object = {}): object => ({
  aggregateId: `agg${String(n)}`, processingId: `p${String(n)}`, timestamp: start - 60_000, type: 'receipt', action: 'Acc', senderEnvelope: `sender${String(n)}@example.net`,
  recipients: 'alice@example.com', subject: `Invoice ${String(n)}`, direction: 'Inbound', ...more,
});

export const rule = (parts: Partial<WatchRule> = {}): WatchRule => ({ id: 'r1', name: 'Rule', text: 'action=rejected', threshold: 1, windowMinutes: 10, on: true, ...parts });

/** A history with a clock to turn. */
export class Trial {
  now = start;
  history: History;

  constructor(
    readonly dir: string,
    change: Partial<HistoryConfig> = {},
  ) {
    this.history = new History({ dir, now: () => this.now }, { ...config, ...change });
  }

  take(records: readonly object[], parts: Parameters<typeof batchOf>[1] = {}): WatchHit[] {
    return [...slicesOf(batchOf(records, { at: this.now, ...parts }))].flatMap((slice) => [...this.history.take(slice)]);
  }

  found(text: string, limit = 100): string[] {
    const rows: string[] = [];
    let before: number | null = null;
    for (;;) {
      const page = this.history.search({ text, from: 0, to: this.now + 1e9, before, limit });
      rows.push(...page.rows.map(({ subject }) => subject ?? ''));
      if (page.next === null) return rows;
      before = page.next;
    }
  }
}
