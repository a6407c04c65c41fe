import type { WatchHit } from '../../../shared/model/watch-rules';
import { WatchHitSchema } from '../../../shared/model/watch-rules';
import type { HistoryFile } from './history-file';
import type { Finding } from './watcher';
import { eventsPerHit } from './watcher';

const mostHits = 1000;

/** What the rules found, newest first. Findings of one rule that follow each other within its window are one hit that grows. */
export class Hits {
  readonly #file: HistoryFile;

  constructor(file: HistoryFile) {
    this.#file = file;
  }

  /** Belongs into a transaction. Gives the hit as it now is. */
  add({ rule, from, to, count, events }: Finding, now: number): WatchHit {
    const windowMs = rule.windowMinutes * 60_000;
    const last = this.#file.sql('SELECT id, body FROM hit WHERE rule = ? AND last >= ? ORDER BY id DESC LIMIT 1').get(rule.id, from - windowMs);
    const before = last === undefined ? null : read(Number(last['id']), String(last['body']));
    const { id: ruleId, name: ruleName, text } = rule;
    // A hit that would grow for ever tells nothing about today.
    if (before !== null && before.text === text && before.from - windowMs <= to && Math.max(before.to, to) - Math.min(before.from, from) < longestHitMs) {
      const grown: WatchHit = { ...before, ruleName, from: Math.min(before.from, from), to: Math.max(before.to, to), count: before.count + count, events: [...before.events, ...events].slice(-eventsPerHit) };
      this.#file.sql('UPDATE hit SET last = ?, body = ? WHERE id = ?').run(grown.to, JSON.stringify(grown), grown.id);
      return grown;
    }
    const hit = { ruleId, ruleName, text, at: now, from, to, count, events: [...events] };
    const { lastInsertRowid: id } = this.#file.sql('INSERT INTO hit (at, rule, last, body) VALUES (?, ?, ?, ?)').run(now, ruleId, to, JSON.stringify({ id: 0, ...hit }));
    return { id, ...hit };
  }

  list(limit: number): readonly WatchHit[] {
    return this.#file.sql('SELECT id, body FROM hit ORDER BY id DESC LIMIT ?').all(limit).flatMap((row) => read(Number(row['id']), String(row['body'])) ?? []);
  }

  prune(): void {
    this.#file.sql('DELETE FROM hit WHERE id <= (SELECT id FROM hit ORDER BY id DESC LIMIT 1 OFFSET ?)').run(mostHits);
  }
}

const longestHitMs = 24 * 60 * 60_000;

function read(id: number, body: string): WatchHit | null {
  const parsed = WatchHitSchema.safeParse(JSON.parse(body));
  return parsed.success ? { ...parsed.data, id } : null;
}
