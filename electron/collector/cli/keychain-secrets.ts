import { createRequire } from 'node:module';

import type { SecretSource } from '../collector';
import { systemClock } from '../kit/clock';
import { failure, FailureError } from '../kit/failure-error';
import { Secret } from '../kit/secret';

/** The service name under which the desktop application keeps its secrets. */
export const keychainService = 'Mimecast Connector';

type Keytar = { getPassword(service: string, account: string): Promise<string | null> };

/** The secrets of the desktop application, for headless runs on the same computer. */
export function keychainSecrets(): SecretSource {
  const read = async (account: string): Promise<Secret | null> => {
    try {
      // Loaded at the first use: a server without a keychain can still run with secrets in the environment.
      const keytar = createRequire(import.meta.url)('keytar') as Keytar;
      const text = await keytar.getPassword(keychainService, account);
      return text === null ? null : new Secret(text);
    } catch (error) {
      throw new FailureError(failure('PC-KEYCHAIN', { at: systemClock.now(), detail: (error as Error).message }), { cause: error });
    }
  };
  return { connectorSecret: (id) => read(`connector:${id}`), outputSecret: (id) => read(`output:${id}`), proofToken: (id) => read(`proof:${id}`) };
}
