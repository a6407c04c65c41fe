import type { CollectionStatus } from '../../../shared/model/collection';
import type { Scenario } from '../scenario';
import type { Mood } from '../stage/receiver';
import type { Stage } from '../stage/stage';

const world = { events: 1500, dlpEvents: 200, auditEvents: 200, heldMessages: 100 };

function times(count: number, mood: Mood): readonly Mood[] {
  return Array.from({ length: count }, () => mood);
}

/** The receiver meets its first requests in these moods, one after the other. */
function moody(name: string, trap: string, what: string, moods: readonly Mood[]): Scenario {
  return {
    name: `receiver-${name}`, trap, what, world, outputs: ['http'],
    run: async (stage) => {
      stage.receiver.moods.push(...moods);
      await stage.start();
      await stage.until('the moods pass', () => stage.receiver.moods.length === 0);
    },
  };
}

function waiting(status: CollectionStatus, output: string): number {
  return status.outputs.find((one) => one.outputId === output)?.waiting ?? 0;
}

async function closedAtFirst(stage: Stage): Promise<void> {
  await stage.receiver.close();
  await stage.start();
  const status = await stage.until('events wait while the receiver is closed', (now) => waiting(now, 'http') >= 1000 && now.outputs.some(({ health }) => health.state === 'degraded'));
  stage.require(status.streams.every(({ health }) => health.failure === null), 'a closed receiver disturbs the collecting');
  await stage.receiver.open();
}

/** What receivers do to those who send. */
export const receiverScenarios: readonly Scenario[] = [
  { name: 'receiver-down', trap: 'RELIABILITY.md 9: a receiver that is down for a while', what: 'the receiver is closed at first and opened later', world, outputs: ['http'], run: closedAtFirst },
  {
    name: 'receiver-down-other-not',
    trap: 'RELIABILITY.md 4: a dead destination blocks the others',
    what: 'one receiver is closed while the files go on',
    world,
    outputs: ['file', 'http'],
    run: async (stage) => {
      await stage.receiver.close();
      await stage.start();
      await stage.until('the files have everything', (status) => waiting(status, 'http') >= 1500 && waiting(status, 'file') === 0 && (status.outputs.find((one) => one.outputId === 'file')?.delivered ?? 0) >= 1500);
      await stage.receiver.open();
    },
  },
  moody('slow', 'RELIABILITY.md 9: a receiver that takes its time', 'answers come after half a second', times(4, { slowMs: 500 })),
  moody('429', 'RELIABILITY.md 9: Retry-After is ignored', '429 with Retry-After, three times', times(3, { status: 429, headers: { 'retry-after': '30' } })),
  moody('401', 'RELIABILITY.md 9: events are given up because of an expired key', '401 three times, then the key is good again', times(3, { status: 401 })),
  moody('503', 'RELIABILITY.md 9: retries end after n tries', '503 twelve times', times(12, { status: 503 })),
  moody('reset', 'FEATURES.md §3.2: a cut connection counts as delivered', 'the connection is reset, five times', times(5, 'reset')),
  {
    ...moody('answer-lost', 'RELIABILITY.md 2: a lost answer, and the repeat cannot be told', 'the events are taken, the answer is lost, four times', times(4, 'lose-answer')),
    expect: {},
  },
  {
    name: 'receiver-413',
    trap: 'FEATURES.md §3.6: 413 from the target ends the delivery',
    what: 'requests of more than 30 events are too large',
    world: { ...world, events: 400 },
    outputs: ['http'],
    run: async (stage) => {
      stage.receiver.mostEvents = 30;
      await stage.start();
    },
  },
  {
    name: 'receiver-refuses-one',
    trap: 'RELIABILITY.md 8: one poisonous event blocks all others',
    what: 'every 50th event is refused with 400, then the receiver is mended and Retry is pressed',
    world,
    outputs: ['http'],
    expect: { person: 'mends the receiver and retries what is in quarantine' },
    run: async (stage) => {
      const refused = new Set([...stage.simulator.truth().keys('siem')].filter((_, index) => index % 50 === 25));
      stage.receiver.refuses = ({ natural }) => refused.has(natural);
      await stage.start();
      await stage.until('all refused events are set aside', (status) => status.outputs.every((output) => output.refused === refused.size && output.waiting === 0));
      stage.receiver.refuses = () => false;
      stage.require((await stage.host.ask('retryQuarantined', null)) === refused.size, 'not every event could be tried again');
    },
  },
  {
    name: 'collector-killed-while-receiver-down',
    trap: 'RELIABILITY.md 1: what waits is lost with the process',
    what: 'the collector is killed with everything in its spool',
    world,
    outputs: ['http'],
    run: async (stage) => {
      await stage.receiver.close();
      await stage.start();
      await stage.until('events wait', (status) => waiting(status, 'http') >= 1000);
      await stage.kill();
      await stage.receiver.open();
      await stage.start();
    },
  },
];
