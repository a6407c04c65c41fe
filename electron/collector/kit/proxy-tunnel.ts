import { Buffer } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Socket } from 'node:net';
import type { ConnectionOptions } from 'node:tls';

import { CodedError } from './failure-error';
import type { Route } from './network';

type Proxy = Extract<Route, { kind: 'proxy' }>;

export type TunnelTarget = { readonly host: string; readonly port: number };

/**
 * Opens a tunnel with CONNECT (RFC 9110 §9.3.6). Rejects with a CodedError that says whose fault it is: the proxy is out
 * of reach (NET-PROXY), wants other credentials (NET-PROXY-AUTH), forbids it (NET-PROXY-REFUSED) or did not get there
 * itself (NET-PROXY-UPSTREAM), or the network wants a sign-in first (NET-PORTAL).
 */
export function openTunnel(proxy: Proxy, { host, port }: TunnelTarget, timeoutMs: number, tls: ConnectionOptions): Promise<Socket> {
  const name = `${proxy.host}:${String(proxy.port)}`;
  const target = `${host.includes(':') ? `[${host}]` : host}:${String(port)}`;
  return new Promise((resolve, reject) => {
    const options = {
      host: proxy.host.replace(/^\[|\]$/g, ''),
      port: proxy.port,
      method: 'CONNECT',
      path: target,
      headers: { host: target, ...authorization(proxy) },
      agent: false,
      ...(proxy.secure ? tls : {}),
    };
    const asked = proxy.secure ? httpsRequest(options) : httpRequest(options);
    // The whole of it, not the pauses in it: a proxy that trickles would hold the connection for ever.
    const timer = setTimeout(() => {
      asked.destroy(new CodedError('NET-PROXY', `The proxy ${name} did not open a tunnel within ${String(timeoutMs / 1000)} s.`));
    }, timeoutMs);
    asked.once('connect', (answer: IncomingMessage, socket: Socket, head: Buffer) => {
      clearTimeout(timer);
      const status = answer.statusCode ?? 0;
      if (status < 200 || status > 299) {
        socket.destroy();
        reject(refusal(name, status));
      } else if (head.length > 0) {
        // The TLS handshake is ours to begin: whoever speaks first is not the host.
        socket.destroy();
        reject(new CodedError('NET-PROXY', `The proxy ${name} sent data into the tunnel before it was used.`));
      } else resolve(socket);
    });
    asked.once('error', (error) => {
      clearTimeout(timer);
      reject(error instanceof CodedError ? error : new CodedError('NET-PROXY', `The proxy ${name} cannot be used: ${codeOf(error)}${error.message}`, { cause: error }));
    });
    asked.end();
  });
}

function refusal(name: string, status: number): CodedError {
  if (status === 407) return new CodedError('NET-PROXY-AUTH', `The proxy ${name} answered HTTP 407.`);
  if (status === 511) return new CodedError('NET-PORTAL', `The proxy ${name} answered HTTP 511 (network authentication required).`);
  return new CodedError(status >= 500 ? 'NET-PROXY-UPSTREAM' : 'NET-PROXY-REFUSED', `The proxy ${name} answered HTTP ${String(status)} to CONNECT.`);
}

function authorization({ credentials }: Proxy): Readonly<Record<string, string>> {
  if (credentials === null) return {};
  return { 'proxy-authorization': `Basic ${Buffer.from(`${credentials.username}:${credentials.password.reveal()}`, 'utf8').toString('base64')}` };
}

function codeOf(error: Error): string {
  const { code } = error as { readonly code?: unknown };
  return typeof code === 'string' && !error.message.includes(code) ? `${code}: ` : '';
}
