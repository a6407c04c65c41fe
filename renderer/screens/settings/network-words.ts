import { t } from '../../../shared/text/text';

/** What a search finds the network settings by. */
export function networkWords(): string {
  return [
    t('settings.networkLead'), t('settings.proxy'), t('settings.proxySystem'), t('settings.proxyAddress'), t('settings.proxyExceptions'), t('settings.userName'), t('settings.password'), t('settings.ca'),
    t('settings.caHint'), t('settings.tls'), t('settings.networkTest'),
  ].join(' ');
}
