import type { BigIntStats } from 'node:fs';
import { constants } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { lstat, mkdir, open, readdir, rename, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import type { OutputLog } from '../output-log';
import { errnoOf } from './file-failure';
import { fileNumber } from './file-names';

/** How files are opened; a parameter so that tests can break a disk. */
export type OpenFile = (path: string, flags: number, mode: number) => Promise<FileHandle>;

// Never through a symbolic link that somebody put in the folder. Windows has no such flag.
const noFollow = (constants as { readonly O_NOFOLLOW?: number }).O_NOFOLLOW ?? 0;

/**
 * The folder of a file output, and the list of files in it that this output has created but no acknowledgement names
 * yet. That list (one hidden file) is what tells the remains of an interrupted run from files of somebody else.
 */
export class OutputFolder {
  readonly #listName: string;
  readonly #openFile: OpenFile;
  #created: readonly string[] = [];

  constructor(
    readonly path: string,
    outputId: string,
    openFile: OpenFile = open,
  ) {
    this.#listName = `.mimecast-connector-${outputId.replace(/[^\w-]/g, '-')}.json`;
    this.#openFile = openFile;
  }

  /** Creates the folder if need be, warns of a risky one, and gives the files left over from an interrupted run. */
  async prepare(log: OutputLog): Promise<readonly string[]> {
    const first = await mkdir(this.path, { recursive: true, mode: 0o700 });
    if (first !== undefined) await syncFolder(dirname(first));
    if ((await lstat(this.path)).isSymbolicLink()) log('warning', `The folder ${this.path} is a symbolic link.`);
    const folder = await stat(this.path);
    const sticky = (folder.mode & 0o1000) !== 0;
    if (process.platform !== 'win32' && (folder.mode & 0o002) !== 0 && !sticky) {
      log('warning', `Every user of this computer may write in the folder ${this.path}.`);
    }
    this.#created = await this.#readList();
    return this.#created;
  }

  /** Highest number that any file of the key has, 0 when there is none. */
  async highest(key: string): Promise<number> {
    let highest = 0;
    for (const name of await readdir(this.path)) highest = Math.max(highest, fileNumber(key, name) ?? 0);
    return highest;
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

  /** A new, empty file, or null when the name is taken. Listed as ours before anything can be written into it. */
  async create(name: string): Promise<FileHandle | null> {
    let handle: FileHandle;
    try {
      handle = await this.#openFile(join(this.path, name), constants.O_RDWR | constants.O_CREAT | constants.O_EXCL, 0o600);
    } catch (error) {
      if (errnoOf(error) === 'EEXIST') return null;
      throw error;
    }
    try {
      await this.#writeList([...this.#created, name]);
    } catch (error) {
      // Otherwise every try on a full disk would leave one more empty file behind.
      await handle.close().catch(() => undefined);
      await unlink(join(this.path, name)).catch(() => undefined);
      throw error;
    }
    return handle;
  }

  /** From now on only `names` and what is created later count as not yet acknowledged. Written with the next creation. */
  settle(names: readonly string[]): void {
    this.#created = names;
  }

  /** Makes new names in the folder survive a power cut. */
  sync(): Promise<void> {
    return syncFolder(this.path);
  }

  async #readList(): Promise<readonly string[]> {
    let handle: FileHandle;
    try {
      handle = await open(join(this.path, this.#listName), constants.O_RDONLY | noFollow);
    } catch (error) {
      if (errnoOf(error) === 'ENOENT') return [];
      throw error;
    }
    try {
      const list = JSON.parse(await handle.readFile('utf8')) as unknown;
      return Array.isArray(list) ? list.filter((name): name is string => typeof name === 'string' && !/[/\\]/.test(name)) : [];
    } catch (error) {
      // Damaged: then nothing in the folder is taken for ours, which costs a repeat at most.
      if (error instanceof SyntaxError) return [];
      throw error;
    } finally {
      await handle.close();
    }
  }

  async #writeList(names: readonly string[]): Promise<void> {
    const path = join(this.path, this.#listName);
    const handle = await this.#openFile(`${path}.new`, constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | noFollow, 0o600);
    try {
      await handle.writeFile(`${JSON.stringify(names)}\n`);
      await handle.datasync();
    } finally {
      await handle.close();
    }
    await rename(`${path}.new`, path);
    this.#created = names;
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
