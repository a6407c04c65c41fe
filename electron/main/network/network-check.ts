import type { TLSSocket } from 'node:tls';

import { Agent, request } from 'undici';

import { describeFailure } from '../../../shared/failures/catalogue';
import type { CheckItem, CheckReport } from '../../../shared/model/check-report';
import { t } from '../../../shared/text/text';
import { routeWords } from '../../collector/kit/along-routes';
import { CodedError, failure, FailureError, toFailure } from '../../collector/kit/failure-error';
import type { NetworkAccess, Route } from '../../collector/kit/network';
import { Network } from '../../collector/kit/network';
import { networkConnector } from '../../collector/kit/network-connector';
import { networkFailure } from './network-failure';

/** A person waits for it. */
const answerWithinMs = 15_000;
/** Beyond this Mimecast refuses requests as being from another time (API.md), and windows of time are off. */
export const largestSkewMs = 5 * 60_000;

/** Reaches `baseUrl` with the values of a form: the way there, the certificate, the clock. Changes nothing, sends no credentials of Mimecast. */
export async function checkNetwork(access: NetworkAccess, baseUrl: string, now: () => number, signal: AbortSignal): Promise<CheckReport> {
  const startedAt = now();
  const host = new URL(baseUrl).host;
  const items: CheckItem[] = [];
  const network = new Network(access);
  let tls = '';
  const connect = networkConnector(network, { timeoutMs: answerWithinMs });
  const agent = new Agent({
    connect: (target, callback) => {
      connect(target, (...[error, socket]) => {
        if (error !== null) {
          callback(error, null);
          return;
        }
        tls = describeTls(socket as Partial<TLSSocket>);
        callback(null, socket);
      });
    },
    headersTimeout: answerWithinMs,
  });
  const run = async (id: string, title: string, work: () => Promise<Pick<CheckItem, 'state' | 'message'>>): Promise<boolean> => {
    const began = now();
    try {
      items.push({ id, title, logType: null, failure: null, durationMs: 0, ...(await work()) });
    } catch (error) {
      signal.throwIfAborted();
      const found = error instanceof FailureError || error instanceof CodedError ? toFailure(error, now()) : networkFailure(error, now());
      items.push({ id, title, logType: null, state: 'failed', message: describeFailure(found.code).sentence, failure: found, durationMs: now() - began });
      return false;
    }
    return true;
  };
  try {
    let skew: number | null = null;
    const routed = await run('route', t('check.network.way', { host }), async () => ({ state: 'passed', message: describeRoutes(await access.routesTo(`${new URL(baseUrl).origin}/`)) }));
    const reached = routed && (await run('reach', t('check.network.reach', { host }), async () => {
      const answer = await request(`${baseUrl}/`, { dispatcher: agent, method: 'GET', headers: { 'user-agent': 'Mimecast-Connector' }, signal: AbortSignal.any([signal, AbortSignal.timeout(answerWithinMs * 2)]) });
      await answer.body.dump().catch(() => undefined);
      const { statusCode: status } = answer;
      // A redirect to another host is how captive portals show their page.
      const portal = status === 511 || (status >= 300 && status < 400 && leadsElsewhere(answer.headers['location'], baseUrl));
      if (portal || (status >= 300 && status < 400)) throw new FailureError(failure(portal ? 'NET-PORTAL' : 'NET-NOT-API', { at: now(), detail: `HTTP ${String(answer.statusCode)} from ${host}` }));
      const date = Date.parse(String(answer.headers['date'] ?? ''));
      skew = Number.isFinite(date) ? date - now() : null;
      return { state: 'passed', message: t('check.network.answers', { status: answer.statusCode, tls }).trim() };
    }));
    if (reached && skew !== null) items.push(clockItem(skew, now()));
    return { passed: items.every((item) => item.state !== 'failed'), startedAt, durationMs: now() - startedAt, items };
  } finally {
    await agent.destroy();
  }
}

/** The clock against that of a server, whose Date header counts whole seconds. */
export function clockItem(skewMs: number, at: number): CheckItem {
  const wrong = Math.abs(skewMs) > largestSkewMs;
  const minutes = Math.round(Math.abs(skewMs) / 60_000);
  return {
    id: 'clock', title: t('check.network.clock'), logType: null, durationMs: 0,
    state: wrong ? 'warning' : 'passed',
    message: wrong ? t(skewMs > 0 ? 'check.network.clockSlow' : 'check.network.clockFast', { count: minutes }) : t('check.network.clockAgrees'),
    failure: wrong ? failure('PC-CLOCK', { at, detail: `${String(Math.round(skewMs / 1000))} s` }) : null,
  };
}

function leadsElsewhere(location: unknown, from: string): boolean {
  if (typeof location !== 'string' || !URL.canParse(location, from)) return false;
  return new URL(location, from).hostname !== new URL(from).hostname;
}

function describeTls(socket: Partial<TLSSocket>): string {
  if (socket.getProtocol === undefined) return 'Without TLS.';
  const issuer = socket.getPeerCertificate?.().issuer as unknown as Readonly<Record<string, string | string[] | undefined>> | undefined;
  const name = issuer?.['O'] ?? issuer?.['CN'];
  return `${socket.getProtocol() ?? 'TLS'}, certificate issued by ${String(name ?? 'an unnamed authority').slice(0, 100)}.`;
}

function describeRoutes(routes: readonly Route[]): string {
  const words = routes.map(routeWords);
  if (words.length === 0) throw new CodedError('NET-PROXY', 'The proxy settings of the system name no proxy that can be used (HTTP or HTTPS).');
  return `${words.join(', else ')}.`.replace(/^./, (letter) => letter.toUpperCase());
}
