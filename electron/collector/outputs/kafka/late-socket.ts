import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';

/**
 * A connection that is used before it is there: the Kafka client takes a socket at once, and a proxy needs a conversation
 * first. What is written meanwhile waits; a way that cannot be opened is the error of this stream.
 */
export class LateSocket extends Duplex {
  readonly #opening: Promise<Socket>;
  #socket: Socket | null = null;

  constructor(opening: Promise<Socket>) {
    super();
    this.#opening = opening;
    // Given up before it was there.
    opening.then(
      (socket) => {
        if (this.destroyed) socket.destroy();
      },
      () => undefined,
    );
  }

  override _construct(ready: (error?: Error | null) => void): void {
    this.#opening.then(
      (socket) => {
        this.#attach(socket);
        ready();
      },
      (error: unknown) => {
        ready(error instanceof Error ? error : new Error(String(error)));
      },
    );
  }

  override _read(): void {
    this.#socket?.resume();
  }

  override _write(chunk: Uint8Array, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#socket?.write(chunk, done);
  }

  override _final(done: (error?: Error | null) => void): void {
    if (this.#socket === null) done();
    else this.#socket.end(() => { done(); });
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#socket?.destroy();
    done(error);
  }

  /** The client sets these on every socket. */
  setKeepAlive(on: boolean, afterMs: number): this {
    void this.#opening.then((socket) => socket.setKeepAlive(on, afterMs), () => undefined);
    return this;
  }

  unref(): this {
    void this.#opening.then((socket) => socket.unref(), () => undefined);
    return this;
  }

  #attach(socket: Socket): void {
    this.#socket = socket;
    socket.on('data', (chunk: Uint8Array) => {
      if (!this.push(chunk)) socket.pause();
    });
    socket.on('end', () => {
      this.push(null);
    });
    socket.on('error', (error) => this.destroy(error));
    socket.on('close', () => this.destroy());
  }
}
