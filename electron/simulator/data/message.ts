import type { AttachmentSet, Cast, Person } from './people';
import { address } from './people';
import { base64Text, draw, Draws, hex8, hexText } from './random';

/** One message: the events of its life (receipt, process, delivery, detections) are drawn from the same values. */
export type Message = {
  readonly sender: Person;
  readonly recipient: Person;
  readonly direction: 'Inbound' | 'Outbound' | 'Internal';
  readonly subjectJson: string;
  /** Internet message id, with angle brackets except in a small share. Free of characters that JSON escapes. */
  readonly messageId: string;
  readonly aggregateId: string;
  readonly senderIp: string;
  readonly emailSize: number;
  readonly attachments: AttachmentSet | undefined;
};

const SALT = 21;
const scratch = new Draws();

/** Message number `index`; `time` (epoch ms) is when it arrived. Pure. */
export function messageAt(seed: number, cast: Cast, index: number, time: number): Message {
  const draws = scratch.seek(seed, SALT, index);
  const roll = draws.below(100);
  const direction = roll < 62 ? 'Inbound' : roll < 90 ? 'Outbound' : 'Internal';
  const sender = draws.pick(direction === 'Inbound' ? cast.outside : cast.inside);
  const recipient = draws.pick(direction === 'Outbound' ? cast.outside : cast.inside);
  const subjectJson = draws.pick(cast.subjectsJson);
  const bare = `${hexText(draws, 2)}.${hex8(draw(seed, SALT + 1, index))}@${sender.domain}`;
  const messageId = draws.chance(0.05) ? bare : `<${bare}>`;
  const senderIp = address(draws, direction === 'Internal');
  const attachments = draws.chance(0.4) ? draws.pick(cast.attachments) : undefined;
  const emailSize = draws.between(1200, 90_000) + (attachments?.bytes ?? 0);
  return {
    sender, recipient, direction, subjectJson, messageId, senderIp, emailSize, attachments,
    aggregateId: aggregateId(draws, time),
  };
}

/** The three forms of API.md §2.6. */
function aggregateId(draws: Draws, time: number): string {
  const form = draws.below(10);
  const seconds = Math.floor(time / 1000);
  if (form < 6) return base64Text(draws, 6).slice(0, 22);
  if (form < 9) return `${base64Text(draws, 6).slice(0, 22)}_${seconds}`;
  const hex = hexText(draws, 4);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}_${seconds}`;
}
