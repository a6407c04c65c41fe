import { BlockList, isIP } from 'node:net';

import type { NetworkAccess, ProxyCredentials, Route } from './network';
import { directAccess } from './network';
import { Secret } from './secret';

const direct: Route = { kind: 'direct' };

/**
 * Whether an address is to be reached without the proxy. Entries: `*`, a name (with everything below it; a leading `.`
 * or `*.` makes no difference), `<local>` (names without a dot), an address, a network in CIDR form; a name or address
 * may end in `:port`.
 */
export function bypassesProxy(noProxy: readonly string[], address: string): boolean {
  const url = new URL(address);
  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase();
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  return noProxy.some((entry) => matches(entry.trim().toLowerCase(), host, port));
}

function matches(entry: string, host: string, port: string): boolean {
  if (entry === '') return false;
  if (entry === '*') return true;
  if (entry === '<local>') return !host.includes('.') && isIP(host) === 0;
  if (entry.includes('/')) return isInNetwork(entry, host);
  const [, name = '', entryPort] = /^(.*?)(?::(\d+))?$/.exec(isIP(entry) === 6 ? `[${entry}]` : entry) ?? [];
  if (entryPort !== undefined && entryPort !== port) return false;
  const plain = name.replace(/^\[|\]$/g, '').replace(/^\*?\./, '');
  return host === plain || (isIP(host) === 0 && host.endsWith(`.${plain}`));
}

function isInNetwork(entry: string, host: string): boolean {
  const family = isIP(host);
  const [base = '', bits = ''] = entry.split('/');
  const length = Number(bits);
  if (family === 0 || isIP(base) !== family || !/^\d{1,3}$/.test(bits) || length > (family === 6 ? 128 : 32)) return false;
  const list = new BlockList();
  list.addSubnet(base, length, family === 6 ? 'ipv6' : 'ipv4');
  return list.check(host, family === 6 ? 'ipv6' : 'ipv4');
}

/** The routes of one proxy with its exceptions. `credentials` is asked at each new connection. */
export function manualRoutes(proxyUrl: string, noProxy: readonly string[], credentials: () => Promise<ProxyCredentials | null>): NetworkAccess['routesTo'] {
  const { protocol, hostname, port } = new URL(proxyUrl);
  const secure = protocol === 'https:';
  return async (address) => {
    if (bypassesProxy(noProxy, address)) return [direct];
    return [{ kind: 'proxy', secure, host: hostname, port: port === '' ? (secure ? 443 : 80) : Number(port), credentials: await credentials() }];
  };
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * What HTTPS_PROXY, HTTP_PROXY and NO_PROXY (also in lower case) say, for programs without a window. NODE_EXTRA_CA_CERTS
 * is read by Node itself. Throws when an address cannot be understood; its text names the variable, never the value.
 */
export function accessFromEnvironment(env: Environment): NetworkAccess {
  const found = (name: string): string | undefined => [env[name], env[name.toLowerCase()]].find((text) => text !== undefined && text !== '');
  const https = found('HTTPS_PROXY');
  const http = found('HTTP_PROXY');
  if (https === undefined && http === undefined) return directAccess;
  const noProxy = (found('NO_PROXY') ?? '').split(/[\s,]+/);
  const routes = { https: routesOf('HTTPS_PROXY', https, noProxy), http: routesOf('HTTP_PROXY', http, noProxy) };
  return { ...directAccess, routesTo: (address) => (address.startsWith('https:') ? routes.https : routes.http)(address) };
}

function routesOf(name: string, text: string | undefined, noProxy: readonly string[]): NetworkAccess['routesTo'] {
  if (text === undefined) return directAccess.routesTo;
  const full = text.includes('://') ? text : `http://${text}`;
  const url = URL.canParse(full) ? new URL(full) : null;
  if (url === null || !['http:', 'https:'].includes(url.protocol)) throw new Error(`${name} is not the address of an HTTP or HTTPS proxy.`);
  const credentials: ProxyCredentials | null = url.username === '' ? null : { username: decodeURIComponent(url.username), password: new Secret(decodeURIComponent(url.password)) };
  return manualRoutes(`${url.protocol}//${url.host}`, noProxy, () => Promise.resolve(credentials));
}
