import type { Scenario } from '../scenario';
import type { Stage } from '../stage/stage';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** A tenant in which things happen: about four events a second of real time. */
const live = { events: 400, dlpEvents: 60, auditEvents: 60, heldMessages: 40, liveEventsPerSecond: 0.02, liveFileSeconds: 300 };

async function delivered(stage: Stage, events: number): Promise<void> {
  await stage.until(`${events} events are delivered`, (status) => (status.outputs[0]?.delivered ?? 0) >= events);
}

/** Lets the tenant live on until some more has arrived, then stops it, so that there is an end to compare with. */
async function liveOn(stage: Stage): Promise<void> {
  const before = (await stage.status()).outputs[0]?.delivered ?? 0;
  await delivered(stage, before + 5);
  stage.freezeWorld();
}

/** The seconds at the end of a SIEM key. */
function timeOf(key: string): number {
  return Number(/_(\d+)$/.exec(key)?.[1] ?? NaN) * 1000;
}

/** What the gap entries name may be missing, and nothing else. */
async function forgiveGaps(stage: Stage, entries = 1): Promise<void> {
  const status = await stage.until('gap entries say what is out of reach', (now) => now.streams.some(({ gaps }) => gaps.length >= entries));
  for (const { from, to } of status.streams.flatMap(({ gaps }) => gaps)) {
    for (const key of stage.simulator.truth().keys('siem')) if (timeOf(key) >= Date.parse(from) - hourMs && timeOf(key) <= Date.parse(to)) stage.forgiven.add(key);
  }
}

async function downFor(stage: Stage, ms: number): Promise<void> {
  await stage.start();
  await stage.until('it has caught up', (status) => status.streams.every(({ health, dataExpiresAt }) => health.state === 'active' && dataExpiresAt !== null));
  await delivered(stage, 400);
  await stage.stop();
  await stage.jump(ms);
  stage.freezeWorld();
  await stage.start();
}

function clock(name: string, what: string, run: (stage: Stage) => Promise<void>): Scenario {
  return { name: `clock-${name}`, trap: 'API.md §8.17, RELIABILITY.md 11: a clock that is wrong moves the position past what was not read', what, world: live, run };
}

