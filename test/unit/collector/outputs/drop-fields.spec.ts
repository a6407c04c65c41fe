import { describe, expect, it } from 'vitest';

import { dropFields } from '../../../../electron/collector/outputs/filter/drop-fields';
import { renderBatch } from '../../../../electron/collector/outputs/render';
import { DropFieldsSchema } from '../../../../shared/model/output-parts';

function without(value: unknown, ...names: string[]): unknown {
  const copy = structuredClone(value);
  dropFields(copy, names);
  return copy;
}

const record = { type: 'receipt', subject: 'Quarterly figures', senderEnvelope: 'a@example.com', timestamp: 1_767_600_662_145, aggregateId: 'x' };
const batch = { seq: 1, connectorName: 'Head office', logType: 'SIEM' as const, count: 1, lines: new Uint8Array(Buffer.from(`${JSON.stringify(record)}\n`)), ids: new Uint8Array(16) };
const text = (...args: Parameters<typeof renderBatch> extends [unknown, ...infer R] ? R : never): string => Buffer.from(renderBatch(batch, ...args).lines).toString('utf8');

describe('fields that are left out', () => {
  it('go by name, by path, with dots in their own name, in lists, and with parents that have nothing left', () => {
    expect(without({ a: 1, b: 2 }, 'a')).toEqual({ b: 2 });
    expect(without({ email: { subject: 's', from: 'f' } }, 'email.subject')).toEqual({ email: { from: 'f' } });
    expect(without({ 'email.subject': 's', email: { subject: 's' } }, 'email.subject')).toEqual({ email: { subject: 's' } });
    expect(without({ list: [{ a: 1, b: 1 }, { b: 2 }, 3] }, 'list.a')).toEqual({ list: [{ b: 1 }, { b: 2 }, 3] });
    expect(without({ email: { subject: 's' }, x: 1 }, 'email.subject')).toEqual({ x: 1 });
    expect(without({ a: 1 }, 'constructor', 'toString', '__proto__.x', 'a.b')).toEqual({ a: 1 });
    expect(without(null, 'a')).toBeNull();
  });

  it.each(['connector', 'dnif', 'ecs', 'ocsf'] as const)('leave no trace in the model %s when named by their raw path', (model) => {
    expect(text('normalized', model)).toContain('Quarterly figures');
    expect(text('normalized', model, ['subject'])).not.toContain('Quarterly figures');
    expect(text('normalized', model, ['subject'])).toContain('a@example.com');
  });

  it('go by the name of the model too, and never from the record itself', () => {
    expect(JSON.parse(text('normalized', 'dnif', ['Sender']))).not.toHaveProperty('Sender');
    expect(text('raw', undefined, ['subject'])).toBe(text('raw'));
    expect((JSON.parse(text('both', 'dnif', ['subject'])) as { raw: unknown }).raw).toEqual(record);
  });

  it('never are those by which events are recognized', () => {
    expect(DropFieldsSchema.safeParse(['Subject', 'email.subject']).success).toBe(true);
    expect(DropFieldsSchema.safeParse(['id']).error?.issues[0]?.message).toContain('id cannot be left out');
    for (const names of [['LogID'], ['event.id'], ['bad name!'], ['']]) expect(DropFieldsSchema.safeParse(names).success).toBe(false);
  });
});
