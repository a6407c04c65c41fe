import type { RawRecord } from './common';
import type { MappingTable } from './mapping-row';
import { pascalCase, snakeCase } from './mapping-row';
import type { Plan } from './plan';

/** What a model's event is made of; JSON.stringify writes it. */
export type ModelEvent = { [key: string]: unknown };

type Node = { readonly key: string; readonly list: boolean; readonly slot: number; readonly children: Node[] };

/** Puts the values of a plan where their paths say, and what no path told where the model keeps the rest. */
export type Placer = (record: RawRecord, values: readonly unknown[]) => ModelEvent;

export function nestedPlacer(table: MappingTable, plan: Plan, rest: 'ecs' | 'ocsf'): Placer {
  const root = treeOf(table, plan);
  const typed = new Set(plan.places.map(({ path }) => path));
  return (record, values) => {
    const event = written(root, values) ?? {};
    for (const name of Object.keys(record)) {
      const value = record[name];
      if (isEmpty(value) || isTold(plan, name, value, values)) continue;
      if (rest === 'ocsf') put(level(event, 'unmapped'), name, value);
      else keepInEcs(level(level(event, 'mimecast'), table.namespace), table.namespace, name, value, typed);
    }
    return event;
  };
}

/** Flat, scalars only: DNIF's own clients refuse nested objects (DNIF.md §5). Lists are joined, objects and empty lists become JSON text. */
export function flatPlacer(plan: Plan): Placer {
  return (record, values) => {
    const event: ModelEvent = {};
    for (const { path, slot } of plan.places) {
      const value = values[slot];
      if (value !== undefined) event[path] = scalar(value);
    }
    for (const name of Object.keys(record)) {
      const value = record[name];
      if (isEmpty(value) || isTold(plan, name, value, values)) continue;
      event[freeName(event, pascalCase(name))] = scalar(value);
    }
    return event;
  };
}

function scalar(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'string' && !one.includes(', '))) return value.join(', ');
  return JSON.stringify(value);
}

function freeName(event: ModelEvent, name: string): string {
  if (!Object.hasOwn(event, name)) return name;
  for (let number = 1; ; number += 1) {
    const other = number === 1 ? `Vendor${name}` : `Vendor${name}${number}`;
    if (!Object.hasOwn(event, other)) return other;
  }
}

function isTold(plan: Plan, name: string, value: unknown, values: readonly unknown[]): boolean {
  const keepers = plan.keepers.get(name);
  if (keepers === undefined) return false;
  for (const keeper of keepers) if (keeper(value, values)) return true;
  return false;
}

/** Mimecast writes null, an empty text or the text "null" for an empty column (API.md §2.6). */
function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  if (typeof value === 'string') return value === '' || value === 'null' || value.trim() === '';
  return Array.isArray(value) && value.every(isEmpty);
}

/**
 * A value whose name is that of a typed field which could not be read ("12 KB" as a count) goes under `unparsed`: in its
 * own place it would make Elasticsearch refuse the whole event.
 */
function keepInEcs(own: ModelEvent, namespace: string, name: string, value: unknown, typed: ReadonlySet<string>): void {
  const key = snakeCase(name);
  if (!Object.hasOwn(own, key) && !typed.has(`mimecast.${namespace}.${key}`)) {
    own[key] = value;
    return;
  }
  const unparsed = level(own, 'unparsed');
  let free = key;
  for (let number = 2; Object.hasOwn(unparsed, free); number += 1) free = `${key}_${number}`;
  unparsed[free] = value;
}

/** The object under a key; one that is not there yet is made. */
function level(event: ModelEvent, key: string): ModelEvent {
  const found = Object.hasOwn(event, key) ? event[key] : undefined;
  if (typeof found === 'object' && found !== null && !Array.isArray(found)) return found as ModelEvent;
  const made: ModelEvent = {};
  event[key] = made;
  return made;
}

/** As an own property whatever the name, also "__proto__". */
function put(event: ModelEvent, name: string, value: unknown): void {
  const key = Object.hasOwn(event, name) ? freeKey(event, name) : name;
  if (key === '__proto__') Object.defineProperty(event, key, { value, enumerable: true, configurable: true, writable: true });
  else event[key] = value;
}

function freeKey(event: ModelEvent, name: string): string {
  for (let number = 2; ; number += 1) if (!Object.hasOwn(event, `${name}_${number}`)) return `${name}_${number}`;
}

function treeOf(table: MappingTable, plan: Plan): Node {
  const root: Node = { key: '', list: false, slot: -1, children: [] };
  for (const { path, slot } of plan.places) {
    const parts = path.split('.');
    let node = root;
    parts.forEach((part, index) => {
      const last = index === parts.length - 1;
      const list = part.endsWith('[]');
      const key = list ? part.slice(0, -2) : part;
      let child = node.children.find((one) => one.key === key);
      if (child === undefined) {
        child = { key, list, slot: last ? slot : -1, children: [] };
        node.children.push(child);
      } else if (last || child.slot !== -1 || child.list !== list) throw new Error(`${table.logType} ${table.eventType}: ${path} is written twice.`);
      node = child;
    });
  }
  return root;
}

function written(node: Node, values: readonly unknown[]): ModelEvent | undefined {
  let event: ModelEvent | undefined;
  for (const child of node.children) {
    const value = child.slot >= 0 ? values[child.slot] : written(child, values);
    if (value === undefined) continue;
    event ??= {};
    event[child.key] = child.list && !Array.isArray(value) ? [value] : value;
  }
  return event;
}
