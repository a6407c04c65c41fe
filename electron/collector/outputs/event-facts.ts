/** What a receiver wants to know of an event outside its text. */
export type EventFacts = {
  /** Epoch ms when it happened; null when the text has no readable time. */
  readonly time: number | null;
  readonly outcome: 'passed' | 'failed' | null;
  readonly eventType: string | null;
};

const nothing: EventFacts = { time: null, outcome: null, eventType: null };

// In the order of trust: the connector's own event, ECS, OCSF, DNIF, then the names in Mimecast's records.
const timeKeys = ['time', '@timestamp', 'SystemTstamp', 'timestamp', 'eventTime', 'dateReceived', 'observedAt'];
const typeKeys = ['eventType', 'EventName', 'type', 'auditType', 'route'];

/** Numbers below this are seconds: as milliseconds they would lie in 1973. */
const earliestMs = 100_000_000_000;

/** Reads the facts from an event's text in any format or model. Total: what is not there is null. */
export function eventFacts(line: Uint8Array): EventFacts {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(line.buffer, line.byteOffset, line.byteLength).toString('utf8'));
  } catch {
    return nothing;
  }
  if (value === null || typeof value !== 'object') return nothing;
  const event = value as Readonly<Record<string, unknown>>;
  return { time: timeOf(event), outcome: outcomeOf(event), eventType: typeOf(event) };
}

function timeOf(event: Readonly<Record<string, unknown>>): number | null {
  for (const key of timeKeys) {
    const time = epochMs(event[key]);
    if (time !== null) return time;
  }
  return null;
}

function epochMs(value: unknown): number | null {
  if (typeof value === 'string') {
    const parsed = /^\d{10,13}$/.test(value) ? epochMs(Number(value)) : Date.parse(value);
    return parsed !== null && Number.isFinite(parsed) ? parsed : null;
  }
  if (typeof value !== 'number' || !Number.isFinite(value) || value <= 0) return null;
  const ms = value < earliestMs ? value * 1000 : value;
  // The last day that a Date can hold.
  return ms <= 8.64e15 ? ms : null;
}

function outcomeOf(event: Readonly<Record<string, unknown>>): 'passed' | 'failed' | null {
  const nested = event['event'];
  const inner = nested !== null && typeof nested === 'object' ? (nested as Readonly<Record<string, unknown>>)['outcome'] : undefined;
  for (const value of [event['status'], event['Status'], inner, event['event.outcome']]) {
    if (typeof value !== 'string') continue;
    if (/^fail(?:ed|ure)$/i.test(value)) return 'failed';
    if (/^(?:passed|success)$/i.test(value)) return 'passed';
  }
  return null;
}

function typeOf(event: Readonly<Record<string, unknown>>): string | null {
  for (const key of typeKeys) {
    const value = event[key];
    if (typeof value === 'string' && value !== '') return value;
  }
  // ECS and OCSF keep it one level down.
  for (const [outer, inner] of [['event', 'code'], ['metadata', 'event_code']] as const) {
    const nested = event[outer];
    const value = nested !== null && typeof nested === 'object' ? (nested as Readonly<Record<string, unknown>>)[inner] : undefined;
    if (typeof value === 'string' && value !== '') return value;
  }
  return null;
}
