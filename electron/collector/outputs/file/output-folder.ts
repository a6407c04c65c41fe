import { createHash } from 'node:crypto';
import type { BigIntStats } from 'node:fs';
import { constants } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { lstat, mkdir, open, readdir, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import type { OutputLog } from '../output-log';
import { errnoOf } from './file-failure';
import { fileNumber } from './file-names';

/** How files are opened; a parameter so that tests can break a disk. */
export type OpenFile = (path: string, flags: number, mode: number) => Promise<FileHandle>;

// Never through a symbolic link that somebody put in the folder. Windows has no such flag.
const noFollow = (constants as { readonly O_NOFOLLOW?: number }).O_NOFOLLOW ?? 0;

const newFile = constants.O_RDWR | constants.O_CREAT | constants.O_EXCL;

/**
 * The folder of a file output. A file that was created by a delivery which is not acknowledged yet has a marker, an empty
 * hidden file beside it: it tells the remains of an interrupted run of this output from files of anybody else.
 */
export class OutputFolder {
  readonly #markerStart: string;
  readonly #openFile: OpenFile;

  constructor(
    readonly path: string,
    outputId: string,
    openFile: OpenFile = open,
  ) {
    this.#markerStart = `.${createHash('sha256').update(outputId).digest('hex').slice(0, 8)}.`;
    this.#openFile = openFile;
  }

  /** Creates the folder if need be and warns of a risky one. Gives the names of the files that have a marker. */
  async prepare(log: OutputLog): Promise<readonly string[]> {
    const first = await mkdir(this.path, { recursive: true, mode: 0o700 });
    if (first !== undefined) await syncFolder(dirname(first));
    if ((await lstat(this.path)).isSymbolicLink()) log('warning', `The folder ${this.path} is a symbolic link.`);
    const folder = await stat(this.path);
    const sticky = (folder.mode & 0o1000) !== 0;
    if (process.platform !== 'win32' && (folder.mode & 0o002) !== 0 && !sticky) {
      log('warning', `Every user of this computer may write in the folder ${this.path}.`);
    }
    const names = await readdir(this.path);
    return names.filter((name) => name.startsWith(this.#markerStart)).map((name) => name.slice(this.#markerStart.length));
  }

  /** Highest number that any file of the key has, 0 when there is none. */
  async highest(key: string): Promise<number> {
    let highest = 0;
    for (const name of await readdir(this.path)) highest = Math.max(highest, fileNumber(key, name.replace(/\.gz$/i, '')) ?? 0);
    return highest;
  }

  /** Everything in the folder. */
  names(): Promise<readonly string[]> {
    return readdir(this.path);
  }

  /** The full path of a name of ours. */
  pathOf(name: string): string {
    return join(this.path, name);
  }

  /** Where a file is made before it gets its name. What an interrupted run leaves there is removed as a stray marker. */
  partial(name: string): string {
    return this.#marker(`${name}.part`);
  }

  /** Null when nothing has this name. */
  async look(name: string): Promise<BigIntStats | null> {
    try {
      return await lstat(join(this.path, name), { bigint: true });
    } catch (error) {
      if (errnoOf(error) === 'ENOENT') return null;
      throw error;
    }
  }

  open(name: string): Promise<FileHandle> {
    return this.#openFile(join(this.path, name), constants.O_RDWR | noFollow, 0o600);
  }

  /** A new, empty file with its marker, or null when the name is taken. */
  async create(name: string): Promise<FileHandle | null> {
    let handle: FileHandle;
    try {
      handle = await this.#openFile(join(this.path, name), newFile, 0o600);
    } catch (error) {
      if (errnoOf(error) === 'EEXIST') return null;
      throw error;
    }
    try {
      const marker = await this.#openFile(this.#marker(name), constants.O_RDWR | constants.O_CREAT | noFollow, 0o600);
      await marker.close();
    } catch (error) {
      // Otherwise every try on a full disk would leave one more empty file behind.
      await handle.close().catch(() => undefined);
      await unlink(join(this.path, name)).catch(() => undefined);
      throw error;
    }
    return handle;
  }

  /** The file is acknowledged, or not ours after all. A marker that stays does no harm: contents decide (FileOutput). */
  async unmark(name: string): Promise<void> {
    await unlink(this.#marker(name)).catch(() => undefined);
  }

  /** Makes new names in the folder survive a power cut. */
  sync(): Promise<void> {
    return syncFolder(this.path);
  }

  #marker(name: string): string {
    return join(this.path, this.#markerStart + name);
  }
}

async function syncFolder(path: string): Promise<void> {
  // Windows cannot open a folder for this and keeps names by its own journal.
  if (process.platform === 'win32') return;
  const handle = await open(path, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
