import type { Source, Truth } from '../../../electron/simulator/simulator';
import type { LogType } from '../../../shared/model/log-type';
import type { OutputKind } from '../scenario';
import type { Delivered } from './evidence';
import { readFolder } from './evidence';
import type { Stage } from './stage';

const sourceOf: Readonly<Record<LogType, Source>> = { SIEM: 'siem', DLP: 'dlp', Audit_Events: 'audit', Hold_Message_List: 'hold' };

export type Comparison = {
  readonly offered: number;
  readonly delivered: number;
  readonly missing: readonly string[];
  readonly duplicates: readonly string[];
  readonly repeats: number;
  readonly invented: readonly string[];
};

/** What one receiver holds. */
export function deliveredTo(stage: Stage, output: OutputKind): readonly Delivered[] {
  return output === 'file' ? readFolder(stage.outDir) : stage.receiver.taken;
}

/** Names of the records that must have arrived, by log type. Of held messages only those that are held still: one that left before anybody looked cannot be known. */
export function expectedOf(stage: Stage, truth: Truth): ReadonlyMap<LogType, ReadonlySet<string>> {
  const damaged = stage.scenario.expect?.damagedFiles === true ? new Set(truth.unrecoverable()) : new Set<string>();
  return new Map(
    stage.streams.map((logType) => {
      const keys = logType === 'Hold_Message_List' ? truth.heldKeys('now') : truth.keys(sourceOf[logType]);
      return [logType, new Set([...keys].filter((key) => !damaged.has(key) && !stage.forgiven.has(key)))];
    }),
  );
}

/** Compares what a receiver holds with the truth, record by record. */
export function compare(stage: Stage, truth: Truth, events: readonly Delivered[], mayRepeat: ReadonlySet<string>): Comparison {
  const expected = expectedOf(stage, truth);
  const extras = new Set(truth.extras());
  const left = new Set(truth.heldKeys('left'));
  const ever = new Map(stage.streams.map((logType) => [logType, new Set(truth.keys(sourceOf[logType]))]));
  const ids = new Set<string>();
  const idOf = new Map<string, string>();
  const arrived = new Map<LogType, Set<string>>();
  const duplicates: string[] = [];
  const invented: string[] = [];
  let repeats = 0;
  for (const { id, logType, natural, departure } of events) {
    const name = `${logType} ${departure ? 'left ' : ''}${natural}`;
    if (ids.has(id)) {
      if (mayRepeat.has(id) && idOf.get(name) === id) repeats += 1;
      else duplicates.push(name);
      continue;
    }
    ids.add(id);
    // The same record under another id: no receiver could tell that it is a repeat.
    if (idOf.has(name)) duplicates.push(name);
    idOf.set(name, id);
    if (departure ? !left.has(natural) : ever.get(logType)?.has(natural) !== true && !extras.has(natural)) invented.push(name);
    if (departure) continue;
    const known = arrived.get(logType);
    if (known === undefined) arrived.set(logType, new Set([natural]));
    else known.add(natural);
  }
  const missing = [...expected].flatMap(([logType, keys]) => [...keys].filter((key) => arrived.get(logType)?.has(key) !== true).map((key) => `${logType} ${key}`));
  return { offered: [...expected.values()].reduce((sum, keys) => sum + keys.size, 0), delivered: ids.size, missing, duplicates, repeats, invented };
}
