import type { UpdateOffReason } from '../../../shared/model/updates';
import { t } from '../../../shared/text/text';

export const offWords: { readonly [R in UpdateOffReason]: string } = {
  checkout: t('updates.off.checkout'),
  'not-for-release': t('updates.off.notForRelease'),
  'package-manager': t('updates.off.packageManager'),
  'no-address': t('updates.off.noAddress'),
  'no-publisher': t('updates.off.noPublisher'),
  policy: t('updates.off.policy'),
  setting: t('updates.off.setting'),
};

/** What a search finds the updates by. */
export function updateWords(): string {
  return [t('updates.lead'), t('updates.mode'), t('updates.modeTell'), t('updates.modeDownload'), t('updates.modeOff'), t('updates.channel'), t('updates.channelLatest'), t('updates.channelBeta')].join(' ');
}
