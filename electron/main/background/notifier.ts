import { describeFailure } from '../../../shared/failures/catalogue';
import type { CollectionStatus } from '../../../shared/model/collection';
import type { Health } from '../../../shared/model/health';
import type { Settings } from '../../../shared/model/settings';
import { t } from '../../../shared/text/text';

/** One notification of the desktop. It names connectors and outputs, never anything from an event. */
export type Alert = {
  readonly title: string;
  readonly body: string;
  readonly route: string;
  /** It stays until it is read. */
  readonly important: boolean;
};

export type NotifierOptions = {
  readonly now: () => number;
  readonly level: () => Settings['notifications'];
  /** Who has the window before them needs no notification. */
  readonly isWindowVisible: () => boolean;
  readonly show: (alert: Alert) => void;
};

/** A disturbance that heals by itself is worth a word only when it lasts. */
const disturbedForMs = 10 * 60_000;
/** The same trouble is told at most once in this time, however often it comes and goes. */
const sameAgainAfterMs = 60 * 60_000;
/** Many parts fail together: one notification tells of all. */
const gatherMs = 500;

type Trouble = { readonly key: string; readonly name: string; readonly why: string; readonly needsPerson: boolean };

/**
 * Decides which changes of state the desktop is told of. Laws: never per event or poll; nothing while the window is
 * visible; the same trouble once an hour at the most; "works again" only after a trouble that was told or on screen.
 */
export class Notifier {
  readonly #options: NotifierOptions;
  readonly #toldAt = new Map<string, number>();
  /** Told and not over. */
  readonly #open = new Map<string, Trouble>();
  #fresh: Trouble[] = [];
  #gather: NodeJS.Timeout | undefined;

  constructor(options: NotifierOptions) {
    this.#options = options;
  }

  /** Looks at the newest status; called at every change and now and then. */
  look(status: CollectionStatus): void {
    const troubles = troublesOf(status, this.#options.now());
    const present = new Set(troubles.map(({ key }) => key));
    const healed = [...this.#open.values()].filter(({ key }) => !present.has(key));
    for (const { key } of healed) this.#open.delete(key);
    // Only when all is well: "works again" beside another trouble would sound like an all-clear.
    if (healed.length > 0 && this.#open.size === 0 && troubles.length === 0) this.#recovered(healed);
    for (const trouble of troubles) if (!this.#open.has(trouble.key)) this.#begin(trouble);
  }

  close(): void {
    clearTimeout(this.#gather);
  }

  #begin(trouble: Trouble): void {
    const { now, isWindowVisible, level } = this.#options;
    const toldAt = this.#toldAt.get(trouble.key);
    if (toldAt !== undefined && now() - toldAt < sameAgainAfterMs) return;
    this.#open.set(trouble.key, trouble);
    this.#toldAt.set(trouble.key, now());
    if (isWindowVisible() || !wanted(level(), trouble.needsPerson)) return;
    this.#fresh.push(trouble);
    this.#gather ??= setTimeout(() => {
      this.#gather = undefined;
      this.#tell();
    }, gatherMs);
  }

  #tell(): void {
    const troubles = this.#fresh;
    this.#fresh = [];
    const [first] = troubles;
    if (first === undefined) return;
    const important = troubles.some(({ needsPerson }) => needsPerson);
    this.#options.show({
      title: important ? t('desktop.notice.needed') : t('desktop.notice.disturbed'),
      body: troubles.length === 1 ? t('desktop.notice.one', { name: first.name, why: first.why }) : t('desktop.notice.several', { name: first.name, count: troubles.length - 1, why: first.why }),
      route: '/status',
      important,
    });
  }

  #recovered(healed: readonly Trouble[]): void {
    // Healed before it was told: there is nothing to take back.
    const told = healed.filter((trouble) => !this.#fresh.includes(trouble));
    this.#fresh = this.#fresh.filter((trouble) => !healed.includes(trouble));
    const [first] = told;
    if (first === undefined || this.#options.isWindowVisible() || this.#options.level() !== 'all') return;
    this.#options.show({ title: t('desktop.notice.again'), body: told.length === 1 ? first.name : t('desktop.andMore', { name: first.name, count: told.length - 1 }), route: '/status', important: false });
  }
}

function wanted(level: Settings['notifications'], needsPerson: boolean): boolean {
  return level === 'all' || (level === 'important' && needsPerson);
}

function troublesOf(status: CollectionStatus, now: number): Trouble[] {
  return [
    ...status.streams.map(({ connectorId, connectorName, logType, health }) => ({ key: `${connectorId} ${logType}`, name: `${connectorName}, ${logType}`, health })),
    ...status.outputs.map(({ outputId, name, health }) => ({ key: `output ${outputId}`, name, health })),
  ].flatMap(({ key, name, health }) => {
    const failed = health.state === 'failed';
    if (!failed && !(health.state === 'degraded' && now - health.since >= disturbedForMs)) return [];
    return [{ key: `${key} ${health.state}`, name, why: whyOf(health), needsPerson: failed }];
  });
}

function whyOf(health: Health): string {
  return health.failure === null ? t('desktop.notice.unknown') : describeFailure(health.failure.code).title;
}
