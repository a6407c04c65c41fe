import type { NetworkAccess, Route } from '../../collector/kit/network';

/** Chromium's answer to "how do I reach this address", which knows the settings of the system and runs its PAC file. */
export type ResolveProxy = (address: string) => Promise<string>;

/**
 * Reads an answer such as `PROXY proxy.example.com:8080; HTTPS secure.example.com:443; DIRECT` (the list form of PAC).
 * Ways of kinds that are not spoken here (SOCKS) are left out.
 */
export function parseProxyList(text: string): readonly Route[] {
  return text.split(';').flatMap((part): Route[] => {
    const [kind = '', place = ''] = part.trim().split(/\s+/);
    if (kind.toUpperCase() === 'DIRECT') return [{ kind: 'direct' }];
    const secure = kind.toUpperCase() === 'HTTPS';
    if (!secure && kind.toUpperCase() !== 'PROXY') return [];
    const url = URL.canParse(`http://${place}`) ? new URL(`http://${place}`) : null;
    if (url === null || url.hostname === '') return [];
    // URL leaves out the port of its own scheme, which here is not that of the proxy.
    const port = /:(\d+)$/.exec(place)?.[1];
    return [{ kind: 'proxy', secure, host: url.hostname, port: port === undefined ? (secure ? 443 : 80) : Number(port), credentials: null }];
  });
}

export function systemRoutes(resolve: ResolveProxy): NetworkAccess['routesTo'] {
  return async (address) => parseProxyList(await resolve(address));
}
