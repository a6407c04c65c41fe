import type { Scenario, Verdict } from './scenario';
import type { Books } from './stage/evidence';
import { readBooks } from './stage/evidence';
import { settle } from './stage/settle';
import { connectorId, Stage } from './stage/stage';
import { compare, deliveredTo } from './stage/verdict';

/** Plays one scenario and judges it. Never rejects: what goes wrong is in the verdict. */
export async function runScenario(scenario: Scenario, programs: string, patienceMs: number): Promise<Verdict> {
  const began = performance.now();
  const stage = new Stage(scenario, programs, patienceMs);
  let figures: Partial<Verdict> = {};
  try {
    await stage.open();
    if (scenario.run === undefined) await stage.start();
    else await scenario.run(stage);
    if (stage.hosts.some((host) => !host.over)) {
      const lacking = await settle(stage);
      if (lacking !== null) {
        stage.healthy = false;
        stage.problems.push(lacking);
      }
      for (const host of stage.hosts) await stage.stop(host);
    }
    figures = judge(stage);
  } catch (error) {
    stage.healthy = false;
    stage.problems.push(error instanceof Error ? error.message : String(error));
  }
  if (stage.problems.length > 0) stage.problems.push(...stage.hosts.flatMap((host) => host.log.slice(-6)));
  await stage.close();
  return {
    name: scenario.name, offered: 0, delivered: 0, missing: 0, duplicates: 0, repeats: 0, invented: 0, quarantined: 0, gaps: 0, balanced: false,
    ...figures,
    kills: stage.kills,
    recovered: !stage.healthy ? 'no' : scenario.expect?.person === undefined ? 'alone' : 'person',
    seconds: Math.round((performance.now() - began) / 10) / 100,
    problems: stage.problems,
  };
}

function judge(stage: Stage): Partial<Verdict> {
  const { expect = {}, faults = [] } = stage.scenario;
  const truth = stage.simulator.truth();
  stage.noteFaults();
  const total = { offered: 0, delivered: 0, missing: 0, duplicates: 0, repeats: 0, invented: 0 };
  const books = readBooks(stage.stateDir, connectorId, stage.streams);
  for (const output of stage.outputs) {
    const found = compare(stage, truth, deliveredTo(stage, output), output === 'http' ? new Set([...stage.repeatable, ...stage.receiver.doubtful]) : new Set());
    total.offered = found.offered;
    total.delivered += found.delivered;
    total.repeats += found.repeats;
    for (const what of ['missing', 'duplicates', 'invented'] as const) {
      total[what] += found[what].length;
      if (found[what].length > 0) stage.problems.push(`${output}: ${found[what].length} ${what}, the first is ${found[what][0] ?? ''}`);
    }
    const counted = books.streams.reduce((sum, { counts }) => sum + (counts.delivered[output] ?? 0), 0);
    if (counted !== found.delivered) stage.problems.push(`${output}: the ledger says ${counted} delivered, the receiver holds ${found.delivered}`);
  }
  const balance = imbalances(books, stage);
  stage.problems.push(...balance);
  const quarantined = books.streams.reduce((sum, { counts }) => sum + counts.quarantined, 0);
  const gaps = books.streams.reduce((sum, stream) => sum + stream.gaps.length, 0);
  stage.require((quarantined > 0) === (expect.quarantined === true), `${quarantined} records are in quarantine`);
  stage.require((gaps > 0) === (expect.gaps === true), `there are ${gaps} gap entries`);
  if (expect.faultsMayMiss !== true) {
    for (const { fault } of faults) stage.require(stage.faultsActed.has(fault) || isInvisible(fault), `the fault ${fault} never acted: the scenario proves nothing`);
  }
  return { ...total, quarantined, gaps, balanced: balance.length === 0 };
}

/** Holds as long as its rule exists, and is in no log. */
function isInvisible(fault: string): boolean {
  return fault === 'lateEvents';
}

function imbalances(books: Books, stage: Stage): string[] {
  const problems = books.unbalanced.map((stream) => `the ledger of ${stream} does not balance`);
  for (const { logType, counts } of books.streams) {
    if (counts.fetched !== counts.duplicates + counts.quarantined + counts.spooled + counts.released) problems.push(`the figures of ${logType} do not add up: ${JSON.stringify(counts)}`);
    for (const output of stage.outputs) {
      const settled = (counts.delivered[output] ?? 0) + (counts.refused[output] ?? 0);
      if (settled !== counts.released) problems.push(`${logType}: ${output} has settled ${settled} of ${counts.released} events that left the spool`);
    }
    const hours = books.hours.filter((row) => row.logType === logType);
    const fetched = hours.reduce((sum, row) => sum + row.fetched, 0);
    if (fetched !== counts.fetched) problems.push(`${logType}: the hours add up to ${fetched} fetched, the total says ${counts.fetched}`);
    if (hours.some((row) => !row.balanced)) problems.push(`an hour of ${logType} does not balance`);
  }
  return problems;
}
