import { afterEach, expect, it } from 'vitest';

import { routesOf } from '../../../../electron/collector/kit/along-routes';
import { directAccess, processNetwork } from '../../../../electron/collector/kit/network';
import { Secret } from '../../../../electron/collector/kit/secret';
import { openNetwork } from '../../../../electron/main/network/open-network';
import type { NetworkSettings } from '../../../../shared/model/network';
import { defaultNetworkSettings } from '../../../../shared/model/network';
import { listeningLog } from '../../../support/doubles';
import { FakeVault } from '../support/fake-vault';
import { documents } from '../support/profile';

afterEach(() => {
  processNetwork.use(directAccess);
});

/** How an output that was told to connect directly reaches its receiver, with the proxy of the system. */
async function directOutput(policy: NetworkSettings | null): Promise<string | undefined> {
  openNetwork({
    context: documents(), vault: new FakeVault((text) => new Secret(text)), policy, log: listeningLog(), onChange: () => undefined,
    resolveProxy: () => Promise.resolve('PROXY proxy.example.com:8080'),
  });
  return (await routesOf(processNetwork.access, { host: '10.1.2.3', port: 514, secure: true, way: 'direct' }))[0]?.kind;
}

it('an output may go past the proxy that a person set, and not past the one of the organization', async () => {
  expect(await directOutput(null)).toBe('direct');
  expect(await directOutput(defaultNetworkSettings)).toBe('proxy');
  expect(await directOutput({ ...defaultNetworkSettings, proxy: { kind: 'none' } })).toBe('direct');
});
