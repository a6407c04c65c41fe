/** One thing the palette can do. `hint` says where it belongs, e.g. "Screen" or the keys that do the same. */
export type Command = { readonly id: string; readonly title: string; readonly hint: string; readonly run: () => void };

const folded = (text: string): string => text.normalize('NFKD').replace(/\p{M}+/gu, '').toLocaleLowerCase();

/** The commands whose words begin with every word that was typed; those whose title begins with it all come first. */
export function matching(commands: readonly Command[], typed: string): readonly Command[] {
  const wanted = folded(typed).split(/\s+/).filter((word) => word !== '');
  if (wanted.length === 0) return commands;
  const found = commands.filter(({ title, hint }) => {
    const words = folded(`${title} ${hint}`).split(/[^\p{L}\p{N}]+/u);
    return wanted.every((want) => words.some((word) => word.startsWith(want)));
  });
  const begins = (command: Command): boolean => folded(command.title).startsWith(wanted.join(' '));
  return [...found.filter(begins), ...found.filter((command) => !begins(command))];
}
