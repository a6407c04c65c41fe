import type { FailureCode } from '../../../../shared/failures/catalogue';
import { describeFailure } from '../../../../shared/failures/catalogue';
import type { CheckItem, CheckReport } from '../../../../shared/model/check-report';
import type { ConnectorConfig } from '../../../../shared/model/connector';
import { defaultBaseUrl, regionOf } from '../../../../shared/model/connector';
import type { LogType } from '../../../../shared/model/log-type';
import { logTypeTable } from '../../../../shared/model/log-type';
import type { Clock } from '../../kit/clock';
import { CodedError, toFailure } from '../../kit/failure-error';
import { sliceArray } from '../../pipeline/json-slices';
import type { ApiCall, ApiClient, ApiPage } from './client/api-client';
import { quotaRules } from './client/quota';
import { answersAs } from './streams/siem-platform';
import type { Platform } from './streams/siem-types';
import { siemPath, typesOf } from './streams/siem-types';
import { apiTime } from './streams/window-stream';

const hourMs = 3_600_000;
/** Beyond this a window that ends "now" may lie in Mimecast's future, or signed links look expired. */
const largestSkewMs = 5 * 60_000;

type Found = { readonly state: 'passed' | 'warning'; readonly message: string };

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
  const counted = (page: ApiPage, what: string): Found => {
    requireList(page.body['data'], 'list of records');
    const meta = page.body['meta'] as { readonly pagination?: { readonly totalCount?: unknown } } | undefined;
    const total = meta?.pagination?.totalCount;
    return { state: 'passed', message: typeof total === 'number' ? `Readable, ${total} ${what}.` : `Readable.` };
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
            ? { state: 'passed', message: 'Readable, logs are there.' }
            : { state: 'warning', message: 'Readable, but there is nothing yet. If mail flowed today, switch on Account > Account Settings > Enhanced Logging in Mimecast.' };
        },
      };
    case 'DLP':
      return { call: post('/api/dlp/get-logs', { from, to, oldestFirst: true }), found: (page) => counted(page, 'records in the last hour') };
    case 'Audit_Events':
      return { call: post('/api/audit/get-audit-events', { startDateTime: from, endDateTime: to }), found: (page) => counted(page, 'events in the last hour') };
    case 'Hold_Message_List':
      return { call: post('/api/gateway/get-hold-message-list', { admin: true, start: apiTime(now - 24 * hourMs), end: to }), found: (page) => counted(page, 'messages held since yesterday') };
  }
}

