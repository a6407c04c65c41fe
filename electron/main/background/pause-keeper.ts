import * as z from 'zod';

import type { Pause, PauseScope } from '../../../shared/model/background';
import { everything, PauseSchema } from '../../../shared/model/background';
import type { DocumentContext, Upgrade } from '../storage/document';
import { Document } from '../storage/document';

const FileSchema = z.object({ version: z.literal(2), pauses: z.record(z.string().min(1).max(64), PauseSchema) });

/** Version 1 knew the pause of the whole collection only. */
const upgrades: readonly Upgrade[] = [({ pause }) => ({ version: 2, pauses: pause === null || pause === undefined ? {} : { [everything]: pause } })];

const minuteMs = 60_000;
/** A timer stands still while the computer sleeps, so the end of a pause is looked for in short steps. */
const lookAgainMs = 15_000;

/**
 * The pauses that a person asked for: of the whole collection, and of single connectors. Laws: they survive a restart; each ends
 * by itself, also when its end passed while the program was off or the computer slept; `onChange` is told of every
 * beginning and end, and never of anything else.
 */
export class PauseKeeper {
  readonly #document: Document<z.infer<typeof FileSchema>>;
  readonly #now: () => number;
  readonly #onChange: (scope: PauseScope, pause: Pause | null) => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(context: DocumentContext, onChange: (scope: PauseScope, pause: Pause | null) => void) {
    this.#document = new Document(context, 'background', FileSchema, { version: 2, pauses: {} }, upgrades);
    this.#now = context.now;
    this.#onChange = onChange;
    // Over before anybody could be told.
    const { pauses } = this.#document.value;
    if (Object.values(pauses).some((pause) => this.#isOver(pause))) this.#store(this.#inForce());
  }

  /** The pause of the whole collection in force, null while collecting. */
  get current(): Pause | null {
    return this.of(everything);
  }

  /** The pause of this scope itself; a connector also rests while everything does. */
  of(scope: PauseScope): Pause | null {
    return this.#inForce()[scope] ?? null;
  }

  /** Connectors with a pause of their own, by id. */
  get connectors(): Readonly<Record<string, Pause>> {
    const { [everything]: _whole, ...connectors } = this.#inForce();
    return connectors;
  }

  /** Throws when the disk refuses: a pause that a restart would forget was not promised. */
  pause(minutes: number | null, scope: PauseScope = everything): void {
    const since = this.#now();
    this.#write(scope, { since, until: minutes === null ? null : since + minutes * minuteMs });
  }

  resume(scope: PauseScope = everything): void {
    if (scope in this.#document.value.pauses) this.#write(scope, null);
  }

  /** Ends pauses whose time is over. Called at the start, by its own timer, and after a sleep. */
  look(): void {
    for (const [scope, pause] of Object.entries(this.#document.value.pauses)) if (this.#isOver(pause)) this.resume(scope);
    this.#schedule();
  }

  /** Pauses of connectors that are gone are forgotten. */
  keepOnly(connectorIds: readonly string[]): void {
    for (const id of Object.keys(this.connectors)) if (!connectorIds.includes(id)) this.resume(id);
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  #write(scope: PauseScope, pause: Pause | null): void {
    const { [scope]: _before, ...others } = this.#document.value.pauses;
    this.#store(pause === null ? others : { ...others, [scope]: pause });
    this.#schedule();
    this.#onChange(scope, pause);
  }

  #store(pauses: Readonly<Record<string, Pause>>): void {
    this.#document.write({ version: 2, pauses });
  }

  #inForce(): Readonly<Record<string, Pause>> {
    return Object.fromEntries(Object.entries(this.#document.value.pauses).filter(([, pause]) => !this.#isOver(pause)));
  }

  #isOver({ since, until }: Pause): boolean {
    // A clock that was set back must not turn an hour into years.
    return until !== null && (this.#now() >= until || this.#now() < since - minuteMs);
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    const ends = Object.values(this.#document.value.pauses).flatMap(({ until }) => until ?? []);
    if (ends.length === 0) return;
    this.#timer = setTimeout(() => {
      this.look();
    }, Math.min(lookAgainMs, Math.max(0, Math.min(...ends) - this.#now())));
  }
}
