import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { getAccount, whoami } from './account';
import { control, CONTROL_PATH, type Controls } from './control';
import { gatewayFail, permissionDenied, productMissing } from './envelope';
import { FaultEngine, FaultScope } from './fault-engine';
import type { Endpoint, FaultName, FaultRule } from './faults';
import { FileServer } from './file-server';
import { holdPage } from './hold';
import { type Answer, type Call,plainHeaders, readBody, send } from './http';
import { auditCategories, auditPage, dlpPage } from './logs';
import { TokenOffice } from './oauth';
import { type Platform, resolveOptions, type SimulatorOptions, type Source } from './options';
import { Quota } from './quota';
import { refusal, wrongCall } from './refusals';
import { batchPage } from './siem-batch';
import { FILES_PATH, SiemFiles } from './siem-files';
import { streamingPage } from './siem-streaming';
import { type Truth,truthAt } from './truth';
import { World } from './world';

export { FAULT_NAMES, FAULTS, parseFaultRules, type Endpoint, type FaultName, type FaultRule } from './faults';
export type { Platform, SimulatorOptions, Source } from './options';
export type { Truth } from './truth';

/** One request as the log shows it; signed queries are left out. `status` 0: never answered. */
export type RequestRecord = {
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly endpoint: Endpoint;
  readonly status: number;
  readonly faults: readonly FaultName[];
};

/** A running simulator. */
export type Simulator = {
  readonly url: string;
  readonly clientId: string;
  close(): Promise<void>;
  truth(): Truth;
  setFaults(rules: readonly FaultRule[]): void;
  setDenied(denied: readonly Source[]): void;
  /** The last 1000 requests, oldest first; controls are not logged. */
  requests(): readonly RequestRecord[];
  /** Changes the client secret; every token ends. */
  rotateSecret(secret: string): void;
  /** Makes held messages leave, by index (0 = the oldest ever held). Throws RangeError for an unknown one. */
  release(...indexes: readonly number[]): void;
};

const LOG_LENGTH = 1000;
const SLOW_MS = 2000;
const SKEW_MS = 600_000;

type Route = { readonly endpoint: Endpoint; readonly method: 'GET' | 'POST'; readonly source?: Source; readonly platform?: Platform; readonly answer: (call: Call) => Answer | Promise<Answer> };

