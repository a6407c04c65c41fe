import type { Facet, Overview, Series, Top } from '../../../shared/model/overview';
import { fineStepMs, heldAgesMs, hourMs, otherKey, seriesFacets, topFacets } from '../../../shared/model/overview';
import type { HistoryFile } from './history-file';

/** Internal counts beside the facets: sums for the mean delay, and events that were not taken in. */
export type CountName = Facet | 'lagMs' | 'lagCount' | 'missed';

/** Different values counted by name per step and facet; the rest is counted as others. What repeats is in early enough. */
const mostKeys = 400;
/** Values that stay of an hour when it is over. */
const keptKeys = 200;
const mostListed = 10;
/** Policies that are told apart among held messages. */
const mostPolicies = 12;
const mostHeld = 100_000;
const heldForMs = 30 * 24 * hourMs;

/** Counts per step of time, facet and key. Additions gather in memory until `write`, which belongs into a transaction. */
export class Rollups {
  readonly #file: HistoryFile;
  #pending = new Map<number, Map<string, Map<string, number>>>();
  #known = new Map<string, Set<string>>();

  constructor(file: HistoryFile) {
    this.#file = file;
  }

  add(at: number, now: number, name: CountName, key: string, n = 1): void {
    const bucket = bucketOf(at, now);
    const names = entry(this.#pending, bucket, () => new Map<string, Map<string, number>>());
    const keys = entry(names, name, () => new Map<string, number>());
    keys.set(key, (keys.get(key) ?? 0) + n);
  }

  /** Forgets what was added and not written: its transaction was rolled back. */
  forget(): void {
    this.#pending = new Map();
    this.#known = new Map();
  }

  write(): void {
    const add = this.#file.sql('INSERT INTO rollup (bucket, facet, key, n) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET n = n + excluded.n');
    for (const [bucket, names] of this.#pending) {
      for (const [name, keys] of names) {
        const known = this.#knownOf(bucket, name);
        for (const [key, n] of keys) {
          const listed = known.has(key) || known.size < mostKeys;
          if (listed) known.add(key);
          add.run(bucket, name, listed ? key : otherKey, n);
        }
      }
    }
    this.#pending = new Map();
  }

  /** Makes hours of the steps of hours that are over, and keeps their most frequent values. Belongs into a transaction. */
  compact(now: number): void {
    const limit = fineLimit(now);
    const rows = this.#file.sql('SELECT DISTINCT bucket - bucket % ? AS hour FROM rollup WHERE bucket < ? AND bucket % ? <> 0').all(hourMs, limit, hourMs);
    for (const row of rows) {
      const hour = Number(row['hour']);
      this.#file.sql('INSERT INTO rollup (bucket, facet, key, n) SELECT ?, facet, key, SUM(n) FROM rollup WHERE bucket > ? AND bucket < ? GROUP BY facet, key ON CONFLICT DO UPDATE SET n = n + excluded.n').run(hour, hour, hour + hourMs);
      this.#file.sql('DELETE FROM rollup WHERE bucket > ? AND bucket < ?').run(hour, hour + hourMs);
      for (const facet of topFacets) this.#shorten(hour, facet);
    }
    if (rows.length > 0) this.#known = new Map();
  }

  hold(key: string, policy: string, since: number, now: number): void {
    // What is older than any hold queue keeps messages is no message that is held now.
    if (since < now - heldForMs) return;
    this.#file.sql('INSERT INTO held (key, policy, since) VALUES (?, ?, ?) ON CONFLICT DO NOTHING').run(key, policy, since);
  }

  release(key: string): void {
    this.#file.sql('DELETE FROM held WHERE key = ?').run(key);
  }

  prune(before: number, now: number): void {
    this.#file.sql('DELETE FROM rollup WHERE bucket < ?').run(before);
    this.#file.sql('DELETE FROM held WHERE since < ?').run(now - heldForMs);
    this.#file.sql('DELETE FROM held WHERE key IN (SELECT key FROM held ORDER BY since DESC LIMIT -1 OFFSET ?)').run(mostHeld);
    this.#known = new Map();
  }

  read(from: number, to: number, stepMs: number, now: number): Pick<Overview, 'series' | 'tops' | 'held' | 'lag' | 'missed'> {
    const steps = Math.round((to - from) / stepMs);
    const at = (row: { readonly bucket: number }): number => Math.floor((row.bucket - from) / stepMs);
    const ofSeries = this.#file.sql(`SELECT bucket, facet, key, n FROM rollup WHERE bucket >= ? AND bucket < ? AND facet IN (${places([...seriesFacets, 'lagMs', 'lagCount', 'missed'])})`)
      .all(from, to, ...seriesFacets, 'lagMs', 'lagCount', 'missed')
      .map((row) => ({ bucket: Number(row['bucket']), facet: String(row['facet']), key: String(row['key']), n: Number(row['n']) }));
    const series = new Map<string, Series & { readonly counts: number[] }>();
    const lag = { sum: new Array<number>(steps).fill(0), count: new Array<number>(steps).fill(0) };
    let missed = 0;
    for (const row of ofSeries) {
      const step = at(row);
      if (row.facet === 'missed') missed += row.n;
      else if (row.facet === 'lagMs') lag.sum[step] = (lag.sum[step] ?? 0) + row.n;
      else if (row.facet === 'lagCount') lag.count[step] = (lag.count[step] ?? 0) + row.n;
      else {
        const facet = row.facet as Series['facet'];
        const { counts } = entry(series, `${facet}\n${row.key}`, () => ({ facet, key: row.key, counts: new Array<number>(steps).fill(0) }));
        counts[step] = (counts[step] ?? 0) + row.n;
      }
    }
    return {
      series: [...series.values()].sort((left, right) => sum(right.counts) - sum(left.counts)),
      tops: topFacets.map((facet) => this.#top(facet, from, to)),
      held: this.#held(now),
      lag: lag.count.map((count, step) => (count === 0 ? null : (lag.sum[step] ?? 0) / count)),
      missed,
    };
  }

  #top(facet: Top['facet'], from: number, to: number): Top {
    const rows = this.#file.sql('SELECT key, SUM(n) AS n FROM rollup WHERE bucket >= ? AND bucket < ? AND facet = ? GROUP BY key ORDER BY n DESC, key').all(from, to, facet)
      .map((row) => ({ key: String(row['key']), count: Number(row['n']) }));
    const items = rows.filter(({ key }) => key !== otherKey).slice(0, mostListed);
    return { facet, items, others: sum(rows.map(({ count }) => count)) - sum(items.map(({ count }) => count)) };
  }

  #held(now: number): Overview['held'] {
    const held = new Map<string, number[]>();
    for (const row of this.#file.sql('SELECT policy, since FROM held').all()) {
      const age = now - Number(row['since']);
      const place = heldAgesMs.findIndex((limit) => age < limit);
      const ages = entry(held, String(row['policy']), () => new Array<number>(heldAgesMs.length + 1).fill(0));
      const index = place < 0 ? heldAgesMs.length : place;
      ages[index] = (ages[index] ?? 0) + 1;
    }
    return [...held].map(([policy, ages]) => ({ policy, ages })).sort((left, right) => sum(right.ages) - sum(left.ages)).slice(0, mostPolicies);
  }

