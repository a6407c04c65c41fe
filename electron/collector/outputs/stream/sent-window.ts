import type { Clock } from '../../kit/clock';

// Bytes in the buffers of both computers are gone when a connection breaks: a few megabytes
// (OUTPUTS.md: 40 of 20,000 lost after the write had succeeded).
const windowBytes = 8 * 1024 * 1024;

type Sent = { readonly frames: readonly Uint8Array[]; readonly bytes: number; readonly at: number };

/** What was handed to the network lately, for the case that the connection turns out to be broken. */
export class SentWindow {
  readonly #clock: Clock;
  readonly #ms: number;
  #sent: Sent[] = [];
  #bytes = 0;
  #frozen = false;

  /** `ms`: how long what was sent may still be on its way. */
  constructor(clock: Clock, ms: number) {
    this.#clock = clock;
    this.#ms = ms;
  }

  add(frames: readonly Uint8Array[]): void {
    const bytes = frames.reduce((sum, frame) => sum + frame.length, 0);
    this.#sent.push({ frames, bytes, at: this.#clock.now() });
    this.#bytes += bytes;
    this.#trim();
  }

  /** The connection broke: what is in doubt now stays in doubt, however long the receiver is away. */
  freeze(): void {
    if (this.#frozen) return;
    this.#trim();
    this.#frozen = true;
  }

  get frozen(): boolean {
    return this.#frozen;
  }

  doubtful(): readonly (readonly Uint8Array[])[] {
    return this.#sent.map(({ frames }) => frames);
  }

  /** What was in doubt is on its way once more: new doubts begin now. */
  sentAgain(): void {
    const at = this.#clock.now();
    this.#sent = this.#sent.map((sent) => ({ ...sent, at }));
    this.#frozen = false;
  }

  /** The receiver has all of it. */
  forget(): void {
    this.#sent = [];
    this.#bytes = 0;
    this.#frozen = false;
  }

  #trim(): void {
    const oldest = this.#clock.now() - this.#ms;
    while (this.#sent[0] !== undefined && (this.#sent[0].at < oldest || this.#bytes > windowBytes)) {
      this.#bytes -= this.#sent[0].bytes;
      this.#sent.shift();
    }
  }
}
