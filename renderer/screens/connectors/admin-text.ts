import type { LogType } from '../../../shared/model/log-type';
import { logTypes, logTypeTable } from '../../../shared/model/log-type';
import { t } from '../../../shared/text/text';

/** What the Mimecast administrator has to do, as a message to send; for all log types when none is chosen. */
export function adminText(chosen: readonly LogType[]): string {
  const wanted = logTypes.filter((logType) => chosen.length === 0 || chosen.includes(logType)).map((logType) => logTypeTable[logType]);
  const products = [...new Set(wanted.map(({ product }) => product))];
  return [
    t('connectors.admin.please'),
    '',
    t('connectors.admin.role'),
    ...wanted.map(({ title, permission }) => `   - ${t('connectors.admin.permission', { permission, logType: title })}`),
    t('connectors.admin.keys'),
    ...products.map((product) => `   - ${product}`),
    ...(wanted.some(({ logType }) => logType === 'SIEM') ? [t('connectors.admin.logging')] : []),
    '',
    t('connectors.admin.send'),
    '',
  ].join('\n');
}
