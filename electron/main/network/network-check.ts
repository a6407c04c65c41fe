import type { TLSSocket } from 'node:tls';

import { Agent, request } from 'undici';

import type { CheckItem, CheckReport } from '../../../shared/model/check-report';
import type { Message } from '../../../shared/text/message';
import { say, sentences } from '../../../shared/text/message';
import { noUsableProxy, proxyAddress } from '../../collector/kit/along-routes';
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
  let tls: Message | null = null as Message | null;
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
  const run = async (id: string, title: Message, work: () => Promise<Pick<CheckItem, 'state' | 'message'>>): Promise<boolean> => {
    const began = now();
    try {
      items.push({ id, title, logType: null, failure: null, durationMs: 0, ...(await work()) });
    } catch (error) {
      signal.throwIfAborted();
      const found = error instanceof FailureError || error instanceof CodedError ? toFailure(error, now()) : networkFailure(error, now());
      items.push({ id, title, logType: null, state: 'failed', message: say(`failure.${found.code}.sentence`), failure: found, durationMs: now() - began });
      return false;
    }
    return true;
  };
  try {
    let skew: number | null = null;
    const routed = await run('route', say('check.network.way', { host }), async () => ({ state: 'passed', message: describeRoutes(await access.routesTo(`${new URL(baseUrl).origin}/`)) }));
    const reached = routed && (await run('reach', say('check.network.reach', { host }), async () => {
      const answer = await request(`${baseUrl}/`, { dispatcher: agent, method: 'GET', headers: { 'user-agent': 'Mimecast-Connector' }, signal: AbortSignal.any([signal, AbortSignal.timeout(answerWithinMs * 2)]) });
      await answer.body.dump().catch(() => undefined);
      const { statusCode: status } = answer;
      // A redirect to another host is how captive portals show their page.
      const portal = status === 511 || (status >= 300 && status < 400 && leadsElsewhere(answer.headers['location'], baseUrl));
      if (portal || (status >= 300 && status < 400)) throw new FailureError(failure(portal ? 'NET-PORTAL' : 'NET-NOT-API', { at: now(), detail: `HTTP ${String(answer.statusCode)} from ${host}` }));
      const date = Date.parse(String(answer.headers['date'] ?? ''));
      skew = Number.isFinite(date) ? date - now() : null;
      return { state: 'passed', message: tls === null ? say('check.network.answers', { status: answer.statusCode }) : sentences(say('check.network.answers', { status: answer.statusCode }), tls) };
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
    id: 'clock', title: say('check.network.clock'), logType: null, durationMs: 0,
    state: wrong ? 'warning' : 'passed',
    message: wrong ? say(skewMs > 0 ? 'check.network.clockSlow' : 'check.network.clockFast', { count: minutes }) : say('check.network.clockAgrees'),
    failure: wrong ? failure('PC-CLOCK', { at, detail: `${String(Math.round(skewMs / 1000))} s` }) : null,
  };
}

function leadsElsewhere(location: unknown, from: string): boolean {
  if (typeof location !== 'string' || !URL.canParse(location, from)) return false;
  return new URL(location, from).hostname !== new URL(from).hostname;
}

function describeTls(socket: Partial<TLSSocket>): Message {
  if (socket.getProtocol === undefined) return say('check.network.withoutTls');
  const issuer = socket.getPeerCertificate?.().issuer as unknown as Readonly<Record<string, string | string[] | undefined>> | undefined;
  const name = issuer?.['O'] ?? issuer?.['CN'];
  const protocol = socket.getProtocol() ?? 'TLS';
  return name === undefined ? say('check.network.unnamedIssuer', { protocol }) : say('check.network.issuer', { protocol, name: String(name).slice(0, 100) });
}

function describeRoutes(routes: readonly Route[]): Message {
  const ways = routes.map((route) => (route.kind === 'direct' ? say('check.network.direct') : say('check.network.through', { proxy: proxyAddress(route) })));
  if (ways.length === 0) throw noUsableProxy();
  return ways.reduce((first, next) => say('check.network.else', { first, next }));
}