  #knownOf(bucket: number, name: string): Set<string> {
    if (this.#known.size > 2000) this.#known = new Map();
    return entry(this.#known, `${String(bucket)} ${name}`, () => new Set(this.#file.sql('SELECT key FROM rollup WHERE bucket = ? AND facet = ?').all(bucket, name).map((row) => String(row['key']))));
  }

  #shorten(hour: number, facet: string): void {
    const rows = this.#file.sql("SELECT key, n FROM rollup WHERE bucket = ? AND facet = ? AND key <> '' ORDER BY n DESC LIMIT -1 OFFSET ?").all(hour, facet, keptKeys);
    if (rows.length === 0) return;
    for (const row of rows) this.#file.sql('DELETE FROM rollup WHERE bucket = ? AND facet = ? AND key = ?').run(hour, facet, String(row['key']));
    this.#file.sql('INSERT INTO rollup (bucket, facet, key, n) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET n = n + excluded.n').run(hour, facet, otherKey, sum(rows.map((row) => Number(row['n']))));
  }
}

/** Hours that ended an hour ago at least are counted whole. */
const fineLimit = (now: number): number => Math.floor(now / hourMs) * hourMs - hourMs;

function bucketOf(at: number, now: number): number {
  const step = at < fineLimit(now) ? hourMs : fineStepMs;
  return Math.floor(at / step) * step;
}

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);
const places = (values: readonly string[]): string => values.map(() => '?').join(', ');
