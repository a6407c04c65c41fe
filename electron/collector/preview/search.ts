import type { Predicate } from '../../../shared/filter/compile';
import { compileFilter } from '../../../shared/filter/compile';
import { parseFilter } from '../../../shared/filter/parse';
import type { PreviewList } from '../../../shared/model/preview';
import type { Message } from '../../../shared/text/message';
import { say } from '../../../shared/text/message';
import type { Block } from './block';
import { BlockView } from './block-view';
import { linear } from './regex/linear';

type ViewPredicate = (subject: BlockView) => boolean;

/** What was found in one block: places in ascending order, among the events before `to`. */
type Found = { to: number; readonly places: number[] };

/** One filter and what it has found so far. Blocks are searched once; only what is new since is looked at again. */
export class Search {
  readonly key: string;
  /** Why the filter cannot be used, or null. */
  readonly problem: Message | null;
  /** Null: everything matches, nothing need be searched. */
  readonly #predicate: ViewPredicate | null;
  readonly #found = new Map<number, Found>();

  constructor(list: Pick<PreviewList, 'text' | 'logTypes' | 'connectorIds'>) {
    this.key = keyOf(list);
    const filter = parseFilter(list.text, 'utc');
    let problem: Message | null = filter.kind === 'error' ? filter.reason : null;
    let predicate: Predicate | null = () => false;
    if (filter.kind === 'ok') {
      try {
        predicate = filter.filter.kind === 'all' && list.logTypes.length === 0 && list.connectorIds.length === 0 ? null : compileFilter(filter.filter, linear);
      } catch {
        problem = say('filter.problem.regexTooMuch');
      }
    }
    this.problem = problem;
    this.#predicate = predicate === null ? null : withOrigins(list, predicate);
  }

  /** Whether the block has events that were not looked at. */
  lacks(block: Block): boolean {
    return this.#predicate !== null && (this.#found.get(block.firstSeq)?.to ?? 0) < block.count;
  }

  /** Looks at what is new in the block, which must be indexed. */
  look(block: Block): void {
    if (this.#predicate === null) return;
    let found = this.#found.get(block.firstSeq);
    if (found === undefined) this.#found.set(block.firstSeq, (found = { to: 0, places: [] }));
    const view = new BlockView(block, found.to, block.count);
    const predicate = this.#predicate;
    for (let at = found.to; at < block.count; at += 1) {
      view.at = at;
      if (predicate(view)) found.places.push(at);
    }
    found.to = block.count;
  }

  /** Events of the block that were not looked at. */
  unsearched(block: Block): number {
    return this.#predicate === null ? 0 : block.count - (this.#found.get(block.firstSeq)?.to ?? 0);
  }

  /** Places found in the block, ascending; null: all of them. */
  places(block: Block): readonly number[] | null {
    return this.#predicate === null ? null : (this.#found.get(block.firstSeq)?.places ?? []);
  }

  forget(block: Block): void {
    this.#found.delete(block.firstSeq);
  }
}

export function keyOf(list: Pick<PreviewList, 'text' | 'logTypes' | 'connectorIds'>): string {
  return JSON.stringify([list.text, list.logTypes, list.connectorIds]);
}

function withOrigins(list: Pick<PreviewList, 'logTypes' | 'connectorIds'>, predicate: Predicate): ViewPredicate {
  const { logTypes, connectorIds } = list;
  if (logTypes.length === 0 && connectorIds.length === 0) return predicate;
  return (subject) => {
    const { origin } = subject;
    if (origin === undefined) return false;
    if (logTypes.length > 0 && !logTypes.includes(origin.logType)) return false;
    return (connectorIds.length === 0 || connectorIds.includes(origin.connectorId)) && predicate(subject);
  };
}
