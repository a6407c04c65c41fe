import type { FaultName } from '../../../electron/simulator/simulator';
import { FAULT_NAMES, FAULTS } from '../../../electron/simulator/simulator';
import type { Scenario } from '../scenario';

const damages = FAULT_NAMES.filter((fault) => FAULTS[fault].stage === 'damage');

function damagedForGood(fault: FaultName): Scenario {
  return {
    name: `${fault}-for-good`,
    trap: 'FEATURES.md §3.3: one bad file blocks everything, or is skipped in silence',
    what: 'one file stays damaged: it is given up, written down, and stops nobody',
    faults: [{ fault, on: 'siem.file', match: 'receipt_000001' }],
    logTypes: ['SIEM'],
    expect: { quarantined: true, gaps: true, damagedFiles: true },
  };
}

function throttled(variant: string): Scenario {
  return {
    name: `429-${variant}`,
    trap: 'API.md §1.4, FEATURES.md §3.5: the wait is named in one of six ways',
    what: `429 on every endpoint, header: ${variant}`,
    faults: (['siem.batch', 'dlp', 'audit', 'hold'] as const).map((on) => ({ fault: 'rateLimited429', on, variant, ms: 40_000, times: 2 })),
  };
}

function broken(variant: string): Scenario {
  return {
    name: `server-error-${variant}`,
    trap: 'FEATURES.md §3.2: what a server error cut off is skipped',
    what: `${variant} on every endpoint`,
    faults: (['siem.batch', 'siem.file', 'dlp', 'audit', 'hold'] as const).map((on) => ({ fault: 'serverError', on, variant, times: 3 })),
  };
}

