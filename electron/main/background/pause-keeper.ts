import * as z from 'zod';

import type { Pause } from '../../../shared/model/background';
import { PauseSchema } from '../../../shared/model/background';
import type { DocumentContext } from '../storage/document';
import { Document } from '../storage/document';

const FileSchema = z.object({ version: z.literal(1), pause: PauseSchema.nullable() });

const minuteMs = 60_000;
/** A timer stands still while the computer sleeps, so the end of a pause is looked for in short steps. */
const lookAgainMs = 15_000;

/**
 * The pause of the whole collection. Laws: it survives a restart; it ends by itself, also when its end passed while the
 * program was off or the computer slept; `onChange` is told of every beginning and end, and never of anything else.
 */
export class PauseKeeper {
  readonly #document: Document<z.infer<typeof FileSchema>>;
  readonly #now: () => number;
  readonly #onChange: (pause: Pause | null) => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(context: DocumentContext, onChange: (pause: Pause | null) => void) {
    this.#document = new Document(context, 'background', FileSchema, { version: 1, pause: null });
    this.#now = context.now;
    this.#onChange = onChange;
    // Over before anybody could be told.
    if (this.#isOver()) this.#document.write({ version: 1, pause: null });
  }

  /** The pause in force, null while collecting. */
  get current(): Pause | null {
    return this.#isOver() ? null : this.#document.value.pause;
  }

  /** Throws when the disk refuses: a pause that a restart would forget was not promised. */
  pause(minutes: number | null): void {
    const since = this.#now();
    this.#write({ since, until: minutes === null ? null : since + minutes * minuteMs });
  }

  resume(): void {
    if (this.#document.value.pause !== null) this.#write(null);
  }

  /** Ends a pause whose time is over. Called at the start, by its own timer, and after a sleep. */
  look(): void {
    if (this.#isOver()) this.resume();
    else this.#schedule();
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  #write(pause: Pause | null): void {
    this.#document.write({ version: 1, pause });
    this.#schedule();
    this.#onChange(pause);
  }

  #isOver(): boolean {
    const { pause } = this.#document.value;
    // A clock that was set back must not turn an hour into years.
    return pause !== null && pause.until !== null && (this.#now() >= pause.until || this.#now() < pause.since - minuteMs);
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    const until = this.#document.value.pause?.until;
    if (until === null || until === undefined) return;
    this.#timer = setTimeout(() => {
      this.look();
    }, Math.min(lookAgainMs, Math.max(0, until - this.#now())));
  }
}
