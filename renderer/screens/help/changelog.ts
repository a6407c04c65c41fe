/** A line of the changelog, as far as its Markdown is used. */
export type ChangeBlock = { readonly kind: 'version' | 'section' | 'item' | 'text'; readonly text: string };

/** Reads the form of Keep a Changelog: versions, sections, items (also over several lines). Everything else is text. */
export function readChangelog(markdown: string): ChangeBlock[] {
  const blocks: ChangeBlock[] = [];
  for (const line of markdown.split('\n')) {
    const [, marks, rest = ''] = /^(#{1,3}|-)\s+(.*)$/.exec(line) ?? [];
    const last = blocks.at(-1);
    if (marks === '#') continue;
    if (marks !== undefined) blocks.push({ kind: marks === '##' ? 'version' : marks === '###' ? 'section' : 'item', text: plain(rest) });
    else if (line.trim() !== '' && (last?.kind === 'item' || last?.kind === 'text')) blocks.splice(-1, 1, { ...last, text: `${last.text} ${plain(line.trim())}` });
    else if (line.trim() !== '') blocks.push({ kind: 'text', text: plain(line.trim()) });
  }
  return blocks;
}

function plain(text: string): string {
  return text.replace(/\[([^\]]+)\](?:\([^)]*\))?/g, '$1').replace(/[*`]/g, '');
}
