import type { FaultRule, SimulatorOptions } from '../../electron/simulator/simulator';
import type { ConnectorConfig } from '../../shared/model/connector';
import type { LogType } from '../../shared/model/log-type';
import type { Stage } from './stage/stage';

export type OutputKind = 'file' | 'http';

/** What must be true in the end, where it differs from "nothing missing, nothing quarantined, no gap, healed alone". */
export type Expectation = {
  /** At least one record is in quarantine; else none may be. */
  readonly quarantined?: boolean;
  /** At least one gap entry; else none may be. */
  readonly gaps?: boolean;
  /** Events in files that the simulator damages for good may be missing: they are quarantined and a gap. */
  readonly damagedFiles?: boolean;
  /** The rules need not have acted (chance decides in random scenarios). */
  readonly faultsMayMiss?: boolean;
  /** Somebody has to act, and the scenario plays that person; without this the collector must heal alone. */
  readonly person?: string;
};

/** One row of the table in docs/guarantees.md. */
export type Scenario = {
  readonly name: string;
  /** The trap, with where it is described: `API.md §8.n` or `FEATURES.md §3.n`. */
  readonly trap: string;
  readonly world?: SimulatorOptions;
  readonly faults?: readonly FaultRule[];
  readonly logTypes?: readonly LogType[];
  readonly connector?: Partial<ConnectorConfig>;
  readonly outputs?: readonly OutputKind[];
  /** How much faster than real time everything runs; 1 where the real program runs with the real clock. */
  readonly scale?: number;
  /** What happens; without it the collector is started and left alone until it has everything. */
  readonly run?: (stage: Stage) => Promise<void>;
  /** What happens besides the faults, in words for the table. */
  readonly what?: string;
  readonly expect?: Expectation;
  /** Waits for a minute of real time, so it is begun first. */
  readonly slow?: boolean;
  /** Needs a file system of its own (Linux, root). */
  readonly needsMount?: boolean;
};

export type Verdict = {
  readonly name: string;
  readonly offered: number;
  readonly delivered: number;
  readonly missing: number;
  /** Ids delivered again where nothing permits it. */
  readonly duplicates: number;
  /** Ids delivered again after a crash or a lost answer, the same id each time: what at-least-once means. */
  readonly repeats: number;
  readonly invented: number;
  readonly quarantined: number;
  readonly gaps: number;
  readonly kills: number;
  readonly balanced: boolean;
  /** `alone`, `person` where the scenario says so, `no`. */
  readonly recovered: 'alone' | 'person' | 'no';
  readonly seconds: number;
  /** Why it is not as it must be; empty when it is. */
  readonly problems: readonly string[];
  /** Not run here, and why. */
  readonly skipped?: string;
};
