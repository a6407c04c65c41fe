/** Names end here; the copy of a long one keeps its end recognizable. */
const longest = 80;
const ending = ' (copy)';

export function copyName(name: string): string {
  return `${name.slice(0, longest - ending.length)}${ending}`;
}
