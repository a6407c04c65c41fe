import type { NetworkSettings } from '../../../shared/model/network';
import { manualRoutes } from '../../collector/kit/manual-proxy';
import type { NetworkAccess } from '../../collector/kit/network';
import { directAccess } from '../../collector/kit/network';
import type { Secret } from '../../collector/kit/secret';
import { readCaFile } from './ca-file';
import type { ResolveProxy } from './system-routes';
import { systemRoutes } from './system-routes';

export type AccessOptions = {
  readonly resolveProxy: ResolveProxy;
  /** Asked once, when the first connection needs it. */
  readonly password: () => Promise<Secret | null>;
  /** The settings are those of the organization. */
  readonly managed: boolean;
};

/** What the settings mean for connections. Throws a ProblemsError when the CA file cannot be used. */
export function accessOf(settings: NetworkSettings, options: AccessOptions): NetworkAccess {
  return { routesTo: routesOf(settings, options), extraCa: settings.caFile === null ? [] : readCaFile(settings.caFile), minVersion: settings.tlsMinimum, managed: options.managed };
}

function routesOf({ proxy }: NetworkSettings, { resolveProxy, password }: AccessOptions): NetworkAccess['routesTo'] {
  switch (proxy.kind) {
    case 'system':
      return systemRoutes(resolveProxy);
    case 'none':
      return directAccess.routesTo;
    case 'manual': {
      const { username } = proxy;
      // The keychain is asked once, not for every connection; a failure is not remembered.
      let known: Promise<Secret | null> | null = null;
      return manualRoutes(proxy.url, proxy.noProxy, async () => {
        if (username === null) return null;
        known ??= password();
        try {
          const secret = await known;
          return secret === null ? null : { username, password: secret };
        } catch (error) {
          known = null;
          throw error;
        }
      });
    }
  }
}