/** Starts a simulator on 127.0.0.1. Rejects when the port is taken; throws RangeError/TypeError for wrong options. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const resolved = resolveOptions(options);
  const faults = new FaultEngine(resolved.faults);
  const world = new World(resolved, faults);
  const office = new TokenOffice(resolved.seed, resolved.clientId, resolved.clientSecret);
  const files = new SiemFiles(world);
  const fileServer = new FileServer(files, faults);
  const quota = new Quota();
  const log: RequestRecord[] = [];
  const timers = new Set<NodeJS.Timeout>();
  let denied = new Set(resolved.denied);
  let url = '';

  const siem = (platform: Platform, kind: 'batch' | 'streaming'): Route => ({
    endpoint: `siem.${kind}`, method: 'GET', source: 'siem', platform,
    answer: (call) => (kind === 'batch' ? batchPage(world, files, url, call) : streamingPage(world, url, call)),
  });
  const routes: Readonly<Record<string, Route>> = {
    '/oauth/token': { endpoint: 'token', method: 'POST', answer: (call) => office.issue(call) },
    '/siem/v1/batch/events/cg': siem('cloud-gateway', 'batch'),
    '/siem/v1/batch/events/ci': siem('cloud-integrated', 'batch'),
    '/siem/v1/events/cg': siem('cloud-gateway', 'streaming'),
    '/siem/v1/events/ci': siem('cloud-integrated', 'streaming'),
    '/api/dlp/get-logs': { endpoint: 'dlp', method: 'POST', source: 'dlp', answer: (call) => dlpPage(world, call) },
    '/api/audit/get-audit-events': { endpoint: 'audit', method: 'POST', source: 'audit', answer: (call) => auditPage(world, call) },
    '/api/audit/get-categories': { endpoint: 'audit', method: 'POST', source: 'audit', answer: auditCategories },
    '/api/gateway/get-hold-message-list': { endpoint: 'hold', method: 'POST', source: 'hold', answer: (call) => holdPage(world, call) },
    '/identity/whoami': { endpoint: 'account', method: 'GET', answer: () => whoami(world) },
    '/api/account/get-account': { endpoint: 'account', method: 'POST', answer: () => getAccount(world) },
  };

  const answerCall = async (call: Call, route: Route | undefined): Promise<Answer | 'hang'> => {
    if (call.url.pathname.startsWith(FILES_PATH)) return refusal(call, 0, office) ?? fileServer.answer(call);
    // Trap: the vendor answers 500 to a client that offers zstd (API.md §1.2).
    if (/\bzstd\b/i.test(call.headers['accept-encoding'] ?? '')) return gatewayFail(500, 'internal_server_error', 'Internal server error');
    if (route === undefined) return wrongCall(call, 404);
    if (call.method !== route.method) return wrongCall(call, 405);
    if (route.endpoint === 'token') return refusal(call, 0, office) ?? route.answer(call);
    const token = office.check(call);
    if ('status' in token) return token;
    const refused = refusal(call, token.uses, office);
    if (refused !== null) return refused;
    token.uses += 1;
    if (route.platform !== undefined && route.platform !== resolved.platform) return productMissing();
    if (route.source !== undefined && denied.has(route.source)) return permissionDenied(route.endpoint);
    return (resolved.enforceQuota ? quota.take(call) : null) ?? route.answer(call);
  };

  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(() => {
        timers.delete(timer);
        resolve();
      }, ms);
      timers.add(timer);
    });

  const controls: Controls = {
    truth: () => truthAt(world, files, fileServer, resolved.now()),
    requests: () => [...log],
    setFaults: (rules) => faults.set(rules),
    setDenied: (sources) => { denied = new Set(sources); },
    rotateSecret: (secret) => office.rotate(secret),
    release: (indexes) => indexes.forEach((index) => world.held.release(index, resolved.now())),
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const target = new URL(request.url ?? '/', url);
    const body = await readBody(request);
    const now = resolved.now();
    if (body === null) return send(response, gatewayFail(413, 'payload_too_large', 'The request body is too large'), { date: now, breakMidBody: false });
    const method = request.method ?? 'GET';
    if (target.pathname.startsWith(CONTROL_PATH)) {
      const answer = await control(controls, method, target.pathname, body, response);
      if (answer !== null) send(response, answer, { date: now, breakMidBody: false });
      return;
    }
    const isFile = target.pathname.startsWith(FILES_PATH);
    const route = Object.hasOwn(routes, target.pathname) ? routes[target.pathname] : undefined;
    const endpoint = isFile ? 'siem.file' : (route?.endpoint ?? 'account');
    const scope = new FaultScope(faults, endpoint, isFile ? target.pathname.slice(target.pathname.lastIndexOf('/') + 1) : undefined);
    const call: Call = { method, url: target, headers: plainHeaders(request), body, faults: scope, now };
    const slow = scope.hit('slow');
    const skew = scope.hit('clockSkew');
    const breakMidBody = scope.hit('resetMidBody') !== undefined;
    if (slow !== undefined) await pause(slow.ms ?? SLOW_MS);
    const answer = await answerCall(call, route);
    if (isFile) fileServer.note(call);
    log.push({
      at: now, method, path: isFile ? target.pathname : target.pathname + target.search, endpoint,
      status: answer === 'hang' ? 0 : answer.status, faults: scope.acted,
    });
    if (log.length > LOG_LENGTH) log.splice(0, log.length - LOG_LENGTH);
    if (answer !== 'hang') send(response, answer, { date: now + (skew === undefined ? 0 : (skew.ms ?? SKEW_MS)), breakMidBody });
  };

  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  url = `http://127.0.0.1:${await listen(server, resolved.port)}`;

  return {
    url,
    clientId: resolved.clientId,
    close: () =>
      new Promise((resolve) => {
        for (const timer of timers) clearTimeout(timer);
        server.close(() => resolve());
        server.closeAllConnections();
      }),
    truth: () => controls.truth(),
    setFaults: (rules) => controls.setFaults(rules),
    setDenied: (sources) => controls.setDenied(sources),
    requests: () => [...log],
    rotateSecret: (secret) => controls.rotateSecret(secret),
    release: (...indexes) => controls.release(indexes),
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}
