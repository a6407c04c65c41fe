import type { CharSet, PatternNode } from './ascii-pattern';
import { everyChar, readPattern } from './ascii-pattern';

/**
 * A way for a plain record (printable ASCII in small letters) to match: it holds each of the texts `needed`, and then the steps
 * follow each other in it, each at least `skip` characters behind the end of the one before.
 */
export type FastWay = { readonly needed: readonly string[]; readonly steps: readonly { readonly regex: RegExp; readonly skip: number }[] };

/**
 * The ways in which a plain record matches, for the regular expressions of JavaScript, which are many times faster than RE2.
 * Null where their backtracking is not known to stay in bounds: then RE2 looks. What is proven is that at every place of the
 * text no more than `mostPaths` ways are tried, each of at most `longestPath` characters, so that time grows with the text only.
 */
export function fastRegex(source: string): readonly FastWay[] | null {
  const node = readPattern(source);
  if (node === null) return null;
  const sequences = spread(node);
  if (sequences === null) return null;
  const ways: FastWay[] = [];
  for (const sequence of sequences) {
    // A letter that no plain record has.
    if (sequence.some((each) => each.kind === 'set' && each.set === 0n)) continue;
    const way = wayOf(sequence);
    if (way === null) return null;
    ways.push(way);
  }
  return ways;
}

/** Whether the steps of a way follow each other in a text of printable ASCII in small letters. */
export function follows(steps: FastWay['steps'], text: string): boolean {
  let from = 0;
  for (const { regex, skip } of steps) {
    regex.lastIndex = from + skip;
    if (!regex.test(text)) return false;
    from = regex.lastIndex;
  }
  return true;
}

const mostPaths = 128;
const longestPath = 256;
const mostSequences = 16;
/** Shorter texts are in too many records to be worth a search of their own. */
const shortestNeeded = 3;

type Sequence = readonly PatternNode[];

/** The alternatives of a pattern, each as a sequence without alternatives at its top. */
function spread(node: PatternNode): readonly Sequence[] | null {
  switch (node.kind) {
    case 'any': {
      const all = node.of.map(spread);
      return all.includes(null) ? null : bounded(all.flatMap((each) => each ?? []));
    }
    case 'all': {
      let sequences: readonly Sequence[] = [[]];
      for (const part of node.of) {
        const tails = spread(part);
        if (tails === null) return null;
        const longer = bounded(sequences.flatMap((head) => tails.map((tail) => [...head, ...tail])));
        if (longer === null) return null;
        sequences = longer;
      }
      return sequences;
    }
    default:
      return [[node]];
  }
}

const bounded = (sequences: readonly Sequence[]): readonly Sequence[] | null => (sequences.length <= mostSequences ? sequences : null);

const isLoop = (node: PatternNode | undefined): node is Extract<PatternNode, { readonly kind: 'many' }> => node?.kind === 'many' && node.most === Number.POSITIVE_INFINITY;
/** `.*` and the like: whatever stands in between. */
const isGap = (node: PatternNode): boolean => isLoop(node) && node.of.kind === 'set' && node.of.set === everyChar;

function wayOf(sequence: Sequence): FastWay | null {
  const parts: { skip: number; nodes: PatternNode[] }[] = [{ skip: 0, nodes: [] }];
  for (const node of sequence) {
    if (isLoop(node) && isGap(node)) parts.push({ skip: node.least, nodes: [] });
    else parts.at(-1)?.nodes.push(node);
  }
  const steps: { regex: RegExp; skip: number }[] = [];
  for (const [index, { skip, nodes }] of parts.entries()) {
    const trimmed = withoutOuterLoops(nodes);
    // The first match must be the one that ends first, so that the rest has all the room there is.
    if (!isBounded(trimmed) || (index < parts.length - 1 && lengthOf(trimmed) === null)) return null;
    steps.push({ regex: new RegExp(trimmed.map(written).join(''), 'g'), skip });
  }
  const literals = literalsIn(sequence);
  const whole = sequence.length > 0 && sequence.every((node) => single(node) !== null);
  if (whole) return { needed: literals, steps: [] };
  return { needed: literals.filter((each) => each.length >= shortestNeeded), steps };
}

/** Asked whether and not where, a loop at an end need not run further than it must. */
function withoutOuterLoops(nodes: readonly PatternNode[]): readonly PatternNode[] {
  let [from, to] = [0, nodes.length];
  const kept = [...nodes];
  const cutLoop = (at: number): boolean => {
    const node = kept[at];
    if (!isLoop(node)) return false;
    kept[at] = { kind: 'many', of: node.of, least: node.least, most: node.least };
    return node.least === 0;
  };
  while (from < to && cutLoop(from)) from += 1;
  while (to > from && cutLoop(to - 1)) to -= 1;
  return kept.slice(from, to);
}

