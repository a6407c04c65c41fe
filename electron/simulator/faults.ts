/** The catalogue of faults the simulator can show, and the shape of the rules that switch them on. */

/** Where a fault can act. `siem.file` is the download of a batch file from its signed URL. */
export type Endpoint = 'token' | 'siem.batch' | 'siem.streaming' | 'siem.file' | 'dlp' | 'audit' | 'hold' | 'account';

/** How a fault works, which decides what its counters count: calls, listed files, downloads, or nothing. */
export type FaultStage =
  /** Answers instead of the endpoint. */
  | 'refusal'
  /** Changes how the answer travels. */
  | 'transport'
  /** Changes the page that is answered; the records stay reachable unless the description says otherwise. */
  | 'page'
  /** Changes what a listed file (or a page) contains; counted per listed file; a file keeps what it got. */
  | 'content'
  /** Damages the download of a file; `unrecoverable` of the truth lists what is lost while the damage is permanent. */
  | 'damage'
  /** Holds as long as the rule exists. */
  | 'standing';

export type FaultEntry = { readonly description: string; readonly stage: FaultStage; readonly on: readonly Endpoint[] };

const SIEM = ['siem.batch', 'siem.streaming'] as const;
const LISTS = ['dlp', 'audit', 'hold'] as const;
const DATA = [...SIEM, ...LISTS] as const;
const CALLS = [...DATA, 'account'] as const;
const ANY = ['token', ...CALLS] as const;
const FILE = ['siem.file'] as const;
const EVERYWHERE = [...ANY, ...FILE] as const;

export const FAULTS = {
  tokenExpiresMidPage: { stage: 'refusal', on: DATA, description: 'The token ends between two pages: a paging call with a token already used gets 401 token_expired; a fresh token works.' },
  transient401: { stage: 'refusal', on: CALLS, description: '401 token_verification_failed although the token is good.' },
  appForbidden: { stage: 'refusal', on: CALLS, description: '403 app_forbidden: the application lacks the API product.' },
  forbidden403: { stage: 'refusal', on: DATA, description: '403 permission denied: the role lacks the permission.' },
  notLicensed404: { stage: 'refusal', on: CALLS, description: '404: the endpoint does not exist for this tenant.' },
  rateLimited429: { stage: 'refusal', on: ANY, description: '429; variant = x-ratelimit-reset (default), x-rate-limit-reset, x-mimecast-ratelimit-reset, retry-after-seconds, retry-after-date, none; ms = time to wait (default 1000).' },
  serverError: { stage: 'refusal', on: EVERYWHERE, description: 'A server error; variant = 500 (default), 502, 503, 504.' },
  failIn200: { stage: 'refusal', on: ANY, description: 'HTTP 200 whose body carries fail[] and no data.' },
  proxyHtml: { stage: 'refusal', on: EVERYWHERE, description: 'HTTP 200 with an HTML page, as a proxy in between sends it.' },
  emptyBody: { stage: 'refusal', on: ANY, description: 'HTTP 200 with an empty body.' },
  expiredCursor: { stage: 'refusal', on: DATA, description: '400 for a call that carries a cursor or page token.' },
  hang: { stage: 'refusal', on: EVERYWHERE, description: 'Never answers; the connection stays open.' },
  slow: { stage: 'transport', on: EVERYWHERE, description: 'Answers after ms (default 2000).' },
  resetMidBody: { stage: 'transport', on: EVERYWHERE, description: 'The connection breaks after half of the body.' },
  clockSkew: { stage: 'transport', on: EVERYWHERE, description: 'The Date header is wrong by ms (default 600000; may be negative).' },
  dataEmptyArray: { stage: 'page', on: LISTS, description: 'The last page names a next page, which is `data: []` without next.' },
  missingPagination: { stage: 'page', on: LISTS, description: 'The last page has no meta.pagination.' },
  nextWithEmptyData: { stage: 'page', on: LISTS, description: 'After the last page come empty pages that always name a next page.' },
  repeatedPage: { stage: 'page', on: DATA, description: 'The cursor of a page leads to the same page once more.' },
  repeatedFileUrl: { stage: 'page', on: ['siem.batch'], description: 'The first file of a page is listed twice with the same URL.' },
  overlappingPages: { stage: 'page', on: DATA, description: 'The next page begins with the last records of this one (up to three).' },
  poisonedCursor: { stage: 'page', on: SIEM, description: '@nextPage is the all-0-0 cursor, which yields nothing for ever; only a query by date goes on.' },
  emptyPageWithCursor: { stage: 'page', on: SIEM, description: 'An empty page, not caught up, whose cursor leads to the data.' },
  isCaughtUpMissing: { stage: 'page', on: SIEM, description: 'isCaughtUp is left out.' },
  enhancedLoggingOff: { stage: 'page', on: SIEM, description: '200, empty value, caught up: logging is switched off in the tenant. The events appear when the rule ends.' },
  signedUrl403: { stage: 'damage', on: FILE, description: 'The download answers 403 with S3 XML (expired signature).' },
  signedUrl404: { stage: 'damage', on: FILE, description: 'The download answers 404 with S3 XML.' },
  truncatedFile: { stage: 'damage', on: FILE, description: 'The gzip file ends in the middle.' },
  corruptFile: { stage: 'damage', on: FILE, description: 'Bytes in the middle of the gzip file are flipped.' },
  emptyFile: { stage: 'damage', on: FILE, description: 'The download has zero bytes.' },
  nonGzipFile: { stage: 'damage', on: FILE, description: 'The download is text, not gzip.' },
  bombFile: { stage: 'damage', on: FILE, description: 'The download inflates to 200 MiB of spaces (ratio about 1000).' },
  badLine: { stage: 'content', on: FILE, description: 'An extra line in the middle of the file that is not JSON.' },
  hugeLine: { stage: 'content', on: FILE, description: 'An extra JSON line of 20 MiB.' },
  invalidUtf8: { stage: 'content', on: FILE, description: 'An extra JSON line with bytes that are not UTF-8.' },
  deepNesting: { stage: 'content', on: FILE, description: 'An extra JSON line nested 20000 levels deep.' },
  bomMark: { stage: 'content', on: FILE, description: 'The file begins with a byte order mark.' },
  crlfLines: { stage: 'content', on: FILE, description: 'Lines end with CR LF and blank lines are interspersed.' },
  protoKeys: { stage: 'content', on: [...FILE, 'siem.streaming', ...LISTS], description: 'Every tenth record has own keys named __proto__ and constructor.' },
  int64Ids: { stage: 'content', on: [...FILE, 'siem.streaming', ...LISTS], description: 'Every tenth record has an integer above 2^53 (internalId).' },
  unknownType: { stage: 'content', on: [...FILE, 'siem.streaming'], description: 'Every tenth event has a type nobody knows.' },
  outOfOrder: { stage: 'content', on: [...FILE, 'siem.streaming', ...LISTS], description: 'Records of a file or page come shuffled.' },
  lateEvents: { stage: 'standing', on: [...FILE, 'siem.streaming', 'dlp', 'audit'], description: 'SIEM: every seventh event of a file is ms older (default 3600000). DLP, audit: a fifth of the records becomes visible only ms (default 600000) after its time.' },
  'batch.noList': { stage: 'refusal', on: ['siem.batch'], description: 'A comma list of types is refused with 400.' },
  'batch.listPartial': { stage: 'page', on: ['siem.batch'], description: 'A comma list of types answers only the first type.' },
} as const satisfies Record<string, FaultEntry>;

