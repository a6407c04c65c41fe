import type { Settings } from '../../../shared/model/settings';
import type { WatchHit } from '../../../shared/model/watch-rules';
import { tellAgainAfterMs, withShipped } from '../../../shared/model/watch-rules';
import { t } from '../../../shared/text/text';
import type { HistoryConfig } from '../../collector/collector';
import type { Alert } from './notifier';

export type WatchNoticesOptions = {
  readonly now: () => number;
  readonly level: () => Settings['notifications'];
  readonly isWindowVisible: () => boolean;
  /** What is found in the demo is no alarm, and says so. */
  readonly isDemo: () => boolean;
  readonly show: (alert: Alert) => void;
};

/** One poll may set off several rules: one notification tells of all. */
const gatherMs = 500;

/** Tells the desktop of what the watch rules found: a rule at most once in a quarter of an hour, nothing while the window is visible, nothing from an event. */
export class WatchNotices {
  readonly #options: WatchNoticesOptions;
  readonly #toldAt = new Map<string, number>();
  #fresh = new Map<string, WatchHit>();
  #gather: NodeJS.Timeout | undefined;

  constructor(options: WatchNoticesOptions) {
    this.#options = options;
  }

  found(hits: readonly WatchHit[]): void {
    const { now, level, isWindowVisible } = this.#options;
    if (level() === 'none' || isWindowVisible()) return;
    for (const hit of hits) {
      const told = this.#toldAt.get(hit.ruleId);
      if (told !== undefined && now() - told < tellAgainAfterMs && now() >= told) continue;
      this.#fresh.set(hit.ruleId, hit);
    }
    if (this.#fresh.size === 0) return;
    this.#gather ??= setTimeout(() => {
      this.#gather = undefined;
      this.#tell();
    }, gatherMs);
  }

  close(): void {
    clearTimeout(this.#gather);
  }

  #tell(): void {
    const hits = [...this.#fresh.values()];
    this.#fresh = new Map();
    const [first] = hits;
    if (first === undefined || this.#options.isWindowVisible()) return;
    for (const { ruleId } of hits) this.#toldAt.set(ruleId, this.#options.now());
    this.#options.show({
      title: this.#options.isDemo() ? t('desktop.notice.demo', { name: first.ruleName }) : first.ruleName,
      body: hits.length === 1 ? t('desktop.notice.events', { count: first.count }) : t('desktop.notice.eventsAndRules', { count: first.count, rules: hits.length - 1 }),
      route: '/watch',
      important: false,
    });
  }
}

/** What the collector's history works by. */
export function historyConfigOf({ history, watchRules }: Settings): HistoryConfig {
  return { ...history, rules: withShipped(watchRules) };
}
