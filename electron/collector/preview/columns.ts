import type { LogEvent } from '../../../shared/model/log-event';

/** Fields that are read once and kept for searching: those that repeat, and those that the list shows. */
export const columnFields = [
  'eventType', 'eventSubtype', 'action', 'status', 'sender', 'senderHeader', 'senderDomain', 'subject', 'direction', 'sourceIp', 'policy', 'reason', 'threat', 'user', 'category', 'urlCategory',
] as const satisfies readonly (keyof LogEvent)[];
export type ColumnField = (typeof columnFields)[number];

/** What the list shows of an event and a text is looked for in, beside the record: few combinations for many events. */
export type Labels = readonly string[];

/** The values of one block, by place. */
export type Columns = { readonly [F in ColumnField]: (string | undefined)[] } & {
  readonly recipients: (readonly string[] | undefined)[];
  readonly size: (number | undefined)[];
  /** Epoch ms; NaN where the record has no readable time. */
  readonly time: number[];
  readonly labels: Labels[];
};

export function newColumns(): Columns {
  const texts = Object.fromEntries(columnFields.map((field) => [field, []])) as unknown as { readonly [F in ColumnField]: (string | undefined)[] };
  return { ...texts, recipients: [], size: [], time: [], labels: [] };
}

/** One copy of texts that come again and again. Bounded: hostile values must not fill the memory. */
const mostTexts = 50_000;
const longestKept = 200;

export class Texts {
  #texts = new Map<string, string>();
  #labels = new Map<string, Labels>();

  /** The same object for the same labels. */
  labels({ connector, logType, eventType, action, status }: LogEvent): Labels {
    const key = `${connector}\n${logType}\n${eventType}\n${action ?? ''}\n${status ?? ''}`;
    const known = this.#labels.get(key);
    if (known !== undefined) return known;
    if (this.#labels.size >= mostTexts) this.#labels = new Map();
    const labels = [connector, logType, eventType, ...(action === undefined ? [] : [action]), ...(status === undefined ? [] : [status])];
    this.#labels.set(key, labels);
    return labels;
  }

  keep(text: string | undefined): string | undefined {
    if (text === undefined || text.length > longestKept) return text;
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    if (this.#texts.size >= mostTexts) this.#texts = new Map();
    this.#texts.set(text, text);
    return text;
  }
}

export function addToColumns(columns: Columns, event: LogEvent, texts: Texts): void {
  for (const field of columnFields) columns[field].push(texts.keep(event[field]));
  columns.recipients.push(event.recipients?.map((each) => texts.keep(each) ?? ''));
  columns.size.push(event.size);
  columns.labels.push(texts.labels(event));
  columns.time.push(event.time === undefined ? NaN : Date.parse(event.time));
}
