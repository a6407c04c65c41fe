import { randomBytes } from 'node:crypto';

import type { OutputConfig } from '../../../shared/model/output';
import type { ParseStatus, Sighting } from '../../../shared/model/proof';
import { parseStatuses } from '../../../shared/model/proof';
import type { Mark } from '../outputs/test-event';
import { markedAggregate } from '../outputs/test-event';
import type { DnifSearch, Row } from './dnif-search';

/** A marked event that was sent: its id in hex and epoch ms. */
export type Marked = { readonly mark: Mark; readonly id: string; readonly at: number };

/** Clocks of collector and DNIF may differ; the id decides, the window only keeps the search small. */
const aroundMs = 10 * 60_000;
/** Test events name the time of their sending, but DNIF may file them under its own. */
const laterMs = 60 * 60_000;

/** A field to search by, as DQL writes it, and the value that only this event has. */
type Key = { readonly field: string; readonly value: string };

/**
 * Where an output's format carries the id. `@path` reads the JSON of events that no extractor took, `$Name` the fields of
 * those that one did (DNIF.md §7). Which of them holds on a tenant depends on its extractors, so each is asked.
 */
export function keysOf(config: OutputConfig, { mark, id }: Pick<Marked, 'mark' | 'id'>): readonly Key[] {
  const aggregate = markedAggregate(mark, id);
  if (config.format === 'raw') return [{ field: '@aggregateId', value: aggregate }, { field: '$AggregateID', value: aggregate }];
  switch (config.model ?? 'connector') {
    case 'dnif':
      return [{ field: '$LogID', value: id }, { field: '@LogID', value: id }];
    case 'ecs':
      return [{ field: '@event.id', value: id }, { field: '$LogID', value: id }];
    case 'ocsf':
      return [{ field: '@metadata.uid', value: id }, { field: '$LogID', value: id }];
    case 'connector':
      return [{ field: '@id', value: id }, { field: '$LogID', value: id }];
  }
}

/** A query that must end with `limit` and a number (DNIF.md §8); times are those of `query_timezone`, which is UTC. */
export function queryFor(key: Key, at: number): string {
  const time = (ms: number): string => new Date(ms).toISOString().slice(0, 19);
  return `_fetch * from event where ${key.field}=${key.value} AND $StartTime=${time(at - aroundMs)} AND $EndTime=${time(at + laterMs)} limit 5`;
}

/**
 * Looks once for a marked event; null when DNIF does not have it yet. Rejects with a FailureError when nobody could be
 * asked. A row counts when it names the id. One that does not name it counts only when the same question with an id that
 * never existed finds nothing: else DNIF did not understand the condition, and any event would pass for ours.
 */
export async function findMarked(search: DnifSearch, config: OutputConfig, marked: Marked, signal: AbortSignal): Promise<Sighting | null> {
  for (const key of keysOf(config, marked)) {
    const rows = await search.rows(queryFor(key, marked.at), signal);
    const named = rows.find((row) => JSON.stringify(row).includes(marked.id));
    if (named !== undefined) return sightingOf(named);
    const [only] = rows;
    if (only === undefined || rows.length > 1) continue;
    const nobody = randomBytes(16).toString('hex');
    const control = await search.rows(queryFor({ ...key, value: key.value.replace(marked.id, nobody) }, marked.at), signal);
    if (control.length === 0) return sightingOf(only);
  }
  return null;
}

function sightingOf(row: Row): Sighting {
  const text = (name: string): string | null => {
    const value = row[`$${name}`] ?? row[name];
    return typeof value === 'string' && value !== '' ? value.slice(0, 100) : null;
  };
  const parse = text('PStatus')?.toUpperCase();
  return { stream: text('Stream'), parse: parseStatuses.find((status): status is ParseStatus => status === parse) ?? null };
}
