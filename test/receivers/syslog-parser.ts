/** A syslog message as a strict receiver reads it. */
export type SyslogMessage = {
  readonly facility: number;
  readonly severity: number;
  readonly time: string;
  readonly host: string;
  readonly app: string;
  readonly messageId: string;
  /** Parameters of the structured data, unescaped. */
  readonly data: Readonly<Record<string, string>>;
  readonly body: string;
};

const header = /^<(\d{1,3})>1 (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) ([\x21-\x7e]{1,255}) ([\x21-\x7e]{1,48}) - ([\x21-\x7e]{1,32}) /;
const element = /^\[([\x21\x23-\x3c\x3e-\x5c\x5e-\x7e]{1,32})((?: [\x21\x23-\x3c\x3e-\x5c\x5e-\x7e]{1,32}="(?:[^"\\\]]|\\["\\\]])*")*)\] /;

/** RFC 5424 as this product writes it. Throws for anything else: a lenient receiver would hide a forged header. */
export function parseSyslog(text: string): SyslogMessage {
  const head = header.exec(text);
  if (head === null) throw new Error(`no RFC 5424 header: ${JSON.stringify(text.slice(0, 200))}`);
  const [whole, priority, time = '', host = '', app = '', messageId = ''] = head;
  let rest = text.slice(whole.length);
  const data: Record<string, string> = {};
  const structured = element.exec(rest);
  if (structured !== null) {
    for (const [, name = '', value = ''] of (structured[2] ?? '').matchAll(/ ([^ =]+)="((?:[^"\\\]]|\\["\\\]])*)"/g)) data[name] = value.replace(/\\(["\\\]])/g, '$1');
    rest = rest.slice(structured[0].length);
  } else if (rest.startsWith('- ')) {
    rest = rest.slice(2);
  } else {
    throw new Error(`no structured data: ${JSON.stringify(rest.slice(0, 200))}`);
  }
  return { facility: Math.floor(Number(priority) / 8), severity: Number(priority) % 8, time, host, app, messageId, data, body: rest };
}

/** The id in a message's JSON body. */
export function syslogId(text: string): string {
  return String((JSON.parse(parseSyslog(text).body) as { readonly id?: unknown }).id);
}
