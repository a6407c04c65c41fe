import type { Cast } from './people';
import { draw, Draws, hex8, hexText } from './random';
import { vendorTime } from './vendor-time';
import { POLICIES } from './words';

/** One Data Leak Prevention record (API.md §3): all strings, no id of its own. */
export type DlpLog = {
  readonly senderAddress: string;
  readonly recipientAddress: string;
  readonly subject: string;
  readonly eventTime: string;
  readonly route: string;
  readonly policy: string;
  readonly action: string;
  readonly messageId: string;
};

const SALT = 91;
const scratch = new Draws();

/** The unique Internet message id of DLP record `index`. */
export function dlpMessageId(seed: number, index: number): string {
  const draws = scratch.seek(seed, SALT, index);
  return `<${hexText(draws, 2)}-${hex8(draw(seed, SALT + 1, index))}@dlp.example.com>`;
}

/** DLP record `index`, which happened at `time` (epoch ms). */
export function dlpLog(seed: number, cast: Cast, index: number, time: number): DlpLog {
  const messageId = dlpMessageId(seed, index);
  const draws = scratch.seek(seed, SALT + 2, index);
  const route = draws.pick(['outbound', 'outbound', 'outbound', 'inbound', 'internal']);
  return {
    senderAddress: draws.pick(route === 'inbound' ? cast.outside : cast.inside).address,
    recipientAddress: draws.pick(route === 'outbound' ? cast.outside : cast.inside).address,
    subject: draws.pick(cast.subjects),
    eventTime: vendorTime(time),
    route,
    policy: draws.pick(POLICIES),
    action: draws.pick(['hold', 'hold', 'notification', 'bounce', 'delete', 'smart_folder']),
    messageId,
  };
}
