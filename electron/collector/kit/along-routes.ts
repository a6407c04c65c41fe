import type { Socket } from 'node:net';

import { CodedError } from './failure-error';
import type { NetworkAccess, Route } from './network';
import { openTunnel } from './proxy-tunnel';
import { tlsRules } from './tls-rules';

/** `host` without brackets, also for IPv6. */
export type Target = { readonly host: string; readonly port: number; readonly secure: boolean };

/**
 * Opens one connection on the ways that `access` names for the target, best first. `open` gets the tunnel of a proxy, or null
 * for the direct way. Only a proxy that is not there lets the next way have a try: one that refuses has answered.
 */
export async function alongRoutes(access: NetworkAccess, target: Target, timeoutMs: number, open: (tunnel: Socket | null) => Promise<Socket>): Promise<Socket> {
  const { host, port, secure } = target;
  const routes = isLoopback(host) ? [direct] : await access.routesTo(`${secure ? 'https' : 'http'}://${hostAndPort(host, port)}/`);
  let failed: unknown = new CodedError('NET-PROXY', 'The proxy settings of the system name no proxy that can be used (HTTP or HTTPS).');
  for (const route of routes) {
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
