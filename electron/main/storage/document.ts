import { chmodSync, copyFileSync, existsSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type * as z from 'zod';

import type { Message } from '../../../shared/text/message';
import { say } from '../../../shared/text/message';

/** A JSON file as electron-store gives it: reading throws on broken JSON, writing is atomic and flushed. */
export interface StoredFile {
  store: Record<string, unknown>;
}

/** Opens `<cwd>/<name>.json`. Production hands in electron-store; tests its base class, which needs no Electron. */
export type OpenStoredFile = (options: {
  readonly cwd: string;
  readonly name: string;
  readonly configFileMode: number;
  readonly accessPropertiesByDotNotation: false;
}) => StoredFile;

/** Something an administrator must hear about a file of the profile: known before the language is, which stands in such a file. */
export type Notice = { readonly title: Message; readonly message: Message };

/** What a document needs of its surroundings. */
export type DocumentContext = {
  readonly dir: string;
  readonly open: OpenStoredFile;
  readonly now: () => number;
  readonly notice: (notice: Notice) => void;
};

/** A file of a version that this program does not know: nothing was changed. Its message is meant for the administrator. */
export class NewerFileError extends Error {
  constructor(readonly file: string, readonly version: number) {
    super(`${file} was written by a newer version of this program (format ${String(version)}). Nothing was changed. Start the newer version, or restore the copy of the profile that was made before the update.`);
    this.name = 'NewerFileError';
  }
}

/** Turns the content of one version into that of the next one. */
export type Upgrade = (content: Readonly<Record<string, unknown>>) => Record<string, unknown>;

/**
 * One versioned file of the profile. Law: what is on disk is never overwritten because it could not be understood;
 * it is set aside under a name of its own and reported. A file of an older version is kept as a copy before it is
 * brought up to date; a file of a newer one is left alone and the program refuses to go on with it.
 */
export class Document<T extends Record<string, unknown>> {
  readonly #context: DocumentContext;
  readonly #name: string;
  #file: StoredFile;
  #value: T;

  /**
   * `empty` is the content of a file that does not exist yet; `upgrades` lead from version 1 on to the current one.
   * Throws when the file exists but may not be read, and a NewerFileError.
   */
  constructor(context: DocumentContext, name: string, schema: z.ZodType<T>, empty: T, upgrades: readonly Upgrade[] = []) {
    this.#context = context;
    this.#name = name;
    const opened = this.#read(schema, upgrades);
    if (opened === 'broken') {
      const aside = this.#setAside();
      context.notice({
        title: say('desktop.badFile', { name }),
        message: say('desktop.badFileText', { name, aside }),
      });
      this.#file = this.#open();
      this.#value = empty;
    } else {
      this.#file = opened.file;
      this.#value = opened.value ?? empty;
    }
    this.#restrict();
  }

  get value(): T {
    return this.#value;
  }

  /** Atomic; throws when the disk refuses, and then nothing has changed. */
  write(value: T): void {
    this.#file.store = value;
    this.#value = value;
    this.#restrict();
  }

  /** Writes entries that cannot be used into a file of their own and reports them. */
  setEntriesAside(entries: readonly unknown[], reasons: readonly string[]): void {
    if (entries.length === 0) return;
    const name = this.#freeName();
    writeFileSync(join(this.#context.dir, name), `${JSON.stringify(entries, undefined, 2)}\n`, { mode: 0o600, flag: 'wx', flush: true });
    this.#context.notice({
      title: say('desktop.badEntries', { count: entries.length, name: this.#name }),
      message: say('desktop.badEntriesText', { file: name, reasons: reasons.join('; ') }),
    });
  }

  #open(): StoredFile {
    return this.#context.open({
      cwd: this.#context.dir,
      name: this.#name,
      configFileMode: 0o600,
      accessPropertiesByDotNotation: false,
    });
  }

  #read(schema: z.ZodType<T>, upgrades: readonly Upgrade[]): { file: StoredFile; value: T | null } | 'broken' {
    try {
      const file = this.#open();
      const content = file.store;
      if (Object.keys(content).length === 0) return { file, value: null };
      const upgraded = this.#upgraded(content, upgrades);
      const parsed = schema.safeParse(upgraded);
      if (parsed.success && upgraded !== content) {
        copyFileSync(this.#path(), join(this.#context.dir, this.#freeName(`v${String(content['version'])}`)));
        file.store = upgraded;
      }
      return parsed.success ? { file, value: parsed.data } : 'broken';
    } catch (error) {
      if (error instanceof SyntaxError) return 'broken';
      throw error;
    }
  }

  #upgraded(content: Record<string, unknown>, upgrades: readonly Upgrade[]): Record<string, unknown> {
    const { version } = content;
    if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) return content;
    if (version > upgrades.length + 1) throw new NewerFileError(`${this.#name}.json`, version);
    return upgrades.slice(version - 1).reduce((so, upgrade) => upgrade(so), content);
  }

  #setAside(): string {
    const aside = this.#freeName();
    renameSync(this.#path(), join(this.#context.dir, aside));
    return aside;
  }

  #freeName(mark = 'broken'): string {
    const time = new Date(this.#context.now()).toISOString().replace(/[-:]|\.\d+/g, '');
    for (let n = 1; ; n += 1) {
      const name = `${this.#name}.${mark}-${time}${n === 1 ? '' : `-${String(n)}`}.json`;
      if (!existsSync(join(this.#context.dir, name))) return name;
    }
  }

  #path(): string {
    return join(this.#context.dir, `${this.#name}.json`);
  }

  // The atomic writer leaves the mode alone when it equals its own default, and older files may be wider.
  #restrict(): void {
    if (process.platform !== 'win32' && existsSync(this.#path())) chmodSync(this.#path(), 0o600);
  }
}
