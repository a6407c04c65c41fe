import { isIP } from 'node:net';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { mappingTables } from '../../../../electron/collector/pipeline/normalize/normalize';
import { ecsVersion, ocsfVersion } from '../../../../electron/collector/pipeline/normalize/tables/frame';
import type { Json } from './support';
import { eventIn, fixtures, fixturesFolder, leavesOf, readJson } from './support';

type Field = { readonly type: string; readonly array?: boolean; readonly values?: readonly (string | number)[] };
type Fields = Readonly<Record<string, Field>>;

const ecs = readJson(join(fixturesFolder, 'schemas/ecs.json')) as { readonly version: string; readonly custom: readonly string[]; readonly fields: Fields };
const ocsf = readJson(join(fixturesFolder, 'schemas/ocsf.json')) as {
  readonly version: string;
  readonly base: Fields;
  readonly required: readonly string[];
  readonly profiles: Readonly<Record<string, Fields>>;
  readonly classes: Readonly<Record<string, { readonly category_uid: number; readonly activities: readonly number[]; readonly required: readonly string[]; readonly attributes: Fields }>>;
  readonly objects: Readonly<Record<string, Fields>>;
};

const isInstant = (value: unknown): boolean => typeof value === 'string' && new Date(value).toISOString() === value;
const isInteger = (value: unknown): boolean => Number.isSafeInteger(value);
const isAddress = (value: unknown): boolean => typeof value === 'string' && /^\S+@[^\s@]+$/.test(value);

function fits(type: string, value: unknown): boolean {
  switch (type) {
    case 'keyword':
    case 'wildcard':
    case 'match_only_text':
    case 'string_t':
      return typeof value === 'string';
    case 'date':
      return isInstant(value);
    case 'long':
    case 'integer_t':
    case 'long_t':
      return isInteger(value);
    case 'timestamp_t':
      return isInteger(value) && Number(value) > 946_684_800_000;
    case 'port_t':
      return isInteger(value) && Number(value) > 0 && Number(value) < 65_536;
    case 'boolean':
    case 'boolean_t':
      return typeof value === 'boolean';
    case 'ip':
    case 'ip_t':
      return typeof value === 'string' && isIP(value) !== 0;
    case 'email_t':
      return isAddress(value);
    default:
      return false;
  }
}

function ecsProblems(event: Json): readonly string[] {
  const problems: string[] = [];
  const walk = (value: unknown, path: string): void => {
    const field = ecs.fields[path];
    if (field === undefined) {
      if (ecs.custom.includes(path)) return;
      if (value === null || typeof value !== 'object' || Array.isArray(value)) problems.push(`${path} is no ECS field`);
      else for (const [key, item] of Object.entries(value)) walk(item, path === '' ? key : `${path}.${key}`);
      return;
    }
    if (Array.isArray(value) !== (field.array === true)) problems.push(`${path}: list or not`);
    for (const item of Array.isArray(value) ? (value as readonly unknown[]) : [value]) {
      if (field.type === 'nested') for (const [key, inner] of Object.entries(item as Json)) walk(inner, `${path}.${key}`);
      else if (!fits(field.type, item)) problems.push(`${path}: ${JSON.stringify(item)} is no ${field.type}`);
      if (field.values !== undefined && !field.values.includes(item as string)) problems.push(`${path}: ${String(item)} is not allowed`);
    }
  };
  walk(event, '');
  return problems;
}

