import { setTimeout as delay } from 'node:timers/promises';

import type { CollectionStatus } from '../../../shared/model/collection';
import { describe, type Stage } from './stage';
import { compare, deliveredTo } from './verdict';

/** Where a minute of silence is part of the scenario. */
const slowMs = 100_000;
/** After everything is there, every stream polls so often again: repeats and inventions would show. */
const quietPolls = 2;

/**
 * Waits until the collector has everything, says that it is well, and stays so over further polls.
 * Null when it did; otherwise what was lacking when patience ended.
 */
export async function settle(stage: Stage): Promise<string | null> {
  const end = Date.now() + stage.patienceMs + (stage.scenario.slow === true ? slowMs : 0);
  const quiet = new Map<string, number[]>();
  let looked = '';
  let lacking: string | null = 'nothing was looked at';
  for (;;) {
    const status = await stage.status();
    stage.noteFaults();
    const figures = JSON.stringify(status.streams.map(({ counts, health, gaps }) => [counts, health.state, gaps.length]));
    if (figures !== looked || lacking !== null) lacking = lackingIn(stage, status);
    looked = figures;
    if (lacking === null) {
      for (const { logType, lastPollAt } of status.streams) {
        const polls = quiet.get(logType) ?? [];
        if (lastPollAt !== null && lastPollAt !== polls.at(-1)) quiet.set(logType, [...polls, lastPollAt]);
      }
      // The first entry is the poll that brought the last event.
      if (status.streams.every(({ logType }) => (quiet.get(logType)?.length ?? 0) > quietPolls)) return null;
    } else {
      quiet.clear();
    }
    if (Date.now() > end) return `${lacking ?? 'it polls no more'}. ${describe(status)}`;
    await delay(lacking === null ? 15 : 40);
  }
}

function lackingIn(stage: Stage, status: CollectionStatus): string | null {
  const { expect } = stage.scenario;
  const ill = status.streams.find(({ health }) => health.state !== 'active');
  if (ill !== undefined) return `${ill.logType} is ${ill.health.state}`;
  // An output that had nothing to send since the start has proven nothing yet, and says so.
  const stuck = status.outputs.find(({ health, waiting }) => waiting > 0 || (health.state !== 'active' && health.state !== 'starting'));
  if (stuck !== undefined) return `${stuck.name} is ${stuck.health.state} with ${stuck.waiting} waiting`;
  if (status.streams.some(({ counts }) => counts.spooled > 0)) return 'events wait in the spool';
  if (expect?.quarantined === true && status.streams.every(({ counts }) => counts.quarantined === 0)) return 'nothing is in quarantine';
  if (expect?.gaps === true && status.streams.every(({ gaps }) => gaps.length === 0)) return 'there is no gap entry';
  const truth = stage.simulator.truth();
  for (const output of stage.outputs) {
    const { missing } = compare(stage, truth, deliveredTo(stage, output), stage.repeatable);
    if (missing.length > 0) return `${missing.length} events are missing at ${output}, the first is ${missing[0] ?? ''}`;
  }
  return null;
}
