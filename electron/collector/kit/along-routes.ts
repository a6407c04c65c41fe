import type { Socket } from 'node:net';
import { BlockList, isIP } from 'node:net';

import type { ReceiverWay } from '../../../shared/model/output';
import type { Message } from '../../../shared/text/message';
import { say } from '../../../shared/text/message';
import { CodedError } from './failure-error';
import type { NetworkAccess, Route } from './network';
import { openTunnel } from './proxy-tunnel';
import { tlsRules } from './tls-rules';

/** `host` without brackets, also for IPv6. */
export type Target = {
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
  /** What the output chose for its receiver. Absent: `settings`. */
  readonly way?: ReceiverWay;
  /** Hears of each way just before it is tried. */
  readonly trying?: (route: Route) => void;
};

/**
 * Opens one connection on the ways that `access` names for the target, best first. `open` gets the tunnel of a proxy, or null
 * for the direct way. Only a proxy that is not there lets the next way have a try: one that refuses has answered.
 */
export async function alongRoutes(access: NetworkAccess, target: Target, timeoutMs: number, open: (tunnel: Socket | null) => Promise<Socket>): Promise<Socket> {
  const { host, port } = target;
  const routes = await routesOf(access, target);
  let failed: unknown = noUsableProxy();
  for (const route of routes) {
    target.trying?.(route);
    try {
      return await open(route.kind === 'direct' ? null : await openTunnel(route, { host, port }, timeoutMs, tlsRules(access)));
    } catch (error) {
      failed = error;
      if (!(error instanceof CodedError) || error.failureCode !== 'NET-PROXY') throw error;
    }
  }
  throw failed;
}

const direct: Route = { kind: 'direct' };

/** The ways to a target, best first: what the organization decided, then the choice of the output, then the settings. */
export async function routesOf(access: NetworkAccess, { host, port, secure, way = 'settings' }: Target): Promise<readonly Route[]> {
  const chosen = access.managed === true ? 'settings' : way;
  if (isLoopback(host) || chosen === 'direct' || (chosen === 'automatic' && isInside(host))) return [direct];
  return access.routesTo(`${secure ? 'https' : 'http'}://${hostAndPort(host, port)}/`);
}

/** In words that follow a verb, e.g. "through http://proxy.example.com:8080". */
export function routeWords(route: Route): Message {
  if (route.kind === 'direct') return say('check.way.direct');
  return say('check.way.proxy', { proxy: proxyAddress(route) });
}

/** As it stands in the settings, without user and password. */
export function proxyAddress({ secure, host, port }: Extract<Route, { readonly kind: 'proxy' }>): string {
  return `${secure ? 'https' : 'http'}://${hostAndPort(host, port)}`;
}

/** The settings were asked and named no way at all. */
export function noUsableProxy(): CodedError {
  return new CodedError('NET-PROXY', 'The proxy settings of the system name no proxy that can be used (HTTP or HTTPS).');
}

/** Private and link-local addresses (RFC 1918, 3927, 4193, 4291): no proxy on the way to the Internet is needed to get there. */
const privateNetworks = new BlockList();
for (const [network, bits] of [['10.0.0.0', 8], ['172.16.0.0', 12], ['192.168.0.0', 16], ['169.254.0.0', 16]] as const) privateNetworks.addSubnet(network, bits, 'ipv4');
for (const [network, bits] of [['fc00::', 7], ['fe80::', 10]] as const) privateNetworks.addSubnet(network, bits, 'ipv6');

/** Told by the text alone: behind a proxy the names of the outside cannot be looked up, and the lookup would be told to others. */
function isInside(host: string): boolean {
  const family = isIP(host);
  return family === 0 ? !host.includes('.') : privateNetworks.check(host, family === 6 ? 'ipv6' : 'ipv4');
}

// Like every browser: what is on this computer is not asked for elsewhere.
function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

/** As it stands in an address; IPv6 needs brackets there. */
export function hostAndPort(host: string, port: number): string {
  return `${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}:${String(port)}`;
}

/** A host as it stands in an address or a field, without the brackets of IPv6. */
export function bareHost(host: string): string {
  return host.replace(/^\[|\]$/g, '');
}