function ocsfProblems(event: Json): readonly string[] {
  const problems: string[] = [];
  const found = ocsf.classes[String(event['class_uid'])];
  if (found === undefined) return [`class ${String(event['class_uid'])}`];
  const profiles = ((event['metadata'] as Json)['profiles'] ?? []) as readonly string[];
  const object = (value: unknown, fields: Fields, path: string): void => {
    for (const [key, item] of Object.entries(value as Json)) {
      const field = fields[key];
      if (field === undefined) problems.push(`${path}${key} is no attribute`);
      else check(item, field, `${path}${key}`);
    }
  };
  const check = (value: unknown, field: Field, path: string): void => {
    if (field.type === 'any') return;
    if (Array.isArray(value) !== (field.array === true)) problems.push(`${path}: list or not`);
    for (const item of Array.isArray(value) ? (value as readonly unknown[]) : [value]) {
      const inner = ocsf.objects[field.type];
      if (inner !== undefined) object(item, inner, `${path}.`);
      else if (!fits(field.type, item)) problems.push(`${path}: ${JSON.stringify(item)} is no ${field.type}`);
      if (field.values !== undefined && !field.values.includes(item as number)) problems.push(`${path}: ${String(item)} is not allowed`);
    }
  };
  object(event, { ...ocsf.base, ...Object.assign({}, ...profiles.map((profile) => ocsf.profiles[profile])), ...found.attributes } as Fields, '');
  if (event['category_uid'] !== found.category_uid) problems.push('category_uid');
  if (!found.activities.includes(event['activity_id'] as number)) problems.push('activity_id');
  if (event['type_uid'] !== Number(event['class_uid']) * 100 + Number(event['activity_id'])) problems.push('type_uid');
  return problems;
}

/** These records hold neither a time nor a message: none is invented. */
const hollow = ['nothing-usable', 'completed', 'no-longer-held-without-record', 'url-protect-hollow'];

describe.each(fixtures)('$logType $name', ({ logType, name, raw }) => {
  it('is valid ECS', () => {
    const event = eventIn('ecs', raw, logType);
    expect(ecsProblems(event)).toEqual([]);
    expect((event['ecs'] as Json)['version']).toBe(ecs.version);
  });

  it('is valid OCSF', () => {
    const event = eventIn('ocsf', raw, logType);
    expect(ocsfProblems(event)).toEqual([]);
    expect((event['metadata'] as Json)['version']).toBe(ocsf.version);
    if (hollow.includes(name)) return;
    expect(Object.keys(event)).toEqual(expect.arrayContaining([...ocsf.required, ...(ocsf.classes[String(event['class_uid'])]?.required ?? [])]));
  });

  it('is flat, typed and in DNIF’s style', () => {
    const event = eventIn('dnif', raw, logType);
    for (const [path, value] of leavesOf(event)) {
      expect(path).toMatch(/^[A-Z][\p{L}\p{N}]*$/u);
      expect(['string', 'number', 'boolean']).toContain(typeof value);
    }
    expect(['NORMAL', 'LOW', 'MINOR', 'MEDIUM', 'MAJOR', 'CRITICAL']).toContain(event['Severity']);
    expect([undefined, 'PASSED', 'FAILED']).toContain(event['Status']);
    if (event['Action'] !== undefined) expect(event['Action']).toMatch(/^[A-Z0-9]+(?:_[A-Z0-9]+)*$/);
  });
});

it('names only fields that the schemas have', () => {
  const paths = (model: 'ecs' | 'ocsf'): readonly string[] => [...new Set(Object.values(mappingTables).flatMap((tables) => tables.flatMap((table) => table.rows.flatMap((row) => row[model]))))];
  const plain = (path: string): string => path.replaceAll('[]', '');
  const unknownEcs = paths('ecs').map(plain).filter((path) => !ecs.custom.includes(path.split('.')[0] ?? '') && ecs.fields[path] === undefined && !Object.keys(ecs.fields).some((field) => field.startsWith(`${path}.`)));
  expect(unknownEcs).toEqual([]);
  const attributes: Fields = Object.assign({}, ocsf.base, ...Object.values(ocsf.profiles), ...Object.values(ocsf.classes).map((one) => one.attributes)) as Fields;
  const unknownOcsf = paths('ocsf').map(plain).filter((path) => {
    let fields: Fields | undefined = attributes;
    for (const part of path.split('.')) {
      const field: Field | undefined = fields?.[part];
      if (field === undefined) return true;
      if (field.type === 'any') return false;
      fields = ocsf.objects[field.type];
    }
    return false;
  });
  expect(unknownOcsf).toEqual([]);
  expect([ecsVersion, ocsfVersion]).toEqual([ecs.version, ocsf.version]);
});
