import { describe, expect, it } from 'vitest';

import type { MappingRow, MappingTable } from '../../../../electron/collector/pipeline/normalize/mapping-row';
import { mappingOf, mappingTables, tableOf, traced } from '../../../../electron/collector/pipeline/normalize/normalize';
import { logTypes } from '../../../../shared/model/log-type';
import { eventModels } from '../../../../shared/model/output';
import type { Json } from './support';
import { eventIn } from './support';

const info = (ip: string, application: string, reason: string): string => `Done for ${application.toLowerCase()}@example.org, Date: 2026-01-05, Time: 10:00:00 GMT, IP: ${ip}, Application: ${application}, Method: ${reason}, 2FA: ${reason}, Reason: ${reason}`;

/** Raw values that differ in every model, by raw name; `text` values for all others. */
const samples: Readonly<Record<string, readonly unknown[]>> = {
  timestamp: [1_767_600_662_123, 1_767_600_663_123],
  eventTime: ['2026-01-05T05:11:02+0000', '2026-01-06T05:11:02Z'],
  dateReceived: ['2026-01-05T05:11:02+0000', '2026-01-06T05:11:02Z'],
  observedAt: ['2026-01-05T05:11:02.250Z', '2026-01-06T05:11:02.250Z'],
  recipients: ['a@example.com', ['b@example.net', 'c@example.net']],
  direction: ['inbound', 'Outbound'],
  route: ['inbound', 'Outbound', 'Default route', 'Other route'],
  action: ['Acc', 'Hld', 'Rej', 'Block', 'delete'],
  threatState: ['DELIVERED', 'BLOCKED'],
  subtype: ['Acc', 'Rej', 'true', 'false', 'MALWARE'],
  spamProcessingDetail: [
    { spf: { allow: true }, dkim: { allow: true }, dmarc: { allow: true }, verdict: { decision: 'clean' } },
    '"{\\"spf\\":{\\"allow\\":false},\\"dkim\\":{\\"allow\\":false},\\"dmarc\\":{\\"allow\\":false},\\"verdict\\":{\\"decision\\":\\"spam\\"}}"',
  ],
  spamInfo: ['["a"]', '["b"]'],
  analysis: ['{"a":1}', '{"a":2}'],
  tlsVersion: ['TLSv1.2', 'TLSv1.3'],
  url: ['http://a.example.com/x?q=1', 'https://b.example.com:8443/y'],
  attachments: ['"a.pdf"', '"b.pdf"', ['a.pdf'], ['b.pdf']],
  policiesApplied: [[{ name: 'A', action: 'BLOCK' }], [{ name: 'B', action: 'BLOCK' }]],
  tags: [['A'], ['B']],
  authResults: [
    ['SPF', 'DKIM', 'DMARC'].map((type) => ({ type, result: 'pass' })),
    ['SPF', 'DKIM', 'DMARC'].map((type) => ({ type, result: 'fail' })),
  ],
  eventInfo: [info('192.0.2.1', 'Web', 'None'), info('198.51.100.1', 'Console', 'Cloud'), 'Failed'],
  user: ['jane@example.org', 'john@example.net', 'Unknown person'],
  md5: ['a'.repeat(32), 'b'.repeat(32)],
  sha1: ['a'.repeat(40), 'b'.repeat(40)],
  sha256: ['a'.repeat(64), 'b'.repeat(64)],
  from: ['a@example.com', { emailAddress: 'b@example.net' }],
  hasAttachments: [true, false],
  change: ['no_longer_held'],
};
const alias: Readonly<Record<string, string>> = {
  recipient: 'recipients', recipientAddress: 'recipients', to: 'recipients', subType: 'subtype', originalUrl: 'url', fromHeader: 'from', senderEnvelope: 'from', senderHeader: 'from', senderAddress: 'from',
};
const addresses = ['192.0.2.1', '2001:db8::2'];
const flags = ['true', 'No'];
const numbers = ['1', 2, '17'];

function samplesOf(rawName: string, readers: readonly string[]): readonly unknown[] {
  const found = samples[rawName] ?? samples[alias[rawName] ?? ''];
  if (found !== undefined) return found;
  if (readers.includes('ip')) return addresses;
  if (readers.includes('flag')) return flags;
  if (readers.includes('count') || readers.includes('decimal')) return numbers;
  return ['alpha', 'beta'];
}

/** What makes a record one of the table's. */
function mark(table: MappingTable): Json {
  switch (table.logType) {
    case 'SIEM':
      return { type: table.eventType === '*' ? 'Quantum' : table.eventType };
    case 'Audit_Events':
      return {};
    case 'Hold_Message_List':
      return table.within === undefined ? {} : { change: 'no_longer_held' };
    case 'DLP':
      return {};
  }
}

