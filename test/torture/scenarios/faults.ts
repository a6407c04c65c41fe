import type { Endpoint, FaultName, FaultRule } from '../../../electron/simulator/simulator';
import { FAULT_NAMES, FAULTS } from '../../../electron/simulator/simulator';
import type { LogType } from '../../../shared/model/log-type';
import type { Expectation, Scenario } from '../scenario';

/** Which log type meets the faults of an endpoint. */
const readers: Readonly<Record<Endpoint, LogType>> = {
  token: 'Audit_Events',
  'siem.batch': 'SIEM',
  'siem.streaming': 'SIEM',
  'siem.file': 'SIEM',
  dlp: 'DLP',
  audit: 'Audit_Events',
  hold: 'Hold_Message_List',
  account: 'Audit_Events',
};

/** Where each fault comes from. */
const traps: Readonly<Record<FaultName, string>> = {
  tokenExpiresMidPage: 'API.md §8.5: the token expires mid-page and the page is lost',
  transient401: 'API.md §1.3: a passing 401 stops the collector',
  appForbidden: 'FEATURES.md §3.7: a product that is not assigned keeps producing errors',
  forbidden403: 'API.md §8.20: one missing permission stops the other sources',
  notLicensed404: 'FEATURES.md §3.7: an endpoint that is not licensed keeps producing errors',
  rateLimited429: 'FEATURES.md §3.5: 429 and then missing events',
  serverError: 'FEATURES.md §3.2: what a server error cut off is skipped',
  failIn200: 'API.md §8.15: HTTP 200 with fail[] is taken for an empty page',
  proxyHtml: 'FEATURES.md §3.6: a page of the proxy, and nobody can tell what is wrong',
  emptyBody: 'FEATURES.md §3.6: an empty body ends as "EOF"',
  expiredCursor: 'API.md §8.2: a position that Mimecast does not take any more',
  hang: 'RELIABILITY.md 11: an answer that never comes blocks the stream',
  slow: 'RELIABILITY.md 11: a slow answer is given up too early',
  resetMidBody: 'FEATURES.md §3.2: a connection that breaks mid-body loses the rest',
  clockSkew: 'API.md §8.17: two clocks that differ lose what lies between them',
  dataEmptyArray: 'API.md §8.16: data: [] and data[0] is taken for granted',
  missingPagination: 'API.md §8.15: pagination is missing and the template fails',
  nextWithEmptyData: 'API.md §8.16: next beside an empty page is followed for ever',
  repeatedPage: 'API.md §8.9: a page comes twice',
  repeatedFileUrl: 'API.md §8.9: a page lists a file twice',
  overlappingPages: 'API.md §8.9: pages overlap',
  poisonedCursor: 'API.md §8.2: the all-0-0 cursor, nothing for ever',
  emptyPageWithCursor: 'API.md §8.1: the cursor of an empty page is lost',
  isCaughtUpMissing: 'API.md §2.3: isCaughtUp is missing',
  enhancedLoggingOff: 'API.md §8.19: enhanced logging is off, 200 and nothing for ever',
  signedUrl403: 'API.md §8.4: signed URLs expire while they are queued (403)',
  signedUrl404: 'API.md §8.4: signed URLs expire while they are queued (404)',
  truncatedFile: 'FEATURES.md §3.2: a file that is cut off counts as read',
  corruptFile: 'FEATURES.md §3.3: one bad file blocks everything',
  emptyFile: 'FEATURES.md §3.2: an empty file counts as read',
  nonGzipFile: 'FEATURES.md §3.2: a file that is not gzip is skipped',
  bombFile: 'API.md §8.6: a file that inflates without end fills the memory',
  badLine: 'FEATURES.md §3.3: one bad line spoils the file',
  hugeLine: 'API.md §8.6: a line of 20 MiB fills the memory',
  invalidUtf8: 'API.md §2.5: bytes that are not UTF-8 are replaced in silence',
  deepNesting: 'API.md §2.5: a line nested 20,000 deep ends the parser',
  bomMark: 'API.md §2.5: a byte order mark spoils the first line',
  crlfLines: 'API.md §2.5: CR LF and blank lines spoil the file',
  protoKeys: 'API.md §8.14: __proto__ keys reach the objects of the program',
  int64Ids: 'API.md §8.14: 64-bit ids are rounded',
  unknownType: 'API.md §8.14: an unknown type is dropped',
  outOfOrder: 'API.md §8.10: events out of order are overtaken by the position',
  lateEvents: 'API.md §8.10: late events are overtaken by the position',
  'batch.noList': 'API.md §2.2: a comma list of types is refused',
  'batch.listPartial': 'API.md §2.2: a comma list of types answers one type only',
};

/** Records that no decoder can read: in quarantine, all others delivered. */
const unreadable: readonly FaultName[] = ['badLine', 'hugeLine', 'invalidUtf8', 'deepNesting'];
/** These wait for an occasion of their own kind: let none pass first. */
const rare: readonly FaultName[] = ['tokenExpiresMidPage', 'expiredCursor', 'dataEmptyArray', 'missingPagination', 'nextWithEmptyData', 'overlappingPages', 'batch.listPartial', 'batch.noList', 'hang'];

function ruleOf(fault: FaultName, on: Endpoint): FaultRule {
  const { stage } = FAULTS[fault];
  // A line of 20 MiB or a bomb in every file would only cost time.
  if (fault === 'hugeLine') return { fault, on, match: 'receipt_000001' };
  if (fault === 'bombFile') return { fault, on, times: 1, match: 'receipt_000001' };
  if (fault === 'lateEvents') return { fault, on, ms: 300_000 };
  if (stage === 'content') return { fault, on };
  if (stage === 'standing') return { fault, on };
  const times = fault === 'hang' ? 1 : 2;
  const after = on === 'token' || rare.includes(fault) ? 0 : 1;
  const more: Partial<FaultRule> = fault === 'slow' ? { ms: 300 } : fault === 'rateLimited429' ? { ms: 30_000 } : {};
  return { fault, on, times, after, ...more };
}

function scenarioOf(fault: FaultName, on: Endpoint): Scenario {
  const expect: Expectation = unreadable.includes(fault) ? { quarantined: true } : {};
  const isPage = FAULTS[fault].stage === 'page' || fault === 'expiredCursor' || fault === 'tokenExpiresMidPage';
  return {
    name: `${fault}-${on}`,
    trap: traps[fault],
    faults: [ruleOf(fault, on)],
    logTypes: [readers[on]],
    // Enough for several pages of 500 records, so that there is a middle.
    world: on === 'dlp' || on === 'audit' || on === 'hold' || on === 'token' ? { events: 10, dlpEvents: 1200, auditEvents: 1200, heldMessages: 1200 } : { events: 600, ...(on === 'siem.batch' && isPage ? { eventsPerFile: 4 } : {}) },
    // A feed that says "nothing, and that is all" can only be proved wrong by the batch files.
    ...(on === 'siem.streaming' ? { connector: { siemDelivery: fault === 'enhancedLoggingOff' ? 'hybrid' : 'streaming' } } : {}),
    ...(fault === 'hang' ? { slow: true, scale: 20 } : {}),
    expect,
  };
}

const pairs = FAULT_NAMES.flatMap((fault) => FAULTS[fault].on.filter((on) => on !== 'account').map((on): [FaultName, Endpoint] => [fault, on]));

/** Every fault of the simulator alone, on each endpoint where it acts: it passes, and everything is there. */
export const faultScenarios: readonly Scenario[] = pairs.map(([fault, on]) => scenarioOf(fault, on));
