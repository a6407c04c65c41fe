import type { Endpoint, FaultName, FaultRule } from '../../../electron/simulator/simulator';
import { FAULTS } from '../../../electron/simulator/simulator';
import type { Scenario } from '../scenario';
import { sequence } from '../sequence';
import type { Mood } from '../stage/receiver';

/** Faults that pass by themselves and can be combined at will. */
const passing: readonly FaultName[] = [
  'tokenExpiresMidPage', 'transient401', 'appForbidden', 'forbidden403', 'notLicensed404', 'rateLimited429', 'serverError', 'failIn200', 'proxyHtml', 'emptyBody',
  'expiredCursor', 'slow', 'resetMidBody', 'clockSkew', 'dataEmptyArray', 'missingPagination', 'nextWithEmptyData', 'repeatedPage', 'repeatedFileUrl', 'overlappingPages',
  'poisonedCursor', 'emptyPageWithCursor', 'isCaughtUpMissing', 'bomMark', 'crlfLines', 'protoKeys', 'int64Ids', 'outOfOrder',
];
/** Of damage only one kind, and not too often: three failures make a file count as lost. */
const damages: readonly FaultName[] = ['signedUrl403', 'signedUrl404', 'truncatedFile', 'corruptFile', 'emptyFile', 'nonGzipFile'];
const moods: readonly Mood[] = ['reset', 'lose-answer', { status: 503 }, { status: 429, headers: { 'retry-after': '20' } }, { slowMs: 150 }];
/** They change the records of files only, so that the two feeds really offer different ones. */
const notForBothFeeds: readonly FaultName[] = ['protoKeys', 'int64Ids'];
const deliveries = ['batch', 'batch', 'streaming', 'hybrid'] as const;

function pick<T>(items: readonly T[], random: () => number): T {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new RangeError('Nothing to choose from.');
  return item;
}

function drawRule(fault: FaultName, random: () => number): FaultRule {
  const places: readonly Endpoint[] = FAULTS[fault].on;
  const isContent = FAULTS[fault].stage === 'content';
  // A list that changes its records from one poll to the next really offers two records: only files keep what they got.
  const on = isContent ? 'siem.file' : pick(places, random);
  if (isContent) return { fault, on, probability: 0.3, seed: Math.floor(random() * 1000) };
  const more: Partial<FaultRule> = fault === 'slow' ? { ms: 100 } : fault === 'rateLimited429' ? { ms: 20_000 } : fault === 'clockSkew' ? { ms: random() < 0.5 ? -120_000 : 600_000 } : {};
  return { fault, on, times: 1 + Math.floor(random() * 4), after: Math.floor(random() * 4), ...more };
}

/** Chance decides faults, receiver and kills; `seed` decides chance. */
export function randomScenario(seed: number): Scenario {
  const random = sequence(seed);
  const siemDelivery = pick(deliveries, random);
  const suitable = passing.filter((fault) => siemDelivery !== 'hybrid' || !notForBothFeeds.includes(fault));
  const faults = Array.from({ length: 3 + Math.floor(random() * 5) }, () => drawRule(pick(suitable, random), random));
  if (random() < 0.6) faults.push({ fault: pick(damages, random), on: 'siem.file', times: 2, after: Math.floor(random() * 5) });
  const kills = Math.floor(random() * 4);
  const pauses = Array.from({ length: kills }, () => 250 + random() * 1200);
  const mooded = Array.from({ length: Math.floor(random() * 6) }, () => pick(moods, random));
  return {
    name: `random-${seed}`,
    trap: 'combinations: what each fault alone does not show',
    what: `${faults.map(({ fault, on }) => `${fault} on ${on ?? 'all'}`).join(', ')}; ${kills} kills; receiver disturbed ${mooded.length} times; ${siemDelivery}`,
    world: { seed, events: 800 + Math.floor(random() * 1500), eventsPerFile: pick([10, 50, 200], random), dlpEvents: 700, auditEvents: 700, heldMessages: 600 },
    faults,
    connector: { siemDelivery },
    outputs: ['file', 'http'],
    expect: { faultsMayMiss: true },
    run: async (stage) => {
      stage.receiver.moods.push(...mooded);
      for (const pause of pauses) {
        await stage.start();
        await new Promise((resolve) => setTimeout(resolve, pause));
        await stage.kill();
      }
      await stage.start();
    },
  };
}
