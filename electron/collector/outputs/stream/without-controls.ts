const space = 0x20;
const deleteByte = 0x7f;
const deleteEscape = Buffer.from('\\u007f');

/**
 * A JSON text of the same meaning without control characters, which receivers rewrite (rsyslog makes `#011` of a tab, and
 * the JSON is broken), or take for the end of a message.
 * JSON escapes control characters in texts, so those below the blank stand between tokens, where a blank means the same.
 * Only DEL may stand in a text as it is; its escape means the same there.
 */
export function withoutControls(line: Buffer): Buffer {
  let clean = line;
  const deletes: number[] = [];
  for (let at = 0; at < line.length; at += 1) {
    const byte = line[at] ?? space;
    if (byte === deleteByte) deletes.push(at);
    if (byte >= space) continue;
    // A copy at the first find only: the batch's own bytes must not change.
    if (clean === line) clean = Buffer.from(line);
    clean[at] = space;
  }
  if (deletes.length === 0) return clean;
  const pieces: Buffer[] = [];
  let start = 0;
  for (const at of deletes) {
    pieces.push(clean.subarray(start, at), deleteEscape);
    start = at + 1;
  }
  return Buffer.concat([...pieces, clean.subarray(start)]);
}