/** See `fastRegex`. A loop is allowed where few starts lead into the same run of characters: behind something that cannot be a part of the run. */
function isBounded(nodes: readonly PatternNode[]): boolean {
  let paths = 1;
  let length = 0;
  let before: PatternNode[] = [];
  for (const node of nodes) {
    if (isLoop(node)) {
      if (node.of.kind !== 'set') return false;
      const { set } = node.of;
      if (!before.some((each) => cannotBeIn(each, set))) return false;
      paths *= before.reduce((sum, each) => sum + (measure(each)?.length ?? 0), 0);
      before = [];
    } else {
      const size = measure(node);
      if (size === null) return false;
      paths *= size.paths;
      length += size.length;
      before.push(node);
    }
  }
  return paths <= mostPaths && length <= longestPath;
}

/** Whether the node always takes a character that is not in the set. */
function cannotBeIn(node: PatternNode, set: CharSet): boolean {
  if (node.kind === 'many') return node.least > 0 && cannotBeIn(node.of, set);
  if (node.kind === 'all') return node.of.some((each) => cannotBeIn(each, set));
  return node.kind === 'set' && (node.set & set) === 0n;
}

/** In how many ways the node can match at one place, and how many characters it takes at the most; null without a bound. */
function measure(node: PatternNode): { readonly paths: number; readonly length: number } | null {
  switch (node.kind) {
    case 'set':
      return { paths: 1, length: 1 };
    case 'edge':
      return { paths: 1, length: 0 };
    case 'all':
    case 'any': {
      const sizes = node.of.map(measure);
      return sizes.reduce((sum, each) => {
        if (sum === null || each === null) return null;
        return node.kind === 'all' ? { paths: sum.paths * each.paths, length: sum.length + each.length } : { paths: sum.paths + each.paths, length: Math.max(sum.length, each.length) };
      }, { paths: node.kind === 'all' ? 1 : 0, length: 0 });
    }
    case 'many': {
      const each = measure(node.of);
      if (each === null || node.most > longestPath) return null;
      let paths = 0;
      for (let count = node.least; count <= node.most; count += 1) paths += each.paths ** count;
      return { paths, length: each.length * node.most };
    }
  }
}

/** The characters that the nodes take when it is always the same number; else null. */
function lengthOf(nodes: readonly PatternNode[]): number | null {
  return nodes.reduce<number | null>((sum, node) => {
    const own = ownLength(node);
    return sum === null || own === null ? null : sum + own;
  }, 0);
}

function ownLength(node: PatternNode): number | null {
  switch (node.kind) {
    case 'set':
      return 1;
    case 'edge':
      return 0;
    case 'all':
      return lengthOf(node.of);
    case 'any': {
      const lengths = new Set(node.of.map(ownLength));
      const [only = null] = lengths;
      return lengths.size === 1 ? only : null;
    }
    case 'many': {
      const each = ownLength(node.of);
      return each === null || node.least !== node.most ? null : each * node.least;
    }
  }
}

/** The one character that the node stands for; null when there are more or none. */
function single(node: PatternNode): string | null {
  if (node.kind !== 'set' || node.set === 0n || (node.set & (node.set - 1n)) !== 0n) return null;
  return String.fromCharCode(node.set.toString(2).length - 1);
}

/** Texts that every match of the sequence holds. */
function literalsIn(sequence: Sequence): readonly string[] {
  const literals: string[] = [];
  let run = '';
  for (const node of sequence) {
    const char = single(node);
    if (char !== null) {
      run += char;
    } else if (node.kind !== 'edge') {
      literals.push(run);
      run = '';
    }
  }
  return [...literals, run];
}

function written(node: PatternNode): string {
  switch (node.kind) {
    case 'set':
      return writtenSet(node.set);
    case 'edge':
      return node.source;
    case 'all':
      return `(?:${node.of.map(written).join('')})`;
    case 'any':
      return `(?:${node.of.map(written).join('|')})`;
    case 'many':
      return `(?:${written(node.of)}){${String(node.least)},${node.most === Number.POSITIVE_INFINITY ? '' : String(node.most)}}`;
  }
}

function writtenSet(set: CharSet): string {
  const chars = Array.from({ length: 95 }, (_unused, index) => index + 32).filter((code) => (set >> BigInt(code)) & 1n).map((code) => `\\x${code.toString(16)}`);
  return chars.length === 1 ? (chars[0] ?? '') : `[${chars.join('')}]`;
}