export type FaultName = keyof typeof FAULTS;

export const FAULT_NAMES = Object.keys(FAULTS) as readonly FaultName[];

/** Switches a fault on. Without limits it acts every time it can. */
export type FaultRule = {
  readonly fault: FaultName;
  /** Only there; default: wherever the catalogue says. */
  readonly on?: Endpoint;
  /** Lets so many occasions pass first. */
  readonly after?: number;
  /** Acts at most so often. Damage without `times` counts as permanent. */
  readonly times?: number;
  /** 0..1, drawn per occasion from the rule's seed; for files without `times` drawn per file, so that it stays damaged. */
  readonly probability?: number;
  readonly seed?: number;
  /** See rateLimited429 and serverError. */
  readonly variant?: string;
  /** Duration or skew in ms, see the catalogue. */
  readonly ms?: number;
  /** Files only: acts only where the object name contains this text. */
  readonly match?: string;
};

function isFaultName(value: unknown): value is FaultName {
  return typeof value === 'string' && Object.hasOwn(FAULTS, value);
}

const NUMBERS = ['after', 'times', 'probability', 'seed', 'ms'] as const;
const TEXTS = ['on', 'variant', 'match'] as const;

/** Checks rules that came from outside (a file, an HTTP body). Throws TypeError with the reason. */
export function parseFaultRules(value: unknown): readonly FaultRule[] {
  if (!Array.isArray(value)) throw new TypeError('fault rules: expected a JSON array');
  return value.map((item: unknown, i) => {
    if (typeof item !== 'object' || item === null) throw new TypeError(`fault rule ${i}: expected an object`);
    const rule = item as Record<string, unknown>;
    if (!isFaultName(rule.fault)) throw new TypeError(`fault rule ${i}: unknown fault ${JSON.stringify(rule.fault)}`);
    for (const key of Object.keys(rule)) {
      if (key === 'fault') continue;
      const expected = NUMBERS.some((name) => name === key) ? 'number' : TEXTS.some((name) => name === key) ? 'string' : null;
      if (expected === null) throw new TypeError(`fault rule ${i}: unknown member "${key}"`);
      if (typeof rule[key] !== expected) throw new TypeError(`fault rule ${i}: "${key}" must be a ${expected}`);
    }
    const allowed: readonly string[] = FAULTS[rule.fault].on;
    if (typeof rule.on === 'string' && !allowed.includes(rule.on)) {
      throw new TypeError(`fault rule ${i}: ${rule.fault} acts on ${allowed.join(', ')}, not on "${rule.on}"`);
    }
    return item as FaultRule;
  });
}
