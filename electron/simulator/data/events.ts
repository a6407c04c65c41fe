import * as mail from './cg-mail';
import * as threats from './cg-threats';
import { ciBuilders } from './ci-events';
import type { EventBuilder } from './event-context';
import { messageAt } from './message';
import type { Cast } from './people';
import { base64Text, draw, Draws, hex8, hexText, uniqueText } from './random';

/** One SIEM event family: its names on the wire and its share of the traffic. */
export type EventFamily = {
  /** The value of `type`/`eventType` and of the query parameter. */
  readonly type: string;
  /** The spelling inside cursors (API.md §2.4). */
  readonly cursorName: string;
  /** Object name prefix (API.md §2.5). */
  readonly prefix: string;
  /** Distinguishes families in generated ids; stays below 16. */
  readonly code: number;
  readonly weight: number;
  /** How long after the message arrived this kind of event happens, ms (at most 11 s, see LAG_ROOM_MS in world.ts). */
  readonly lagMs: number;
};

function family(type: string, prefix: string, code: number, weight: number, lagMs: number): EventFamily {
  return { type, cursorName: type.replaceAll(' ', '_'), prefix, code, weight, lagMs };
}

/** The ten Cloud Gateway families, API.md §2.6. */
export const CG_FAMILIES: readonly EventFamily[] = [
  family('receipt', 'email_receipt', 1, 26, 0),
  family('process', 'email_process', 2, 24, 2000),
  family('delivery', 'email_delivery', 3, 24, 5000),
  family('journal', 'email_journal', 4, 8, 1000),
  family('spam', 'email_spam', 5, 6, 1500),
  family('url protect', 'email_ttp_url', 6, 5, 8000),
  family('attachment protect', 'email_ttp_ap', 7, 3, 3000),
  family('impersonation protect', 'email_ttp_impersonation', 8, 1.6, 1800),
  family('av', 'email_antivirus', 9, 1.2, 1600),
  family('internal email protect', 'email_iep', 10, 1.2, 4000),
];

/** The three Cloud Integrated families, API.md §2.7. Their object names are not documented. */
export const CI_FAMILIES: readonly EventFamily[] = [
  family('entities', 'ci_entities', 11, 46, 0),
  family('mailflow', 'ci_mailflow', 12, 44, 1000),
  family('urlclick', 'ci_urlclick', 13, 10, 8000),
];

const BUILDERS: Readonly<Record<string, EventBuilder>> = {
  receipt: mail.receipt, process: mail.process, delivery: mail.delivery, journal: mail.journal,
  spam: threats.spam, av: threats.av, 'internal email protect': threats.internalEmailProtect,
  'impersonation protect': threats.impersonationProtect, 'url protect': threats.urlProtect, 'attachment protect': threats.attachmentProtect,
  ...ciBuilders,
};

const scratch = new Draws();
const idScratch = new Draws();

/** The unique `processingId` of event `index` of a family; `time` is the arrival time of its message (epoch ms). */
export function processingId(seed: number, family: EventFamily, index: number, time: number): string {
  const draws = idScratch.seek(seed, 31 + family.code, index);
  const seconds = Math.floor(time / 1000);
  if (family.code > 10) return `${hexText(draws, 6)}${hex8(draw(seed, 0x2d0, index))}${hex8(draw(seed, 0x2d1, family.code))}_${seconds}`;
  return `${base64Text(draws, 9)}${uniqueText(seed, family.code, index)}${base64Text(draws, 1).charAt(0)}_${seconds}`;
}

export type EventRequest = {
  readonly seed: number;
  readonly cast: Cast;
  readonly family: EventFamily;
  readonly index: number;
  /** The message this event belongs to, and when that arrived (epoch ms). */
  readonly messageIndex: number;
  readonly messageTime: number;
  /** `streaming` lines always say eventType/subType (API.md §2.6). */
  readonly naming: 'batch' | 'streaming';
  /** Moves the event's own time back, for events that arrive late. */
  readonly earlierByMs: number;
};

export type EventLine = { readonly text: string; readonly subtype: string | null };

/** One event as a JSON line. Pure function of the request. */
export function eventLine(request: EventRequest): EventLine {
  const { seed, family, index, messageTime, cast } = request;
  const message = messageAt(seed, cast, request.messageIndex, messageTime);
  const draws = scratch.seek(seed, 61 + family.code, index);
  // Eras of API.md §10: eventType without offset; type with offset and capitals; type without offset.
  const era = draws.below(20);
  const oldNames = request.naming === 'streaming' || era < 2;
  const older = era < 5;
  const builder = BUILDERS[family.type];
  if (builder === undefined) throw new Error(`no builder for ${family.type}`);
  const jitter = draws.below(900);
  const { members, subtype } = builder({ draws, message, older });
  const time = messageTime + family.lagMs + jitter - request.earlierByMs;
  const subtypeJson = subtype === null ? 'null' : `"${subtype}"`;
  const names = oldNames ? `"eventType":"${family.type}","subType":${subtypeJson}` : `"type":"${family.type}","subtype":${subtypeJson}`;
  // Not unique on purpose: the vendor repeats the pair for the fan-out of one message.
  const offset = !oldNames && older ? `,"_offset":${100_000 + (request.messageIndex >> 1)},"_partition":${draws.below(140)}` : '';
  const text =
    `{"aggregateId":"${message.aggregateId}","processingId":"${processingId(seed, family, index, messageTime)}",` +
    `"accountId":"${cast.account}","timestamp":${time},${members}${names}${offset}}`;
  return { text, subtype };
}
