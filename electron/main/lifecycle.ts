import type { CollectorLog } from '../collector/collector';

/** What the person answered when the window was closed for the first time. */
export type CloseAnswer = 'keep-running' | 'quit';

export type LifecycleOptions = {
  readonly log: CollectorLog;
  /** Asks the app to quit; `beforeQuit` is then called. */
  readonly requestQuit: () => void;
  /** Ends the process now. */
  readonly exit: (code: number) => void;
  /** Ends the process and starts the program anew. */
  readonly startAgain: () => void;
  /** Stops everything within the deadline; never called twice. */
  readonly drain: (deadlineMs: number) => Promise<void>;
  readonly closesToTray: () => boolean;
  readonly hasTray: () => Promise<boolean>;
  readonly isCloseNoticeShown: () => boolean;
  /** Says once that the collection goes on; resolves with the answer. */
  readonly askOnFirstClose: (hidden: boolean) => Promise<CloseAnswer>;
  readonly hideWindow: () => void;
  readonly minimizeWindow: () => void;
  readonly pollAll: () => void;
  /** A person chose to quit: asks first where there is something to say, then calls `quit`. */
  readonly personQuits: () => void;
  /** macOS: a quit that this program did not begin is one of a person, in the Dock. Elsewhere it is nobody's who could answer. */
  readonly quitsFromDock: boolean;
};

/** What the outputs get to finish what they are sending; the rest waits in the spool for the next start. */
export const drainDeadlineMs = 10_000;
/** The drain keeps its own deadline; this is for one that does not. */
const exitAnywayMs = 15_000;
/** macOS unpacks and verifies the update in this time. */
const installWithinMs = 120_000;

/**
 * When the app ends and when it does not. Law: it ends only through one drain, whoever asks and however often; closing
 * the window ends nothing as long as the collection is to go on.
 */
export class Lifecycle {
  readonly #options: LifecycleOptions;
  #quitting = false;
  /** The end was decided here: nobody is asked about it any more. */
  #decided = false;
  #closing = false;
  #exitCode = 0;
  /** What ends the process instead of an exit of our own. */
  #last: (() => void) | null = null;
  #drained = false;

  constructor(options: LifecycleOptions) {
    this.#options = options;
  }

  get isQuitting(): boolean {
    return this.#quitting;
  }

  /** Ends without a question: signal, end of the session, `--for`, and a person who was asked. */
  quit(exitCode = 0): void {
    this.#exitCode = Math.max(this.#exitCode, exitCode);
    this.#decided = true;
    if (!this.#quitting) this.#options.requestQuit();
  }

  /** Drains like `quit` and leaves the end to `last`, which installs an update. When it throws, the program starts again. */
  quitThen(last: () => void): void {
    if (this.#quitting) return;
    this.#last = last;
    this.quit();
  }

  /** Electron's `before-quit`. */
  beforeQuit(event: { preventDefault(): void }): void {
    // The updater quits by itself, when nothing runs any more.
    if (this.#drained && this.#last !== null) return;
    event.preventDefault();
    if (this.#quitting) return;
    // The end of a session never gets here undecided: macOS tells of it (powerMonitor) before it asks its programs to quit.
    if (this.#options.quitsFromDock && !this.#decided) {
      this.#options.personQuits();
      return;
    }
    this.#quitting = true;
    this.#options.log.write('info', 'app.quitting');
    void this.#end();
  }

  /** Whether the window may really close. When not, it is hidden or minimised instead. */
  mayClose(): boolean {
    if (this.#quitting) return true;
    if (!this.#options.closesToTray()) {
      this.#options.personQuits();
      return false;
    }
    void this.#closeToTray();
    return false;
  }

  suspended(): void {
    this.#options.log.write('info', 'computer.suspended');
  }

  /** After a sleep every due time is long past and the connections are dead: ask at once. */
  resumed(): void {
    this.#options.log.write('info', 'computer.resumed');
    this.#options.pollAll();
  }

  /** SIGINT, SIGTERM: the first one drains, a second one of a person who will not wait ends at once. */
  signalled(signal: NodeJS.Signals): void {
    this.#options.log.write('info', 'app.signalled', { signal });
    if (this.#quitting && signal === 'SIGINT') this.#options.exit(130);
    else this.quit();
  }

  async #closeToTray(): Promise<void> {
    // One close at a time: the question may still be open.
    if (this.#closing) return;
    this.#closing = true;
    try {
      // Without a tray a hidden window could not be found again.
      const tray = await this.#options.hasTray();
      if (!this.#options.isCloseNoticeShown() && (await this.#options.askOnFirstClose(tray)) === 'quit') this.#options.personQuits();
      else if (tray) this.#options.hideWindow();
      else this.#options.minimizeWindow();
    } catch (error) {
      this.#options.log.write('error', 'window.close-failed', { error });
    } finally {
      this.#closing = false;
    }
  }

  async #end(): Promise<void> {
    const anyway = setTimeout(() => {
      this.#options.log.write('error', 'app.drain-overdue');
      this.#options.exit(Math.max(this.#exitCode, 1));
    }, exitAnywayMs);
    try {
      await this.#options.drain(drainDeadlineMs);
    } catch (error) {
      this.#exitCode = Math.max(this.#exitCode, 1);
      this.#options.log.write('error', 'app.drain-failed', { error });
    }
    clearTimeout(anyway);
    this.#drained = true;
    if (this.#last === null) this.#options.exit(this.#exitCode);
    else this.#handOver(this.#last);
  }

  #handOver(last: () => void): void {
    // A system that never answers would leave a program that neither runs nor ends.
    setTimeout(() => {
      this.#options.log.write('error', 'updates.install-overdue');
      this.#options.startAgain();
    }, installWithinMs);
    try {
      last();
    } catch (error) {
      this.#options.log.write('error', 'updates.install-failed', { error });
      this.#options.startAgain();
    }
  }
}
