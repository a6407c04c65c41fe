import type { SyslogFacility, SyslogOutputConfig } from '../../../../shared/model/output';
import { syslogFacilities } from '../../../../shared/model/output';
import { eventFacts } from '../event-facts';
import type { RenderedBatch } from '../output';
import { idOf, lineOf } from '../parts/span';
import { withoutControls } from '../stream/without-controls';

// RFC 5424 §6.2.1: severities.
const warning = 4;
const informational = 6;

// The number that RFC 5612 reserves for use in texts: this product has none of its own.
const structuredDataId = 'mimecastConnector@32473';

export type MessageContext = {
  readonly config: Pick<SyslogOutputConfig, 'protocol' | 'facility' | 'appName' | 'structuredData'>;
  /** Name of this computer, as messages carry it. */
  readonly hostName: string;
  /** Epoch ms, for events without a time of their own. */
  readonly now: number;
};

/**
 * One event as a syslog message without framing: header, structured data and the event as JSON. Severity follows the
 * event's status: failed is `warning`, everything else `informational`. The message is one line whatever the fields hold.
 */
export function syslogMessage(batch: RenderedBatch, index: number, context: MessageContext): Buffer {
  const line = lineOf(batch, index);
  const facts = eventFacts(line);
  const { protocol, facility, appName, structuredData } = context.config;
  const priority = `<${priorityOf(facility, facts.outcome === 'failed' ? warning : informational)}>`;
  const time = new Date(facts.time ?? context.now);
  const host = printable(context.hostName, 255);
  const body = withoutControls(line);
  if (protocol === 'rfc3164') return Buffer.concat([Buffer.from(`${priority}${oldTime(time)} ${host} ${appName}: `), body]);
  const data = structuredData
    ? element([
        ['id', idOf(batch, index)],
        ['connector', batch.connectorName],
        ['logType', batch.logType],
        ['eventType', facts.eventType ?? ''],
      ])
    : '-';
  return Buffer.concat([Buffer.from(`${priority}1 ${time.toISOString()} ${host} ${appName} - ${batch.logType} ${data} `), body]);
}

/** RFC 6587 §3.4.1: the length in bytes says where a message ends, so nothing inside it can. */
export function octetCounted(message: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from(`${message.length} `), message]);
}

/** RFC 6587 §3.4.2: for receivers that know no octet counting. */
export function lineFramed(message: Uint8Array): Buffer {
  return Buffer.concat([message, Buffer.from('\n')]);
}

function priorityOf(facility: SyslogFacility, severity: number): number {
  return syslogFacilities.indexOf(facility) * 8 + severity;
}

/** RFC 5424 §6.3: in values, `"`, `\` and `]` are escaped; control characters are left out. Empty values are, too. */
function element(parameters: readonly (readonly [name: string, value: string])[]): string {
  const parts = parameters
    .map(([name, value]) => [name, value.replace(/[\p{Cc}\u2028\u2029]/gu, ' ').slice(0, 256)] as const)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}="${value.replace(/["\\\]]/g, '\\$&')}"`);
  return `[${structuredDataId} ${parts.join(' ')}]`;
}

/** Header fields are printable ASCII without spaces; "-" stands for nothing. */
function printable(text: string, longest: number): string {
  const kept = text.replace(/[^\x21-\x7e]/g, '').slice(0, longest);
  return kept === '' ? '-' : kept;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** RFC 3164 §4.1.2 has neither year nor zone; UTC is written. The event itself carries the full time. */
function oldTime(time: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${months[time.getUTCMonth()] ?? ''} ${String(time.getUTCDate()).padStart(2)} ${two(time.getUTCHours())}:${two(time.getUTCMinutes())}:${two(time.getUTCSeconds())}`;
}
