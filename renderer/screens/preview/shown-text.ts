import type { Highlight } from '../../../shared/model/live-logs-settings';

/** Addresses written so that no other program makes a link of them: hxxps://evil[.]example. */
export function defanged(text: string): string {
  return text.replace(/\b(h)tt(ps?:\/\/)([^\s/?#"'<>]*)/gi, (_whole, h: string, rest: string, host: string) => `${h}xx${rest}${host.replaceAll('.', '[.]')}`);
}

/** A piece of a text, and the colour it is marked with. */
export type MarkedPiece = { readonly text: string; readonly colour: number | null };

/** The text cut where highlights begin and end; the first highlight in the list wins. */
export function markedPieces(text: string, highlights: readonly Highlight[]): readonly MarkedPiece[] {
  let pieces: readonly MarkedPiece[] = [{ text, colour: null }];
  for (const { text: wanted, colour } of highlights) {
    const small = wanted.toLowerCase();
    pieces = pieces.flatMap((piece) => (piece.colour === null ? cut(piece.text, small, colour) : [piece]));
  }
  return pieces;
}

function cut(text: string, small: string, colour: number): readonly MarkedPiece[] {
  const lower = text.toLowerCase();
  // A letter whose small form is longer would shift every place after it.
  if (lower.length !== text.length || !lower.includes(small)) return [{ text, colour: null }];
  const pieces: MarkedPiece[] = [];
  let from = 0;
  for (let at = lower.indexOf(small); at >= 0; at = lower.indexOf(small, from)) {
    if (at > from) pieces.push({ text: text.slice(from, at), colour: null });
    pieces.push({ text: text.slice(at, at + small.length), colour });
    from = at + small.length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from), colour: null });
  return pieces;
}