/** What clocks, nights and long holidays do. */
export const timeScenarios: readonly Scenario[] = [
  clock('forward', "the collector's clock is set forward by three hours, later back", async (stage) => {
    await stage.start();
    await delivered(stage, 500);
    await stage.host.ask('jump', 3 * hourMs);
    await delivered(stage, 510);
    await stage.host.ask('jump', -3 * hourMs);
    await liveOn(stage);
  }),
  clock('back', "the collector's clock is set back by three hours", async (stage) => {
    await stage.start();
    await delivered(stage, 500);
    await stage.host.ask('jump', -3 * hourMs);
    await liveOn(stage);
  }),
  clock('ahead-from-the-start', "the collector's clock is a day ahead, and is set right later", async (stage) => {
    await stage.start({ aheadMs: dayMs });
    await delivered(stage, 500);
    await stage.host.ask('jump', -dayMs);
    await liveOn(stage);
  }),
  clock('behind-from-the-start', "the collector's clock is a day behind, and is set right later", async (stage) => {
    await stage.start({ aheadMs: -dayMs });
    await stage.until('it is at work', (status) => status.streams.every(({ lastPollAt }) => lastPollAt !== null));
    await stage.host.ask('jump', dayMs);
    await liveOn(stage);
  }),
  {
    name: 'suspend-and-resume',
    trap: 'RELIABILITY.md 11: after a night asleep the collector does not wake up',
    what: 'nine hours pass at once while it runs',
    world: live,
    run: async (stage) => {
      await stage.start();
      await delivered(stage, 500);
      await stage.jump(9 * hourMs);
      await liveOn(stage);
    },
  },
  {
    name: 'process-frozen',
    trap: 'RELIABILITY.md 11: after a night asleep the collector does not wake up',
    what: 'the process is stopped for two seconds (seven minutes of its time) in the middle of its work',
    world: { events: 3000 },
    run: async (stage) => {
      await stage.start();
      await delivered(stage, 300);
      stage.host.child.kill('SIGSTOP');
      await new Promise((resolve) => setTimeout(resolve, 2000));
      stage.host.child.kill('SIGCONT');
    },
  },
  {
    name: 'network-gone',
    trap: 'RELIABILITY.md 11: after hours without network something is missing or somebody must start it again',
    what: 'Mimecast cannot be reached for two seconds (seven minutes), then it can',
    world: { ...live, events: 2000 },
    run: async (stage) => {
      await stage.start();
      await delivered(stage, 300);
      await stage.closeNetwork();
      await stage.until('it says so', (status) => status.streams.every(({ health }) => health.state === 'degraded'));
      await new Promise((resolve) => setTimeout(resolve, 2000));
      await stage.openNetwork();
      await liveOn(stage);
    },
  },
  {
    name: 'network-gone-for-hours',
    trap: 'RELIABILITY.md 11: after hours without network something is missing or somebody must start it again',
    what: 'Mimecast cannot be reached for six hours, then it can',
    world: live,
    run: async (stage) => {
      await stage.start();
      await delivered(stage, 500);
      await stage.closeNetwork();
      await stage.jump(6 * hourMs);
      await stage.until('it says so', (status) => status.streams.every(({ health }) => health.state === 'degraded'));
      await stage.openNetwork();
      await liveOn(stage);
    },
  },
  {
    name: 'horizon-batch',
    trap: 'API.md §8.11: after more than seven days without collecting, the loss is silent',
    what: 'the collector is off for nine days; what is out of reach must be a gap entry',
    world: { ...live, liveEventsPerSecond: 0.002, liveFileSeconds: 7200 },
    logTypes: ['SIEM'],
    expect: { gaps: true },
    run: async (stage) => {
      await downFor(stage, 9 * dayMs);
      await forgiveGaps(stage);
    },
  },
  {
    name: 'horizon-batch-cursor-refused',
    trap: 'API.md §8.11: after more than seven days without collecting, the loss is silent',
    what: 'the collector is off for nine days and Mimecast refuses its old position',
    world: { ...live, liveEventsPerSecond: 0.002, liveFileSeconds: 7200 },
    logTypes: ['SIEM'],
    expect: { gaps: true },
    run: async (stage) => {
      await stage.start();
      await stage.until('it has caught up', (status) => status.streams.every(({ dataExpiresAt }) => dataExpiresAt !== null));
      await delivered(stage, 400);
      await stage.stop();
      await stage.jump(9 * dayMs);
      stage.freezeWorld();
      stage.simulator.setFaults([{ fault: 'expiredCursor', on: 'siem.batch', times: 1 }]);
      await stage.start();
      // One for what Mimecast does not keep any more, one for what it does not list by date.
      await forgiveGaps(stage, 2);
    },
  },
  {
    name: 'horizon-streaming',
    trap: 'API.md §8.11: after more than 24 hours without collecting, the loss is silent',
    what: 'streaming, and the collector is off for 40 hours; what is out of reach must be a gap entry',
    world: { ...live, liveEventsPerSecond: 0.002 },
    connector: { siemDelivery: 'streaming' },
    logTypes: ['SIEM'],
    expect: { gaps: true },
    run: async (stage) => {
      await downFor(stage, 40 * hourMs);
      await forgiveGaps(stage);
    },
  },
  {
    name: 'down-for-a-weekend',
    trap: 'API.md §8.11: after downtime the collector starts "today"',
    what: 'the collector is off for 60 hours, everything is within reach of the batch files',
    world: { ...live, liveEventsPerSecond: 0.002, liveFileSeconds: 7200 },
    run: async (stage) => {
      await stage.start();
      await delivered(stage, 500);
      await stage.until('it has caught up', (status) => status.streams.every(({ health }) => health.state === 'active'));
      await stage.stop();
      await stage.jump(60 * hourMs);
      stage.freezeWorld();
      await stage.start();
    },
  },
];