/** What Mimecast does, beyond single faults. */
export const mimecastScenarios: readonly Scenario[] = [
  ...damages.map(damagedForGood),
  ...['x-ratelimit-reset', 'x-rate-limit-reset', 'x-mimecast-ratelimit-reset', 'retry-after-seconds', 'retry-after-date', 'none'].map(throttled),
  ...['500', '502', '503', '504'].map(broken),
  { name: 'no-fault-file', trap: 'FEATURES.md §3.1: duplicates when nothing new arrives', what: 'nothing happens', outputs: ['file', 'http'], world: { events: 3000, dlpEvents: 700, auditEvents: 700, heldMessages: 700 } },
  {
    name: 'restart-when-idle',
    trap: 'API.md §8.9: the memory of what was seen is lost with the process',
    what: 'stopped and started again three times when everything is delivered',
    // Within the last minutes, so that every poll reads them again, also where a busy machine takes half a minute for three starts.
    world: { historyHours: 0.1 },
    scale: 20,
    run: async (stage) => {
      for (let round = 0; round < 3; round += 1) {
        await stage.start();
        await stage.until('everything is delivered', (status) => (status.outputs[0]?.delivered ?? 0) >= 780 && status.streams.every(({ health }) => health.state === 'active'));
        if (round < 2) await stage.stop();
      }
    },
  },
  { name: 'hybrid', trap: 'API.md §2.2: streaming and batch bring every event twice, or a little differently', what: 'both feeds at once', connector: { siemDelivery: 'hybrid' }, logTypes: ['SIEM'], world: { events: 2000 } },
  {
    name: 'hybrid-poisoned-feed',
    trap: 'API.md §8.2: the feed is poisoned and nothing arrives',
    what: 'both feeds, the streaming one poisoned for good',
    connector: { siemDelivery: 'hybrid' },
    logTypes: ['SIEM'],
    faults: [{ fault: 'poisonedCursor', on: 'siem.streaming', times: 40 }],
  },
  { name: 'streaming-large-backlog', trap: 'API.md §8.7: a large first fetch', what: 'streaming, 3000 events in pages of 100', connector: { siemDelivery: 'streaming' }, logTypes: ['SIEM'], world: { events: 3000 } },
  { name: 'cloud-integrated', trap: 'API.md §8.18: Cloud Integrated is another set of types and addresses', what: 'a Cloud Integrated account, batch', connector: { platform: 'cloud-integrated' }, logTypes: ['SIEM'], world: { platform: 'cloud-integrated' } },
  {
    name: 'cloud-integrated-streaming',
    trap: 'API.md §8.18: Cloud Integrated is another set of types and addresses',
    what: 'a Cloud Integrated account, streaming',
    connector: { platform: 'cloud-integrated', siemDelivery: 'streaming' },
    logTypes: ['SIEM'],
    world: { platform: 'cloud-integrated' },
  },
  { name: 'platform-auto-ci', trap: 'API.md §8.18: the wrong platform gives errors for ever', what: 'the platform is not named, the account is Cloud Integrated', connector: { platform: 'auto' }, world: { platform: 'cloud-integrated' } },
  { name: 'platform-auto-cg', trap: 'API.md §8.18: the wrong platform gives errors for ever', what: 'the platform is not named, the account is Cloud Gateway', connector: { platform: 'auto', siemDelivery: 'hybrid' } },
  { name: 'quota-batch', trap: 'API.md §8.12: ten types use up the quota', what: 'the documented quota is enforced, one type at a time', faults: [{ fault: 'batch.noList' }], world: { enforceQuota: true, events: 1500, eventsPerFile: 8 }, logTypes: ['SIEM'] },
  { name: 'quota-hybrid', trap: 'API.md §8.12: ten types use up the quota', what: 'the documented quotas are enforced, both feeds', connector: { siemDelivery: 'hybrid' }, world: { enforceQuota: true, events: 2000 }, logTypes: ['SIEM'] },
  {
    name: 'permission-granted-later',
    trap: 'API.md §8.20: one missing permission stops the other sources',
    what: 'audit is denied at first: the others go on, and it begins by itself once it is granted',
    world: { denied: ['audit'] },
    expect: { person: 'grants the permission at Mimecast' },
    run: async (stage) => {
      await stage.start();
      const status = await stage.until('all others are well', (now) => now.streams.every(({ logType, health }) => health.state === (logType === 'Audit_Events' ? 'failed' : 'active')));
      stage.require(status.streams.some(({ health }) => health.failure?.code === 'MC-PERM-403'), 'the status does not name the missing permission');
      stage.simulator.setDenied([]);
    },
  },
  {
    name: 'secret-rotated',
    trap: 'API.md §1.3: a withdrawn key, and the collector has to be set up again',
    what: 'the secret is changed at Mimecast for a while and then changed back',
    world: { events: 2000 },
    expect: { person: 'gives the right secret again' },
    run: async (stage) => {
      await stage.start();
      await stage.until('it is at work', (status) => (status.outputs[0]?.delivered ?? 0) > 100);
      stage.simulator.rotateSecret('another-secret');
      await stage.until('it says so', (status) => status.streams.every(({ health }) => health.state === 'failed'));
      stage.simulator.rotateSecret('demo-client-secret');
    },
  },
  {
    name: 'signed-urls-expire-in-the-queue',
    trap: 'API.md §8.4: signed URLs expire while they are queued',
    what: 'links are good for a minute and some downloads take half of that',
    scale: 50,
    world: { signedUrlSeconds: 60, events: 1500 },
    faults: [{ fault: 'slow', on: 'siem.file', ms: 600, after: 5, times: 6 }],
    logTypes: ['SIEM'],
  },
  {
    name: 'hold-list-shrinks-while-paged',
    trap: 'API.md §5: a queue that shrinks while it is paged hides messages, and they "leave"',
    what: '600 of 1500 held messages are released while the list is walked',
    world: { heldMessages: 1500, events: 10 },
    faults: [{ fault: 'slow', on: 'hold', ms: 40 }],
    logTypes: ['Hold_Message_List'],
    run: async (stage) => {
      await stage.start();
      for (let index = 0; index < 600; index += 1) {
        stage.simulator.release(index * 2);
        if (index % 20 === 0) await new Promise((resolve) => setTimeout(resolve, 15));
      }
    },
  },
  {
    name: 'hold-list-departures',
    trap: 'API.md §5: nobody tells when a message leaves the queue',
    what: '50 held messages are released one after the other',
    world: { heldMessages: 300, events: 10 },
    logTypes: ['Hold_Message_List'],
    run: async (stage) => {
      await stage.start();
      await stage.until('all are known', (status) => (status.outputs[0]?.delivered ?? 0) >= 300);
      for (let index = 0; index < 50; index += 1) stage.simulator.release(index * 5);
      await stage.until('all departures are delivered', (status) => (status.outputs[0]?.delivered ?? 0) >= 350);
    },
  },
  {
    name: 'backfill',
    trap: 'API.md §8.7: the past cannot be fetched later',
    what: 'collecting starts an hour back; the rest is backfilled beside it',
    world: { events: 1500, historyHours: 90, dlpEvents: 300, auditEvents: 300 },
    logTypes: ['SIEM', 'DLP', 'Audit_Events'],
    connector: { startFrom: null },
    run: async (stage) => {
      await stage.start();
      await stage.until('it is at work', (status) => status.streams.every(({ health }) => health.state === 'active'));
      for (const logType of stage.streams) stage.require(await stage.host.ask('backfill', { logType, from: stage.startedAt - 95 * 3_600_000 }), `no backfill for ${logType}`);
    },
  },
  {
    name: 'backfill-killed',
    trap: 'API.md §8.7: the past cannot be fetched later',
    what: 'the collector is killed in the middle of a backfill and started again',
    world: { events: 3000, historyHours: 90, eventsPerFile: 60, dlpEvents: 300, auditEvents: 300 },
    logTypes: ['SIEM'],
    connector: { startFrom: null },
    run: async (stage) => {
      await stage.start();
      await stage.until('it is at work', (status) => status.streams.every(({ health }) => health.state === 'active'));
      const before = (await stage.status()).outputs[0]?.delivered ?? 0;
      await stage.host.ask('backfill', { logType: 'SIEM', from: stage.startedAt - 95 * 3_600_000 });
      await stage.until('the past arrives', (status) => (status.outputs[0]?.delivered ?? 0) > before + 200);
      await stage.kill();
      await stage.start();
    },
  },
  {
    name: 'test-connection-under-faults',
    trap: 'FEATURES.md §3.8: the status says connected when it is not',
    what: 'Test Connection while account, token and data endpoints misbehave: a report, never an exception',
    faults: [{ fault: 'proxyHtml', on: 'dlp', times: 1 }, { fault: 'forbidden403', on: 'audit', times: 1 }],
    run: async (stage) => {
      await stage.start();
      await stage.until('the faults pass', (status) => status.streams.every(({ health }) => health.state === 'active'));
      stage.simulator.setFaults([{ fault: 'proxyHtml', on: 'dlp' }, { fault: 'forbidden403', on: 'audit' }]);
      const { passed, items } = await stage.host.ask('check', null);
      const failed = items.filter((item) => item.state === 'failed').map((item) => `${String(item.logType)} ${item.failure?.code ?? ''}`);
      stage.require(!passed && failed.sort().join() === 'Audit_Events MC-PERM-403,DLP NET-NOT-API', `the report names ${failed.join()}`);
      stage.simulator.setFaults([]);
    },
  },
];
