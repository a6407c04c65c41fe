import { rootCertificates } from 'node:tls';

import type { NetworkAccess } from './network';

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
