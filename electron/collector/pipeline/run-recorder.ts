import type { Failure } from '../../../shared/failures/failure';
import type { CollectorLog } from '../collector';
import type { Clock } from '../kit/clock';
import type { RunEnd, Spool, StreamRef } from '../spool/spool';

export type RunRecorderSettings = { readonly spool: Spool; readonly ref: StreamRef; readonly clock: Clock; readonly log: CollectorLog };

type End = Pick<RunEnd, 'outcome' | 'attempt' | 'nextPollAt'> & { readonly failure: Failure | null };

/**
 * Writes down what became of each poll of a stream. Nobody waits for it, and what cannot be written is a line in the log: the
 * history of collecting must never be what stops it.
 */
export class RunRecorder {
  readonly #settings: RunRecorderSettings;
  #startedAt: number | null = null;

  constructor(settings: RunRecorderSettings) {
    this.#settings = settings;
  }

  /** Epoch ms; the commits of the poll carry it. Null between polls. */
  get startedAt(): number | null {
    return this.#startedAt;
  }

  begin(): void {
    this.#startedAt = this.#settings.clock.now();
  }

  end(end: End): void {
    const { spool, ref, clock, log } = this.#settings;
    const startedAt = this.#startedAt;
    if (startedAt === null) return;
    this.#startedAt = null;
    spool.endRun({ stream: ref, startedAt, endedAt: clock.now(), ...end }).catch((error: unknown) => {
      log.write('warn', 'run not recorded', { ...ref, detail: error instanceof Error ? error.message : String(error) });
    });
  }
}
