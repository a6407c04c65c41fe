import { functionPage, json } from './envelope';
import type { Answer } from './http';
import type { World } from './world';

/** Minimal account answers; the vendor's fields are not verified (API.md §6). */

/** GET /identity/whoami. */
export function whoami(world: World): Answer {
  return json(200, { accountCode: world.cast.account, accountName: 'Simulated tenant', applicationName: 'Simulator', clientId: world.options.clientId });
}

/** POST /api/account/get-account. */
export function getAccount(world: World): Answer {
  const cloudGateway = world.options.platform === 'cloud-gateway';
  const account = {
    accountCode: world.cast.account,
    accountName: 'Simulated tenant',
    region: 'eu',
    packages: [cloudGateway ? 'Email Security Cloud Gateway' : 'Email Security Cloud Integrated'],
  };
  return functionPage(JSON.stringify([account]), undefined);
}