const auditTypes: Readonly<Record<string, readonly string[]>> = {
  authentication: ['User Logged On', 'User Logged Off', 'Logon Authentication Failed', 'Logon Requires Challenge'],
  'account change': ['User Password Changed', 'User Account Created', 'User Password Reset Failed', 'User Role Assigned'],
  '*': ['Page Data Exports', 'Policy Created', 'Completed Directory Sync', 'Case Action'],
};

function valueAt(event: Json, path: string): unknown {
  let value: unknown = event;
  for (const part of path.replaceAll('[]', '.0').split('.')) {
    if (value === null || typeof value !== 'object') return undefined;
    value = (value as Json)[part];
  }
  // A list's leaf is compared as a whole.
  return value;
}

function record(table: MappingTable, fields: Json): Json {
  const { change, observedAt, auditType, ...rest } = fields;
  const top = { ...mark(table), ...(change === undefined ? {} : { change }), ...(observedAt === undefined ? {} : { observedAt }), ...(auditType === undefined ? {} : { auditType }) };
  return table.within === undefined ? { ...top, ...rest } : { ...top, [table.within]: rest };
}

/** Tables whose events have one severity, by the levels that their own status and threat can reach. */
const oneSeverity: ReadonlySet<string> = new Set([
  'internal email protect', 'impersonation protect', 'attachment protect',
]);

const tables = logTypes.flatMap((logType) => mappingTables[logType]);

describe.each(tables)('$logType $eventType', (table) => {
  const rows = traced(table.rows);
  const bare = (name: string): string => (table.within !== undefined && name.startsWith(`${table.within}.`) ? name.slice(table.within.length + 1) : name);
  const readersOf = (name: string): readonly string[] => table.rows.filter((row) => row.from.includes(name)).map((row) => row.transform);
  const rawNames = [...new Set(rows.flatMap((row) => row.from))];
  const typeNames = ['type', 'eventType', 'auditType'];
  const choices = (name: string): readonly unknown[] =>
    name === 'auditType' ? (auditTypes[table.eventType] ?? []) : typeNames.includes(name) ? [table.eventType === '*' ? 'Quantum' : table.eventType.toUpperCase()] : samplesOf(bare(name), readersOf(name));
  const full = Object.fromEntries(rawNames.filter((name) => !['type', 'eventType'].includes(name)).map((name) => [bare(name), choices(name)[0]]));
  const counted = { numberAttachments: 1, totalSizeAttachments: 5 };
  const auditType = auditTypes[table.eventType]?.[0];
  const start: Json = table.logType === 'Audit_Events' ? { auditType } : {};

  const placed = (row: MappingRow): readonly (readonly [typeof eventModels[number], string])[] => eventModels.flatMap((model) => row[model].map((path) => [model, path.replace(/\[\]$/, '')] as const));

  it.each(rows.filter((row) => row.from.length > 0 && placed(row).length > 0))('$field follows the record', (row) => {
    for (const [model, path] of placed(row)) {
      const seen = new Set<string>();
      for (const base of [start, { ...start, ...counted }, { ...start, ...full }]) {
        for (const name of row.from) {
          const { [bare(name)]: _without, ...others } = base;
          for (const value of [undefined, ...choices(name)]) {
            const fields = value === undefined ? (name === 'auditType' ? base : others) : { ...others, [bare(name)]: value };
            seen.add(JSON.stringify(valueAt(eventIn(model, record(table, fields), table.logType), path)) ?? 'absent');
          }
        }
      }
      // A type has one table, so that the name of the type cannot change within it.
      const fixed = row.from.every((name) => ['type', 'eventType', 'change'].includes(name)) || (row.field.includes('everity') && oneSeverity.has(table.eventType));
      if (!fixed) expect(seen.size, `${row.field} in ${model} at ${path}: ${[...seen].join(' ')}`).toBeGreaterThan(1);
      else expect([...seen]).not.toContain('absent');
    }
  });
});

it('finds a table for every type', () => {
  expect(tableOf('SIEM', 'URL Protect').eventType).toBe('url protect');
  expect(tableOf('SIEM', 'never seen').eventType).toBe('*');
  expect(tableOf('SIEM', undefined).eventType).toBe('*');
  expect(tableOf('Audit_Events', 'Logon Authentication Failed').eventType).toBe('authentication');
  expect(tableOf('Audit_Events', 'User Password Changed').eventType).toBe('account change');
  expect(tableOf('Audit_Events', 'Catalogue Action').eventType).toBe('*');
  expect(tableOf('Audit_Events', 'x'.repeat(100_000)).eventType).toBe('*');
  expect(tableOf('Hold_Message_List', 'no_longer_held').within).toBe('lastSeen');
});

it('is pure data', () => {
  for (const table of tables) expect(JSON.parse(JSON.stringify(table))).toEqual(table);
  expect(mappingOf('Hold_Message_List', 'no_longer_held').find((row) => row.field === 'subject')?.from).toEqual(['lastSeen.subject']);
});
