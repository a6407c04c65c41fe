import type { Socket } from 'node:net';
import { rootCertificates } from 'node:tls';

import { buildConnector } from 'undici';

import { CodedError } from './failure-error';
import type { Network, NetworkAccess, Route } from './network';
import { openTunnel } from './proxy-tunnel';

export type ConnectorOptions = {
  /** For the connection to the host or to the proxy, and once more for the TLS handshake behind it. */
  readonly timeoutMs: number;
  /** What one receiver needs beyond the rules of the computer: its own CA, a client certificate, a server name. */
  readonly tls?: { readonly ca?: string[]; readonly cert?: string; readonly key?: string; readonly servername?: string };
};

export type TlsRules = { readonly rejectUnauthorized: true; readonly minVersion: NetworkAccess['minVersion']; readonly ca?: string[] };

/** What every TLS connection of the program has in common; `ca` only where there is more than what Node trusts by itself. */
export function tlsRules({ extraCa, minVersion }: NetworkAccess): TlsRules {
  return {
    // Explicit: NODE_TLS_REJECT_UNAUTHORIZED=0 in the environment must not switch verification off (SECURITY.md §6).
    rejectUnauthorized: true,
    minVersion,
    ...(extraCa.length === 0 ? {} : { ca: [...rootCertificates, ...extraCa] }),
  };
}

/** `connect` for an undici Agent or Pool: each new connection goes the way that `network` says at that moment. */
export function networkConnector(network: Network, options: ConnectorOptions): buildConnector.connector {
  let connect: { readonly version: number; readonly open: buildConnector.connector } | null = null;
  const opener = (): buildConnector.connector => {
    // One per set of rules: it remembers TLS sessions.
    if (connect?.version !== network.version) {
      connect = { version: network.version, open: buildConnector({ timeout: options.timeoutMs, ...tlsRules(network.access), ...options.tls }) };
    }
    return connect.open;
  };
  return (target, callback) => {
    const { version } = network;
    openOne(network.access, options, target, opener()).then(
      (socket) => {
        if (network.adopt(socket, version)) callback(null, socket);
        else callback(new CodedError('NET-RESET', 'The network settings were changed.'), null);
      },
      (error: unknown) => {
        callback(error instanceof Error ? error : new Error(String(error)), null);
      },
    );
  };
}

async function openOne(access: NetworkAccess, options: ConnectorOptions, target: buildConnector.Options, open: buildConnector.connector): Promise<Socket> {
  const port = target.port === '' ? (target.protocol === 'https:' ? 443 : 80) : Number(target.port);
  const routes = isLoopback(target.hostname) ? [direct] : await access.routesTo(`${target.protocol}//${target.hostname}:${String(port)}/`);
  let failed: unknown = new CodedError('NET-PROXY', 'The proxy settings of the system name no proxy that can be used (HTTP or HTTPS).');
  for (const route of routes) {
    try {
      if (route.kind === 'direct') return await opened(open, target);
      const tunnel = await openTunnel(route, { host: target.hostname.replace(/^\[|\]$/g, ''), port }, options.timeoutMs, tlsRules(access));
      if (target.protocol !== 'https:') return tunnel;
      return await opened(open, { ...target, httpSocket: tunnel });
    } catch (error) {
      failed = error;
      // Only a proxy that is not there lets the next one have a try: one that refuses has answered.
      if (!(error instanceof CodedError) || error.failureCode !== 'NET-PROXY') throw error;
    }
  }
  throw failed;
}

const direct: Route = { kind: 'direct' };

// Like every browser: what is on this computer is not asked for elsewhere.
function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

function opened(open: buildConnector.connector, target: buildConnector.Options): Promise<Socket> {
  return new Promise((resolve, reject) => {
    open(target, (...[error, socket]) => {
      if (error === null) resolve(socket);
      else {
        target.httpSocket?.destroy();
        reject(error);
      }
    });
  });
}
