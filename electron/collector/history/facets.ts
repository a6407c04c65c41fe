import type { LogEvent } from '../../../shared/model/log-event';
import type { Facet } from '../../../shared/model/overview';
import { joinKey, nothingSaid, threatTypes } from '../../../shared/model/overview';

/** Keys are shown and filtered for; a hostile value must not make a row of a megabyte. */
const longestKey = 200;
/** A message to a thousand people is one message. */
const mostRecipients = 20;

const threats: ReadonlySet<string> = new Set(threatTypes);

/** Calls `add` for everything that an event counts towards. Events of one kind are told apart like `figureFilter` finds them. */
export function facetsOf(event: LogEvent, add: (facet: Facet, key: string) => void): void {
  const { logType, eventType, status, action } = event;
  add('outcome', joinKey(logType, status ?? 'none'));
  add('eventType', joinKey(logType, cut(eventType)));
  if (logType === 'SIEM') {
    if (action === 'rejected') add('rejection', cut(event.reason ?? nothingSaid));
    if (isAttack(event)) {
      const domain = event.senderDomain ?? domainOf(event.sender);
      if (domain !== undefined) add('attacker', cut(domain.toLowerCase()));
    }
    if (status === 'failed' && event.url !== undefined) {
      const place = placeOf(event.url);
      if (place !== null) add('url', place);
    }
  } else if (logType === 'Hold_Message_List' && action === 'held') {
    add('hold', cut(event.policy ?? nothingSaid));
  }
  if (event.sender !== undefined) add('sender', cut(event.sender.toLowerCase()));
  if (event.recipients !== undefined) {
    for (const recipient of new Set(event.recipients.slice(0, mostRecipients))) add('recipient', cut(recipient.toLowerCase()));
  }
}

function isAttack({ eventType, status, direction }: LogEvent): boolean {
  if (direction === 'outbound') return false;
  return threats.has(eventType) || (eventType === 'url protect' && status === 'failed');
}

function domainOf(address: string | undefined): string | undefined {
  const at = address?.lastIndexOf('@') ?? -1;
  return address === undefined || at < 0 || at === address.length - 1 ? undefined : address.slice(at + 1);
}

/** Host and path: what comes behind may hold a person's token, and makes every click an address of its own. */
function placeOf(url: string): string | null {
  const [place = ''] = url.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '').split(/[?#]/, 1);
  return place === '' ? null : cut(place);
}

const cut = (text: string): string => text.slice(0, longestKey);