/** Test Connection: reach the host, get a token, read each chosen log type. Every check reports for itself. */
export async function checkConnector(config: ConnectorConfig, client: ApiClient, clock: Clock, signal: AbortSignal): Promise<CheckReport> {
  const startedAt = clock.now();
  const items: CheckItem[] = [];
  const run = async (id: string, title: string, logType: LogType | null, work: () => Promise<Found>): Promise<boolean> => {
    const began = clock.now();
    try {
      const found = await work();
      items.push({ id, title, logType, ...found, failure: null, durationMs: clock.now() - began });
      return true;
    } catch (error) {
      signal.throwIfAborted();
      const problem = toFailure(error, clock.now());
      items.push({ id, title, logType, state: 'failed', message: describe(problem.code, logType), failure: problem, durationMs: clock.now() - began });
      return false;
    }
  };
  const skip = (id: string, title: string, logType: LogType | null): void => {
    items.push({ id, title, logType, state: 'skipped', message: 'Not tested, because an earlier check failed.', failure: null, durationMs: 0 });
  };

  const host = new URL(config.baseUrl).host;
  let skew: number | null = null;
  const reached = await run('reach', `Reach ${host}`, null, async () => {
    const answer = await client.reach(signal);
    skew = answer.skewMs;
    return { state: 'passed', message: `The host answers${config.baseUrl.startsWith('https:') ? ' over a verified TLS connection' : ''}.` };
  });
  items.unshift(...wayThere(config.baseUrl, items[0]));
  const authenticated = reached
    ? await run('token', 'Access token', null, async () => {
        await client.authenticate(signal);
        return { state: 'passed', message: 'Client ID and Client Secret are accepted.' };
      })
    : (skip('token', 'Access token', null), false);
  const siem: SiemForm = { platform: await findPlatform(config, client, clock, authenticated, signal), delivery: config.siemDelivery === 'streaming' ? 'streaming' : 'batch' };
  await Promise.all(
    config.logTypes.map(async (logType) => {
      if (!authenticated) {
        skip(logType, logTypeTable[logType].title, logType);
        return;
      }
      const { call, found } = probe(siem, logType, client.now());
      await run(logType, logTypeTable[logType].title, logType, async () => found(await client.call(call, signal)));
    }),
  );
  if (authenticated) items.push(quotaItem(items, config));
  if (skew !== null) {
    const off = Math.abs(skew);
    items.push({
      id: 'clock',
      title: 'Clock of this computer',
      logType: null,
      state: off > largestSkewMs ? 'warning' : 'passed',
      message: off > largestSkewMs ? `Differs from Mimecast by ${Math.round(off / 60_000)} minutes. Set the clock of this computer.` : 'Agrees with Mimecast.',
      failure: null,
      durationMs: 0,
    });
  }
  const order = ['dns', 'tls', 'reach', 'token', ...config.logTypes, 'quota', 'clock'];
  items.sort((a, b) => order.indexOf(a.id) - order.indexOf(b.id));
  return { passed: items.every((item) => item.state === 'passed' || item.state === 'warning'), startedAt, durationMs: clock.now() - startedAt, items };
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
  const item = (id: string, title: string, state: CheckItem['state'], message: string): CheckItem => ({ id, title, logType: null, state, message, failure: null, durationMs: 0 });
  const notKnown = 'Not tested, because an earlier step failed.';
  const items: CheckItem[] = [];
  if (!/^[\d.]+$|^\[/.test(hostname)) {
    const region = regionOf(baseUrl);
    const hint = region.kind === 'unknown' ? ` No region “${region.code}” is documented: use ${defaultBaseUrl}, which finds the region by itself.` : '';
    const place = region.kind === 'known' ? `, region ${region.name}` : '';
    if (code === 'NET-DNS') items.push(item('dns', 'Host name (DNS)', 'failed', `${hostname} is not known.${hint}`));
    else if (code !== null && beforeTheHost.includes(code)) items.push(item('dns', 'Host name (DNS)', 'skipped', notKnown));
    else items.push(item('dns', 'Host name (DNS)', hint === '' ? 'passed' : 'warning', `${hostname} is known${place}.${hint}`));
  }
  if (protocol === 'https:') {
    if (code === 'NET-TLS') items.push(item('tls', 'Secure connection (TLS)', 'failed', describeFailure(code).sentence));
    else if (code === null || code === 'NET-NOT-API' || code === 'NET-PORTAL') items.push(item('tls', 'Secure connection (TLS)', 'passed', 'The certificate is trusted and bears this name.'));
    else items.push(item('tls', 'Secure connection (TLS)', 'skipped', notKnown));
  }
  return items;
}

/** Mimecast tells the quota only by refusing: a refused request of this test is a warning with the time to wait. */
function quotaItem(items: readonly CheckItem[], config: ConnectorConfig): CheckItem {
  const refused = items.find((each) => each.failure?.code === 'MC-RATE-429')?.failure ?? null;
  const wait = refused?.retryAfterMs ?? null;
  const rule = config.logTypes.includes('SIEM') ? quotaRules[config.siemDelivery === 'streaming' ? 'siem-streaming' : 'siem-batch'] : undefined;
  const documented = rule === undefined ? '' : ` SIEM may be asked ${String(rule.calls)} times in ${String(rule.windowMs / 60_000)} minutes; polling stays below that.`;
  return {
    id: 'quota', title: 'Request quota', logType: null, failure: null, durationMs: 0,
    state: refused === null ? 'passed' : 'warning',
    message: refused === null
      ? `No request of this test was held back.${documented}`
      : `Used up for now${wait === null ? '' : `, free again in ${String(Math.ceil(wait / 1000))} s`}. Another program may use the same API application.`,
  };
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

/** The line for a failed check; the permission and product names are those to tick in Mimecast. */
function describe(code: FailureCode, logType: LogType | null): string {
  if (logType !== null && code === 'MC-PERM-403') return `Permission missing: ${logTypeTable[logType].permission}`;
  if (logType !== null && code === 'MC-PRODUCT-403') return `API product missing: ${logTypeTable[logType].product}`;
  return describeFailure(code).sentence;
}
