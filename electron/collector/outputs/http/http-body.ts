import type { Span } from '../parts/span';
import { bytesOf, lineStart, totalBytes } from '../parts/span';

const comma = 0x2c;
const openBracket = 0x5b;
const closeBracket = 0x5d;

/** A JSON array. The lines are copied as they are: every "\n" becomes the comma behind its event, the last one the bracket. */
export function jsonArray(spans: readonly Span[]): Buffer {
  const body = Buffer.allocUnsafe(1 + totalBytes(spans));
  body[0] = openBracket;
  let at = 1;
  for (const span of spans) {
    const { batch, from, to } = span;
    const start = lineStart(batch, from);
    body.set(batch.lines.subarray(start, lineStart(batch, to)), at);
    for (let index = from; index < to; index += 1) body[at + lineStart(batch, index + 1) - start - 1] = comma;
    at += bytesOf(span);
  }
  body[body.length - 1] = closeBracket;
  return body;
}

/** One JSON text per line, the last line ended too. */
export function ndjson(spans: readonly Span[]): Buffer {
  return Buffer.concat(spans.map(({ batch, from, to }) => batch.lines.subarray(lineStart(batch, from), lineStart(batch, to))));
}

/** The one event of a part, without line end. */
export function singleObject(spans: readonly Span[]): Buffer {
  const body = ndjson(spans);
  return body.subarray(0, body.length - 1);
}
