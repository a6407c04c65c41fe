import type { Simulator, Source } from '../../../electron/simulator/simulator';
import { startSimulator } from '../../../electron/simulator/simulator';
import type { LogType } from '../../../shared/model/log-type';
import { logTypes } from '../../../shared/model/log-type';
import { compare } from '../../support/truth';

export type MimecastOptions = {
  readonly clientSecret?: string;
  readonly denied?: readonly Source[];
  /** Whether something happens when time passes. */
  readonly live?: boolean;
};

export const clientId = 'app-test-client-id';
export const clientSecret = 'app-test-client-secret';

/** Enough for several pages and files of each log type, little enough to be collected in a second. */
const size = { events: 1_500, dlpEvents: 120, auditEvents: 140, heldMessages: 80, historyHours: 6, eventsPerFile: 200 } as const;

/** A DLP and an audit record every five seconds. */
const liveEventsPerSecond = 4;
const passMs = 20_000;
/**
 * How long ago the last DLP and audit record is after a pass. The collector does not ask for the newest second or two,
 * for they may not be complete yet; in a world that stands still it would wait for them for ever.
 */
const quietMs = 3_000;
const passes = 2;

/**
 * A simulated tenant whose time the test moves: between two `pass` nothing happens in it, so that what must have been
 * delivered is known to the record. It starts in the past, so that no pass reaches the future.
 */
export class SimulatedMimecast {
  readonly clientId = clientId;
  readonly clientSecret: string;
  readonly #startAt: number;
  readonly #clock: { now: number };
  readonly #simulator: Simulator;
  #passed = 0;

  private constructor(simulator: Simulator, clock: { now: number }, secret: string) {
    this.#simulator = simulator;
    this.#clock = clock;
    this.#startAt = clock.now;
    this.clientSecret = secret;
  }

  static async start({ clientSecret: secret = clientSecret, denied = [], live = false }: MimecastOptions = {}): Promise<SimulatedMimecast> {
    const clock = { now: Date.now() - passes * passMs - quietMs };
    const pace = live ? { liveEventsPerSecond, liveFileSeconds: 1 } : {};
    const simulator = await startSimulator({ ...size, ...pace, denied, clientId, clientSecret: secret, startAt: clock.now, now: () => clock.now });
    return new SimulatedMimecast(simulator, clock, secret);
  }

  get url(): string {
    return this.#simulator.url;
  }

  /** Lets some seconds pass: about a hundred new events, twice at the most. */
  pass(): void {
    if (this.#passed === passes) throw new RangeError('No more time can pass: it would be the future.');
    this.#passed += 1;
    this.#clock.now = this.#startAt + this.#passed * passMs + quietMs;
  }

  /** How many records of a log type there have been so far; held messages that left are not counted twice. */
  offered(logType: LogType): number {
    const truth = this.#simulator.truth();
    return { SIEM: truth.siem, DLP: truth.dlp, Audit_Events: truth.audit, Hold_Message_List: truth.hold.everHeld }[logType];
  }

  get everything(): number {
    return logTypes.reduce((sum, logType) => sum + this.offered(logType), 0);
  }

  release(...indexes: readonly number[]): void {
    this.#simulator.release(...indexes);
  }

  /** Mimecast knows another secret from now on, and no old token works. */
  rotateSecret(secret: string): void {
    this.#simulator.rotateSecret(secret);
  }

  setDenied(denied: readonly Source[]): void {
    this.#simulator.setDenied(denied);
  }

  /** What the folder lacks, has twice or has without ever having been offered: empty when all is well. */
  async differences(folder: string, only: readonly LogType[] = logTypes): Promise<readonly string[]> {
    const found: string[] = [];
    for (const logType of only) {
      const { missing, twice, invented } = await compare(folder, this.#simulator, logType);
      for (const [what, keys] of Object.entries({ missing, twice, invented })) {
        if (keys.length > 0) found.push(`${logType}: ${String(keys.length)} ${what}, first ${String(keys[0])}`);
      }
    }
    return found;
  }

  /** Ids of the messages that are no longer held, sorted. */
  heldThatLeft(): readonly string[] {
    return [...this.#simulator.truth().heldKeys('left')].sort();
  }

  /** Every natural key of a log type that was offered so far. */
  keys(source: Source): ReadonlySet<string> {
    return new Set(this.#simulator.truth().keys(source));
  }

  close(): Promise<void> {
    return this.#simulator.close();
  }
}
