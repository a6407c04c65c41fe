import type { Failure } from '../../../../shared/failures/failure';
import type { OutputConfig } from '../../../../shared/model/output';
import type { Message } from '../../../../shared/text/message';
import { say } from '../../../../shared/text/message';
import type { CollectorLog } from '../../collector';
import type { Clock } from '../../kit/clock';
import { failure } from '../../kit/failure-error';
import type { DailyVolume } from './daily-volume';

export type VolumeWatchSettings = { readonly volume: DailyVolume; readonly config: OutputConfig; readonly clock: Clock; readonly log: CollectorLog };

/** What follows from an output's daily volume: a warning that stands while it is nearly used, and the end of the day's budget. */
export class VolumeWatch {
  readonly #settings: VolumeWatchSettings;
  #concern: Failure | null = null;
  /** Epoch ms. */
  #exhaustedUntil: number | null = null;

  constructor(settings: VolumeWatchSettings) {
    this.#settings = settings;
  }

  /** The warning, as long as it stands. */
  get concern(): Failure | null {
    return this.#concern;
  }

  /** Whether the day's budget was found to be used up. */
  get isExhausted(): boolean {
    return this.#exhaustedUntil !== null;
  }

  /** Says once that the daily volume is nearly or fully used, and takes it back with the new day. */
  look(): void {
    const { volume, clock, config, log } = this.#settings;
    const { warning } = volume;
    if (warning === null) {
      this.#concern = null;
      return;
    }
    if (this.#concern === null) log.write('warn', 'daily volume of output nearly used', { output: config.name, detail: warning });
    // The same warning with newer figures: it stands since then, under the reference that is in the log.
    this.#concern = { ...(this.#concern ?? failure('OUT-VOLUME', { at: clock.now() })), detail: warning };
  }

  /** The day's budget does not reach for the next batch. Returns that in words. */
  exhaust(): Message {
    const { volume, config, log } = this.#settings;
    this.#exhaustedUntil = volume.renewedAt;
    const limit = config.rateLimit?.mibPerDay ?? 0;
    log.write('warn', 'daily limit of output reached', { output: config.name, mibPerDay: limit });
    return say('collector.dailyLimit', { limit: `${limit} MiB` });
  }

  /** Ms until there is a budget again; 0: there is. */
  untilRenewed(): number {
    if (this.#exhaustedUntil === null) return 0;
    const left = this.#exhaustedUntil - this.#settings.clock.now();
    if (left > 0) return left;
    this.#exhaustedUntil = null;
    return 0;
  }
}
