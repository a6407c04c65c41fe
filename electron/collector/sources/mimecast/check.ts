import type { FailureCode } from '../../../../shared/failures/catalogue';
import type { CheckItem, CheckReport, RunningCheck } from '../../../../shared/model/check-report';
import type { ConnectorConfig } from '../../../../shared/model/connector';
import { defaultBaseUrl, regionOf } from '../../../../shared/model/connector';
import type { LogType } from '../../../../shared/model/log-type';
import { logTypeTable } from '../../../../shared/model/log-type';
import type { TextId } from '../../../../shared/text/catalogue';
import type { Message } from '../../../../shared/text/message';
import { say, sentences, wordsOnly } from '../../../../shared/text/message';
import type { Clock } from '../../kit/clock';
import { CodedError } from '../../kit/failure-error';
import { sliceArray } from '../../pipeline/json-slices';
import type { Found } from './check-steps';
import { CheckSteps } from './check-steps';
import type { ApiCall, ApiClient, ApiPage } from './client/api-client';
import { quotaRules } from './client/quota';
import { answersAs } from './streams/siem-platform';
import type { Platform } from './streams/siem-types';
import { siemPath, typesOf } from './streams/siem-types';
import { apiTime } from './streams/window-stream';

const hourMs = 3_600_000;
/** Beyond this a window that ends "now" may lie in Mimecast's future, or signed links look expired. */
const largestSkewMs = 5 * 60_000;

type SiemForm = { readonly platform: Platform; readonly delivery: 'batch' | 'streaming' };

/** One cheap read per log type: the smallest page, of the last hour where there is a window. */
function probe(siem: SiemForm, logType: LogType, now: number): { readonly call: ApiCall; readonly found: (page: ApiPage) => Found } {
  const from = apiTime(now - hourMs);
  const to = apiTime(now);
  const post = (path: string, filter: Readonly<Record<string, unknown>>): ApiCall => ({ method: 'POST', path, body: { meta: { pagination: { pageSize: 1 } }, data: [filter] } });
  // What the stream would not understand must not pass here: the test would be green and the collection not.
  const requireList = (list: unknown, what: string): void => {
    if (!Array.isArray(list)) throw new CodedError('MC-ANSWER-SHAPE', `The answer holds no ${what}.`);
  };
  const counted = (page: ApiPage, found: TextId): Found => {
    requireList(page.body['data'], 'list of records');
    const meta = page.body['meta'] as { readonly pagination?: { readonly totalCount?: unknown } } | undefined;
    const total = meta?.pagination?.totalCount;
    return { state: 'passed', message: typeof total === 'number' ? say(found, { count: total }) : say('check.readable') };
  };
  switch (logType) {
    case 'SIEM':
      return {
        call: {
          method: 'GET',
          path: siemPath(siem.platform, siem.delivery),
          query:
            siem.delivery === 'batch'
              ? { type: typesOf(siem.platform)[0] ?? 'receipt', pageSize: '1', dateRangeStartsAt: new Date(now - 24 * hourMs).toISOString().slice(0, 10) }
              : { pageSize: '1', dateRangeStartsAt: new Date(now - hourMs).toISOString() },
          quota: siem.delivery === 'batch' ? 'siem-batch' : 'siem-streaming',
        },
        found: (page) => {
          if (page.body['isCaughtUp'] !== true) requireList(page.body['value'], 'list of logs');
          return (sliceArray(page.text, ['value']) ?? []).length > 0
            ? { state: 'passed', message: say('check.readable.logs') }
            : { state: 'warning', message: say('check.readable.noLogs') };
        },
      };
    case 'DLP':
      return { call: post('/api/dlp/get-logs', { from, to, oldestFirst: true }), found: (page) => counted(page, 'check.readable.records') };
    case 'Audit_Events':
      return { call: post('/api/audit/get-audit-events', { startDateTime: from, endDateTime: to }), found: (page) => counted(page, 'check.readable.events') };
    case 'Hold_Message_List':
      return { call: post('/api/gateway/get-hold-message-list', { admin: true, start: apiTime(now - 24 * hourMs), end: to }), found: (page) => counted(page, 'check.readable.held') };
  }
}

/**
 * Test Connection: reach the host, get a token, read each chosen log type. Every check reports for itself; `progress` is
 * told which ones are under way.
 */
export async function checkConnector(config: ConnectorConfig, client: ApiClient, clock: Clock, signal: AbortSignal, progress: (running: readonly RunningCheck[]) => void = () => undefined): Promise<CheckReport> {
  const startedAt = clock.now();
  const steps = new CheckSteps(clock, signal, progress);
  const { items } = steps;
  const { host, protocol } = new URL(config.baseUrl);
  let skew: number | null = null;
  const reached = await steps.run('reach', say('check.reach', { host }), null, async (limited) => {
    const answer = await client.reach(limited);
    skew = answer.skewMs;
    return { state: 'passed', message: protocol === 'https:' ? say('check.reach.tls') : say('check.reach.plain') };
  });
  items.unshift(...wayThere(config.baseUrl, items[0]));
  const authenticated = reached
    ? await steps.run('token', say('check.token'), null, async (limited) => {
        await client.authenticate(limited);
        return { state: 'passed', message: say('check.token.accepted') };
      })
    : (steps.skip('token', say('check.token'), null), false);
  const siem: SiemForm = { platform: await findPlatform(config, client, clock, authenticated, signal), delivery: config.siemDelivery === 'streaming' ? 'streaming' : 'batch' };
  await Promise.all(
    config.logTypes.map(async (logType) => {
      if (!authenticated) {
        steps.skip(logType, wordsOnly(logTypeTable[logType].title), logType);
        return;
      }
      const { call, found } = probe(siem, logType, client.now());
      await steps.run(logType, wordsOnly(logTypeTable[logType].title), logType, async (limited) => found(await client.call(call, limited)));
    }),
  );
  if (authenticated) items.push(quotaItem(items, config));
  if (skew !== null) items.push(clockItem(skew));
  const order = ['dns', 'tls', 'reach', 'token', ...config.logTypes, 'quota', 'clock'];
  items.sort((a, b) => order.indexOf(a.id) - order.indexOf(b.id));
  return { passed: items.every((item) => item.state === 'passed' || item.state === 'warning'), startedAt, durationMs: clock.now() - startedAt, items };
}

