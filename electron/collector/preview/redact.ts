const address = /[\p{L}\p{N}._%+'=-]+@([\p{L}\p{N}.-]+)/gu;
const ipv4 = /\b(?:\d{1,3}\.){3}\d{1,3}\b/g;
const ipv6 = /\b(?:[0-9a-f]{1,4}:){3,7}[0-9a-f:]*[0-9a-f]\b/gi;
/** Fields whose whole text may be personal. */
const personal = /subject|filename|file\.name|attachment|displayname|^user$|headerfrom/i;

const blotted = '[redacted]';

/** The text without mail addresses (their domain stays), IP addresses and, in fields such as the subject, without anything. */
export function redactText(field: string, text: string): string {
  if (text === '') return text;
  if (personal.test(field) && !/^\d+$/.test(text)) return blotted;
  return text.replace(address, `${blotted}@$1`).replace(ipv4, blotted).replace(ipv6, blotted);
}

/** A record with every text redacted; deeper than records go, everything is. */
export function redactJson(value: unknown, field = '', depth = 0): unknown {
  if (typeof value === 'string') return redactText(field, value);
  if (value === null || typeof value !== 'object') return value;
  if (depth > 64) return blotted;
  if (Array.isArray(value)) return value.map((each) => redactJson(each, field, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, redactJson(inner, name, depth + 1)]));
}
