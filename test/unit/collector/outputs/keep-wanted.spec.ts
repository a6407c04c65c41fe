import { describe, expect, it } from 'vitest';

import { keepWanted } from '../../../../electron/collector/outputs/filter/keep-wanted';
import type { LogType } from '../../../../shared/model/log-type';

function batchOf(records: readonly object[], logType: LogType = 'SIEM') {
  return {
    seq: 7,
    connectorName: 'HQ',
    logType,
    count: records.length,
    lines: new Uint8Array(Buffer.from(records.map((record) => `${JSON.stringify(record)}\n`).join(''))),
    ids: new Uint8Array(records.flatMap((_, index) => Array.from({ length: 16 }, () => index))),
  };
}

const records = ['receipt', 'url protect', 'Process', 'receipt', 'av'].map((type, number) => ({ type, number }));
const numbersIn = (lines: Uint8Array): readonly unknown[] =>
  Buffer.from(lines).toString('utf8').split('\n').slice(0, -1).map((line) => (JSON.parse(line) as { readonly number: unknown }).number);

describe('filter', () => {
  it('hands a batch through untouched when everything is wanted', () => {
    const batch = batchOf(records);
    for (const filter of [undefined, {}, { logTypes: ['SIEM', 'DLP'] as LogType[] }, { eventTypes: { mode: 'exclude' as const, types: ['journal'] } }]) {
      const { batch: kept, kept: places } = keepWanted(batch, filter);
      expect(kept).toBe(batch);
      expect(places).toBeNull();
    }
  });

  it('leaves nothing of a log type that is not wanted', () => {
    const { batch, kept } = keepWanted(batchOf(records), { logTypes: ['DLP'] });
    expect(batch).toMatchObject({ seq: 7, count: 0 });
    expect([batch.lines.length, batch.ids.length, kept?.length]).toEqual([0, 0, 0]);
  });

  it.each([
    ['include', ['RECEIPT', ' process '], [0, 2, 3]],
    ['exclude', ['receipt'], [1, 2, 4]],
    ['include', ['nothing like it'], []],
  ] as const)('%s %j', (mode, types, wanted) => {
    const { batch, kept } = keepWanted(batchOf(records), { eventTypes: { mode, types: [...types] } });
    expect(numbersIn(batch.lines)).toEqual(wanted);
    expect([...(kept ?? [])]).toEqual(wanted);
    expect(batch.count).toBe(wanted.length);
    expect([...batch.ids].filter((_, at) => at % 16 === 0)).toEqual(wanted);
  });

  it('judges by the event types that the window shows, for every log type', () => {
    const audit = batchOf([{ auditType: 'User Logged On' }, { auditType: 'Logon Authentication Failed' }], 'Audit_Events');
    expect(keepWanted(audit, { eventTypes: { mode: 'include', types: ['user logged on'] } }).batch.count).toBe(1);
    const held = batchOf([{ id: 'x' }, { change: 'no_longer_held', lastSeen: {} }], 'Hold_Message_List');
    expect(keepWanted(held, { eventTypes: { mode: 'exclude', types: ['no_longer_held'] } }).batch.count).toBe(1);
  });

  it('does not change the batch it was given', () => {
    const batch = batchOf(records);
    const before = Buffer.from(batch.lines).toString('hex');
    keepWanted(batch, { eventTypes: { mode: 'include', types: ['av'] } });
    expect(Buffer.from(batch.lines).toString('hex')).toBe(before);
  });
});
