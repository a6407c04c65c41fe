import type { PreviewTextAsk } from '../../../shared/model/preview';
import { window } from './answers';
import type { Block } from './block';
import { BlockView } from './block-view';
import { redactJson, redactText } from './redact';
import type { Ring } from './ring';

/** A part of an export. `next`: where to go on, null when this was the last. */
export type TextPart = { readonly text: string; readonly events: number; readonly next: number | null };

/** The events of a list that come after `list.after`, at most `limit` of them, one per line: the head of a CSV file and the brackets of a JSON list are the caller's. */
export function textPart(ring: Ring, ask: PreviewTextAsk, limit: number): TextPart {
  const search = ring.searchFor(ask.list);
  // An export is complete or it is none: here the search takes the time it takes.
  ring.advance(search, Number.POSITIVE_INFINITY);
  const found = [...window(ring.segments(search, ask.list), 0, limit)];
  const last = found.at(-1);
  const lines = found.map(({ block, at }) => {
    if (ask.format === 'csv') ring.index(block);
    return lineOf(block, at, ask);
  });
  return { text: lines.join(''), events: found.length, next: last === undefined || found.length < limit ? null : last.block.firstSeq + last.at };
}

function lineOf(block: Block, at: number, { format, columns, redact }: PreviewTextAsk): string {
  if (format === 'csv') {
    const view = new BlockView(block, at, at + 1);
    return `${columns.map((column) => csvCell(cellOf(view, block, at, column, redact))).join(',')}\r\n`;
  }
  // Without redaction the record goes out as it came in, byte for byte.
  return `${redact ? JSON.stringify(redactJson(block.record(at))) : block.raw(at)}\n`;
}

function cellOf(view: BlockView, block: Block, at: number, column: string, redact: boolean): string {
  if (column === 'arrived') return new Date(block.arrived[at] ?? 0).toISOString();
  if (column === 'time') return block.event(at).time ?? '';
  const text = view.values(column).join(', ');
  return redact ? redactText(column, text) : text;
}

/** RFC 4180; what a spreadsheet would run as a formula is made a text. */
export function csvCell(value: string): string {
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
