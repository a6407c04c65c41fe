import type { ProbePoint } from '../../../electron/collector/kit/probe';
import { probePoints } from '../../../electron/collector/kit/probe';
import type { OutputKind, Scenario } from '../scenario';
import { sequence } from '../sequence';
import type { Stage } from '../stage/stage';
import { inSpool, largeFiles } from './disk';

/** Which time the point is reached the process ends: early enough that much is still to come. */
const hits: Readonly<Record<ProbePoint, number>> = {
  'after-fetch': 25,
  'before-commit': 30,
  'in-commit': 20,
  'after-commit': 25,
  'before-deliver': 2,
  'after-deliver': 2,
  'in-ack': 2,
  'after-ack': 2,
  'mid-rotate': 5,
};

const world = { events: 1500, eventsPerFile: 40, dlpEvents: 300, auditEvents: 300, heldMessages: 300 };
const trap = 'RELIABILITY.md 1, API.md §8.3: the position is saved before or without the events';

/** The program as it is shipped must end well when nobody ends it. */
async function finish(stage: Stage): Promise<void> {
  const run = await stage.collect();
  stage.require(run.code === 0, `the last run ended with ${run.signal ?? String(run.code)}: ${run.stderr.slice(-600)}`);
  stage.healthy &&= run.code === 0;
}

function atPoint(point: ProbePoint, output: OutputKind): Scenario {
  return {
    name: `kill-${point}-${output}`,
    trap,
    what: `npm run collect is killed ${point}, twice, and started again`,
    world,
    outputs: [output],
    scale: 1,
    run: async (stage) => {
      const first = await stage.collect({ killAt: `${point}:${hits[point]}` });
      stage.require(first.signal === 'SIGKILL', `the process was not killed ${point} but ended with ${String(first.code)}: ${first.stderr.slice(-600)}`);
      await stage.collect({ killAt: `${point}:1` });
      await finish(stage);
    },
  };
}

/** Files of several chunks each: the process ends between two of them, or as one is settled. */
function withinFile(point: ProbePoint, output: OutputKind): Scenario {
  return {
    name: `kill-within-file-${point}-${output}`,
    trap,
    what: `npm run collect is killed ${point} while it reads files that are several batches, twice, and started again`,
    world: { ...world, ...largeFiles },
    logTypes: ['SIEM'],
    outputs: [output],
    scale: 1,
    run: async (stage) => {
      for (const hit of [3, 2]) {
        const run = await stage.collect({ killAt: `${point}:${hit}` });
        stage.require(run.signal === 'SIGKILL', `the process was not killed ${point} but ended with ${String(run.code)}: ${run.stderr.slice(-600)}`);
      }
      const files = inSpool(stage, (driver) => Number(driver.prepare('SELECT count(*) AS n FROM bodies').get()?.['n']));
      stage.require(files > 0, 'no file was being read: the scenario proves nothing');
      await finish(stage);
    },
  };
}

function atRandom(output: OutputKind, seed: number, events: { readonly events: number; readonly eventsPerFile: number } = { events: 6000, eventsPerFile: 100 }): Scenario {
  return {
    name: `kill-random-${output}-${seed}`,
    trap,
    what: `npm run collect is killed six times at random moments and started again${events.eventsPerFile > 4000 ? ', with files of several batches' : ''}`,
    world: { ...world, ...events },
    outputs: [output],
    scale: 1,
    run: async (stage) => {
      const random = sequence(seed);
      for (let kill = 0; kill < 6; kill += 1) await stage.collect({ killAfterMs: 250 + random() * 700 });
      stage.require(stage.kills >= 2, `only ${stage.kills} kills hit the program at work`);
      await finish(stage);
    },
  };
}

const everywhere = probePoints.flatMap((point) => (point === 'mid-rotate' ? [atPoint(point, 'file')] : [atPoint(point, 'file'), atPoint(point, 'http')]));

/** The process ends without warning: at each named point, and at random. */
export const killScenarios: readonly Scenario[] = [
  ...everywhere,
  ...(['in-commit', 'after-commit', 'in-ack', 'after-ack'] as const).flatMap((point) => [withinFile(point, 'file'), withinFile(point, 'http')]),
  atRandom('file', 1), atRandom('file', 2), atRandom('http', 3), atRandom('http', 4), atRandom('file', 5, largeFiles), atRandom('http', 6, largeFiles),
];
