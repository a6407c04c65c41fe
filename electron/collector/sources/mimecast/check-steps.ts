import type { FailureCode } from '../../../../shared/failures/catalogue';
import type { CheckItem, RunningCheck } from '../../../../shared/model/check-report';
import type { LogType } from '../../../../shared/model/log-type';
import { logTypeTable } from '../../../../shared/model/log-type';
import type { Message } from '../../../../shared/text/message';
import { say } from '../../../../shared/text/message';
import type { Clock } from '../../kit/clock';
import { CodedError, toFailure } from '../../kit/failure-error';

/** What a connection may take to be made and then to be answered when logs are collected: a test that gave up sooner would be wrong about that. */
const checkLimitMs = 75_000;

export type Found = { readonly state: 'passed' | 'warning'; readonly message: Message };

/** The checks of one test: each has its own time and its own result, whatever became of the others. */
export class CheckSteps {
  readonly items: CheckItem[] = [];
  readonly #clock: Clock;
  readonly #signal: AbortSignal;
  readonly #progress: (running: readonly RunningCheck[]) => void;
  #running: readonly RunningCheck[] = [];

  constructor(clock: Clock, signal: AbortSignal, progress: (running: readonly RunningCheck[]) => void) {
    this.#clock = clock;
    this.#signal = signal;
    this.#progress = progress;
  }

  /** Whether it passed. Rejects only when the whole test is told to end. */
  async run(id: string, title: Message, logType: LogType | null, work: (signal: AbortSignal) => Promise<Found>): Promise<boolean> {
    const began = this.#clock.now();
    const own: RunningCheck = { title, endsAt: began + checkLimitMs };
    this.#show([...this.#running, own]);
    try {
      const found = await this.#limited(work);
      this.items.push({ id, title, logType, ...found, failure: null, durationMs: this.#clock.now() - began });
      return true;
    } catch (error) {
      this.#signal.throwIfAborted();
      const problem = toFailure(error, this.#clock.now());
      this.items.push({ id, title, logType, state: 'failed', message: describe(problem.code, logType), failure: problem, durationMs: this.#clock.now() - began });
      return false;
    } finally {
      this.#show(this.#running.filter((each) => each !== own));
    }
  }

  skip(id: string, title: Message, logType: LogType | null): void {
    this.items.push({ id, title, logType, state: 'skipped', message: say('check.skipped'), failure: null, durationMs: 0 });
  }

  async #limited<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const late = new AbortController();
    const inTime = new AbortController();
    void this.#clock.sleep(checkLimitMs, inTime.signal).then(() => { late.abort(); }, () => undefined);
    try {
      return await work(AbortSignal.any([this.#signal, late.signal]));
    } catch (error) {
      throw late.signal.aborted ? new CodedError('NET-TIMEOUT', `The check was given up after ${checkLimitMs / 1000} s.`, { cause: error }) : error;
    } finally {
      inTime.abort();
    }
  }

  #show(running: readonly RunningCheck[]): void {
    this.#running = running;
    this.#progress(running);
  }
}

/** The line for a failed check; the permission and product names are those to tick in Mimecast. */
function describe(code: FailureCode, logType: LogType | null): Message {
  if (logType !== null && code === 'MC-PERM-403') return say('check.permissionMissing', { permission: logTypeTable[logType].permission });
  if (logType !== null && code === 'MC-PRODUCT-403') return say('check.productMissing', { product: logTypeTable[logType].product });
  return say(`failure.${code}.sentence`);
}
