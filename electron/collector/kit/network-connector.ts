import type { Socket } from 'node:net';

import { buildConnector } from 'undici';

import { alongRoutes, bareHost } from './along-routes';
import { CodedError } from './failure-error';
import type { Network, NetworkAccess, Route } from './network';
import { tlsRules } from './tls-rules';

export type ConnectorOptions = {
  /** For the connection to the host or to the proxy, and once more for the TLS handshake behind it. */
  readonly timeoutMs: number;
  /** What one receiver needs beyond the rules of the computer: its own CA, a client certificate, a server name. */
  readonly tls?: { readonly ca?: string[]; readonly cert?: string; readonly key?: string; readonly servername?: string };
  /** Hears of each way just before it is tried. */
  readonly trying?: ((route: Route) => void) | undefined;
};

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

function openOne(access: NetworkAccess, options: ConnectorOptions, target: buildConnector.Options, open: buildConnector.connector): Promise<Socket> {
  const secure = target.protocol === 'https:';
  const port = target.port === '' ? (secure ? 443 : 80) : Number(target.port);
  const { trying } = options;
  return alongRoutes(access, { host: bareHost(target.hostname), port, secure, ...(trying === undefined ? {} : { trying }) }, options.timeoutMs, (tunnel) => {
    if (tunnel === null) return opened(open, target);
    return secure ? opened(open, { ...target, httpSocket: tunnel }) : Promise.resolve(tunnel);
  });
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