function clockItem(skewMs: number): CheckItem {
  const off = Math.abs(skewMs);
  const wrong = off > largestSkewMs;
  return {
    id: 'clock', title: say('check.clock'), logType: null, failure: null, durationMs: 0,
    state: wrong ? 'warning' : 'passed',
    message: wrong ? say('check.clock.differs', { count: Math.round(off / 60_000) }) : say('check.clock.agrees'),
  };
}

/** Codes that say nothing about the name: a proxy looks it up, or the time was over before anything was known. */
const beforeTheHost: readonly FailureCode[] = ['NET-PROXY', 'NET-PROXY-AUTH', 'NET-PROXY-REFUSED', 'NET-PROXY-UPSTREAM', 'NET-TIMEOUT'];

/**
 * Name and encryption as checks of their own, so that the network team sees at a glance which one stands in the way.
 * Both are read off the attempt to reach the host: a look-up of our own would say nothing about one made by a proxy.
 */
function wayThere(baseUrl: string, reach: CheckItem | undefined): CheckItem[] {
  const { hostname, protocol } = new URL(baseUrl);
  const code = reach?.failure?.code ?? null;
  const item = (id: string, title: Message, state: CheckItem['state'], message: Message): CheckItem => ({ id, title, logType: null, state, message, failure: null, durationMs: 0 });
  const skipped = (id: string, title: Message): CheckItem => item(id, title, 'skipped', say('check.skippedStep'));
  const items: CheckItem[] = [];
  if (!/^[\d.]+$|^\[/.test(hostname)) {
    if (code !== null && beforeTheHost.includes(code)) items.push(skipped('dns', say('check.dns')));
    else items.push(nameItem(baseUrl, hostname, code !== 'NET-DNS', (state, message) => item('dns', say('check.dns'), state, message)));
  }
  if (protocol === 'https:') {
    if (code === 'NET-TLS') items.push(item('tls', say('check.tls'), 'failed', say(`failure.${code}.sentence`)));
    else if (code === null || code === 'NET-NOT-API' || code === 'NET-PORTAL') items.push(item('tls', say('check.tls'), 'passed', say('check.tls.trusted')));
    else items.push(skipped('tls', say('check.tls')));
  }
  return items;
}

/** Whether the name is known, and what it says about the region. */
function nameItem(baseUrl: string, host: string, known: boolean, item: (state: CheckItem['state'], message: Message) => CheckItem): CheckItem {
  const region = regionOf(baseUrl);
  const found = !known ? say('check.dns.unknown', { host }) : region.kind === 'known' ? say('check.dns.knownRegion', { host, region: region.name }) : say('check.dns.known', { host });
  if (region.kind !== 'unknown') return item(known ? 'passed' : 'failed', found);
  return item(known ? 'warning' : 'failed', sentences(found, say('check.dns.noRegion', { code: region.code, address: defaultBaseUrl })));
}

/** Mimecast tells the quota only by refusing: a refused request of this test is a warning with the time to wait. */
function quotaItem(items: readonly CheckItem[], config: ConnectorConfig): CheckItem {
  const refused = items.find((each) => each.failure?.code === 'MC-RATE-429')?.failure ?? null;
  const wait = refused?.retryAfterMs ?? null;
  const rule = config.logTypes.includes('SIEM') ? quotaRules[config.siemDelivery === 'streaming' ? 'siem-streaming' : 'siem-batch'] : undefined;
  const item = (state: CheckItem['state'], message: Message): CheckItem => ({ id: 'quota', title: say('check.quota'), logType: null, failure: null, durationMs: 0, state, message });
  if (refused === null) return item('passed', rule === undefined ? say('check.quota.free') : say('check.quota.freeSiem', { calls: rule.calls, minutes: rule.windowMs / 60_000 }));
  return item('warning', wait === null ? say('check.quota.used') : say('check.quota.usedUntil', { seconds: Math.ceil(wait / 1000) }));
}

/** The platform to test with; when neither answers, Cloud Gateway, whose answer names what is missing. */
async function findPlatform(config: ConnectorConfig, client: ApiClient, clock: Clock, authenticated: boolean, signal: AbortSignal): Promise<Platform> {
  if (config.platform !== 'auto') return config.platform;
  if (!authenticated || !config.logTypes.includes('SIEM')) return 'cloud-gateway';
  try {
    if (await answersAs('cloud-gateway', client, clock.now(), signal)) return 'cloud-gateway';
    return (await answersAs('cloud-integrated', client, clock.now(), signal)) ? 'cloud-integrated' : 'cloud-gateway';
  } catch {
    // What stands in the way is reported by the check of the log type itself.
    signal.throwIfAborted();
    return 'cloud-gateway';
  }
}
