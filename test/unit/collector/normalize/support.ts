import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { normalize, normalizeAs } from '../../../../electron/collector/pipeline/normalize/normalize';
import type { LogType } from '../../../../shared/model/log-type';
import { logTypes } from '../../../../shared/model/log-type';
import type { EventModel } from '../../../../shared/model/output';

export const fixturesFolder = join(import.meta.dirname, '../../../fixtures');
export const context = { id: '0123456789abcdef0123456789abcdef', connector: 'Head office' };

export const otherModels = ['dnif', 'ecs', 'ocsf'] as const satisfies readonly EventModel[];

export type Json = { readonly [key: string]: unknown };
export type Fixture = { readonly logType: LogType; readonly name: string; readonly raw: Json };

export const readJson = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8')) as unknown;

/** Every raw fixture. */
export const fixtures: readonly Fixture[] = logTypes.flatMap((logType) =>
  readdirSync(join(fixturesFolder, logType))
    .filter((name) => name.endsWith('.raw.json'))
    .map((name) => ({ logType, name: name.slice(0, -'.raw.json'.length), raw: readJson(join(fixturesFolder, logType, name)) as Json })),
);

/** The event as a receiver reads it. */
export function eventIn(model: EventModel, record: unknown, logType: LogType): Json {
  const event = model === 'connector' ? normalize(record, { ...context, logType }) : normalizeAs(model, record, { ...context, logType });
  return JSON.parse(JSON.stringify(event)) as Json;
}

/** Every scalar with its path; list places are not told apart ("email.to[]"). */
export function leavesOf(value: unknown, path = ''): readonly (readonly [path: string, value: unknown])[] {
  if (Array.isArray(value)) return (value as readonly unknown[]).flatMap((item) => leavesOf(item, `${path}[]`));
  if (value !== null && typeof value === 'object') return Object.entries(value).flatMap(([key, item]) => leavesOf(item, path === '' ? key : `${path}.${key}`));
  return [[path, value]];
}
