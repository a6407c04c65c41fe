import type { LogEvent } from '../../../../shared/model/log-event';
import type { LogType } from '../../../../shared/model/log-type';
import type { CombinerName } from './combiners';
import type { ReaderName } from './readers';

export type Constant = string | number | boolean | readonly string[] | readonly number[];

/**
 * One line of a mapping table: how one value comes out of a raw record, and where each model puts it. Pure data: the code
 * path is compiled from it (plan.ts), docs/mapping.md and the DNIF extractor are printed from it, and a window can draw it.
 */
export type MappingRow = {
  /** The value's name, unique in its table. */
  readonly field: string;
  /** Raw field names; the first that can be read wins. Empty for constants and for what is computed. */
  readonly from: readonly string[];
  /** Fields of the same table this one is computed from; they stand above it. */
  readonly of: readonly string[];
  readonly transform: ReaderName | CombinerName | ContextName | 'constant';
  readonly arg?: Constant;
  /** Fields of a LogEvent, of the DNIF Data Model, of ECS and of OCSF. "x[]" makes a list; dots are levels. */
  readonly connector: readonly (keyof LogEvent)[];
  readonly dnif: readonly string[];
  readonly ecs: readonly string[];
  readonly ocsf: readonly string[];
  readonly doc: string;
};

/** What the collector knows beside the record. */
export type ContextName = 'event id' | 'connector name' | 'log type';

/** The mapping of one event type. */
export type MappingTable = {
  readonly logType: LogType;
  /** The event type, or "*" for those that no other table of the log type names. */
  readonly eventType: string;
  /** What the events tell, for the documentation. */
  readonly title: string;
  /** Level under `mimecast` in ECS. */
  readonly namespace: string;
  /** A raw field whose own fields are read as if they were the record's (`lastSeen` of the hold list). */
  readonly within?: string;
  readonly rows: readonly MappingRow[];
};

/** A remote name may be of any length and hold anything; what becomes a field name is short and plain. */
const longestName = 100;

/** Raw names are few; hostile ones must not fill the memory. */
const mostNames = 2000;

function remembered(convert: (name: string) => string): (name: string) => string {
  const known = new Map<string, string>();
  return (name) => {
    const found = known.get(name);
    if (found !== undefined) return found;
    const made = convert(name);
    if (known.size < mostNames && name.length <= longestName) known.set(name, made);
    return made;
  };
}

/** "spamScore" -> "SpamScore", "_offset" -> "Offset". */
export const pascalCase = remembered((name) => {
  const joined = words(name).map((word) => word[0]?.toUpperCase() + word.slice(1)).join('');
  return joined === '' ? 'Field' : joined;
});

/** "spamScore" -> "spam_score", "_offset" -> "offset". */
export const snakeCase = remembered((name) => {
  const joined = words(name).join('_').replace(/([a-z0-9])([A-Z])/g, '$1_$2').replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2').toLowerCase();
  return joined === '' ? 'field' : joined;
});

function words(name: string): readonly string[] {
  return name.slice(0, longestName).split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
}

export type Targets = {
  readonly connector?: keyof LogEvent | readonly (keyof LogEvent)[];
  readonly dnif?: string | readonly string[];
  readonly ecs?: string | readonly string[];
  readonly ocsf?: string | readonly string[];
};

function listOf<T>(value: T | readonly T[] | undefined, otherwise: readonly T[]): readonly T[] {
  if (value === undefined) return otherwise;
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}

/** The place of a raw field that a model has no place for. */
export const ownPlace = {
  dnif: (rawName: string): string => pascalCase(rawName),
  ecs: (namespace: string, rawName: string): string => `mimecast.${namespace}.${snakeCase(rawName)}`,
  ocsf: (rawName: string): string => `unmapped.${rawName}`,
};

export type RowMaker = {
  /** A value read from the raw record. Where no place is named, it keeps its own name in the model's place for the rest. */
  readonly raw: (field: string, from: string | readonly string[], transform: ReaderName, targets: Targets, doc: string) => MappingRow;
  /** As `raw`, but for the named targets only. */
  readonly only: (field: string, from: string | readonly string[], transform: ReaderName, targets: Targets, doc: string) => MappingRow;
  readonly computed: (field: string, of: readonly string[], transform: CombinerName, targets: Targets, doc: string, arg?: Constant) => MappingRow;
  readonly constant: (field: string, value: Constant, targets: Targets, doc: string) => MappingRow;
  readonly context: (field: string, name: ContextName, targets: Targets, doc: string) => MappingRow;
};

export function rowMaker(namespace: string, within?: string): RowMaker {
  const top = ['change', 'observedAt'];
  const path = (name: string): string => (within === undefined || top.includes(name) ? name : `${within}.${name}`);
  const row = (
    field: string,
    from: readonly string[],
    of: readonly string[],
    transform: MappingRow['transform'],
    targets: Targets,
    doc: string,
    rest: Pick<MappingRow, 'dnif' | 'ecs' | 'ocsf'>,
    arg?: Constant,
  ): MappingRow => ({
    field,
    from: from.map(path),
    of,
    transform,
    ...(arg === undefined ? {} : { arg }),
    connector: listOf(targets.connector, []),
    dnif: listOf(targets.dnif, rest.dnif),
    ecs: listOf(targets.ecs, rest.ecs),
    ocsf: listOf(targets.ocsf, rest.ocsf),
    doc,
  });
  const nowhere = { dnif: [], ecs: [], ocsf: [] };
  return {
    raw: (field, from, transform, targets, doc) => {
      const names = listOf(from, []);
      const name = names[0] ?? field;
      return row(field, names, [], transform, targets, doc, {
        dnif: [ownPlace.dnif(name)],
        ecs: [ownPlace.ecs(namespace, name)],
        ocsf: [ownPlace.ocsf(name)],
      });
    },
    only: (field, from, transform, targets, doc) => row(field, listOf(from, []), [], transform, targets, doc, nowhere),
    computed: (field, of, transform, targets, doc, arg) => row(field, [], of, transform, targets, doc, nowhere, arg),
    constant: (field, value, targets, doc) => row(field, [], [], 'constant', targets, doc, nowhere, value),
    context: (field, name, targets, doc) => row(field, [], [], name, targets, doc, nowhere),
  };
}
