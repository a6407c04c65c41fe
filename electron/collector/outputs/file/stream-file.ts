import type { FileHandle } from 'node:fs/promises';

import type { OutputFolder } from './output-folder';

/** An open file of one stream: knows how far it is acknowledged, and takes a failed delivery's bytes back. */
export class StreamFile {
  /** Bytes that earlier deliveries left. */
  #settled: number;
  #length: number;
  /** Bytes that an interrupted run had left when the file was taken up; they are compared, never overwritten. */
  readonly #found: number;
  /** Whether the delivery under way has written, be it half a line before an error. */
  #written = false;

  private constructor(
    readonly key: string,
    readonly name: string,
    readonly number: number,
    readonly handle: FileHandle,
    readonly device: bigint,
    readonly inode: bigint,
    settled: number,
    found: number,
  ) {
    this.#settled = settled;
    this.#length = settled;
    this.#found = found;
  }

  static async of(key: string, name: string, number: number, handle: FileHandle, settled: number): Promise<StreamFile> {
    const { dev, ino, size } = await handle.stat({ bigint: true });
    return new StreamFile(key, name, number, handle, dev, ino, settled, Number(size));
  }

  get length(): number {
    return this.#length;
  }

  /**
   * Appends, or finds the bytes already there: an interrupted run wrote them, and spool order makes the same bytes come
   * again. False, with nothing changed, when something else is there.
   */
  async append(bytes: Uint8Array): Promise<boolean> {
    const there = Math.max(0, Math.min(bytes.length, this.#found - this.#length));
    if (there > 0 && !(await this.#holds(bytes.subarray(0, there)))) return false;
    let done = there;
    while (done < bytes.length) {
      this.#written = true;
      const { bytesWritten } = await this.handle.write(bytes, done, bytes.length - done, this.#length + done);
      done += bytesWritten;
    }
    this.#length += bytes.length;
    return true;
  }

  settle(): void {
    this.#settled = this.#length;
    this.#written = false;
  }

  /** Cuts off what a failed delivery has written; called again later when it fails. */
  async takeBack(): Promise<void> {
    this.#length = this.#settled;
    if (!this.#written) return;
    await this.handle.truncate(Math.max(this.#settled, this.#found));
    this.#written = false;
  }

  /** Whether the file of this name is still this one, as it was left. */
  async isAsLeft(folder: OutputFolder): Promise<boolean> {
    return this.#matches(folder, (size) => size === Math.max(this.#settled, this.#found));
  }

  /** Whether everything that was appended is in the file of this name. Longer is somebody else's doing and loses nothing. */
  async holdsAll(folder: OutputFolder): Promise<boolean> {
    return this.#matches(folder, (size) => size >= this.#length);
  }

  async close(): Promise<void> {
    // Everything that counts was synced before.
    await this.handle.close().catch(() => undefined);
  }

  async #matches(folder: OutputFolder, sizeIsRight: (size: number) => boolean): Promise<boolean> {
    const now = await folder.look(this.name);
    return now !== null && now.dev === this.device && now.ino === this.inode && sizeIsRight(Number(now.size));
  }

  async #holds(bytes: Uint8Array): Promise<boolean> {
    const there = Buffer.allocUnsafe(bytes.length);
    let read = 0;
    while (read < there.length) {
      const { bytesRead } = await this.handle.read(there, read, there.length - read, this.#length + read);
      if (bytesRead === 0) return false;
      read += bytesRead;
    }
    return there.equals(bytes);
  }
}
