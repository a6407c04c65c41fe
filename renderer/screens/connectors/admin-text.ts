import type { LogType } from '../../../shared/model/log-type';
import { logTypes, logTypeTable } from '../../../shared/model/log-type';

/** What the Mimecast administrator has to do, as a message to send; for all log types when none is chosen. */
export function adminText(chosen: readonly LogType[]): string {
  const wanted = logTypes.filter((logType) => chosen.length === 0 || chosen.includes(logType)).map((logType) => logTypeTable[logType]);
  const products = [...new Set(wanted.map(({ product }) => product))];
  return [
    'Please set up access to the Mimecast API 2.0 for Mimecast Connector:',
    '',
    '1. Make a role with these permissions (Administration > Account > Roles):',
    ...wanted.map(({ title, permission }) => `   - ${permission}   (for ${title})`),
    '2. Generate API 2.0 keys (Integrations > API and Platform Integrations > Available Integrations > Mimecast API 2.0) with that role and these products:',
    ...products.map((product) => `   - ${product}`),
    ...(wanted.some(({ logType }) => logType === 'SIEM') ? ['3. Switch on Account > Account Settings > Enhanced Logging.'] : []),
    '',
    'Then send the Client ID and the Client Secret to me in a safe way. Mimecast shows the secret only once.',
    '',
  ].join('\n');
}
