import { chmodSync, existsSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type * as z from 'zod';

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

/** Something an administrator must hear about a file of the profile. */
export type Notice = { readonly title: string; readonly message: string };

/** What a document needs of its surroundings. */
export type DocumentContext = {
  readonly dir: string;
  readonly open: OpenStoredFile;
  readonly now: () => number;
  readonly notice: (notice: Notice) => void;
};

/**
 * One versioned file of the profile. Law: what is on disk is never overwritten because it could not be understood;
 * it is set aside under a name of its own and reported.
 */
export class Document<T extends Record<string, unknown>> {
  readonly #context: DocumentContext;
  readonly #name: string;
  #file: StoredFile;
  #value: T;

  /** `empty` is the content of a file that does not exist yet. Throws when the file exists but may not be read. */
  constructor(context: DocumentContext, name: string, schema: z.ZodType<T>, empty: T) {
    this.#context = context;
    this.#name = name;
    const opened = this.#read(schema);
    if (opened === 'broken') {
      const aside = this.#setAside();
      context.notice({
        title: `The file ${name}.json could not be read`,
        message: `It was kept as ${aside}, and ${name} start empty. Enter them again, or repair the file and put it back.`,
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
      title: `${String(entries.length)} of the ${this.#name} could not be used`,
      message: `They were kept in ${name}. Reason: ${reasons.join('; ')}`,
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

  #read(schema: z.ZodType<T>): { file: StoredFile; value: T | null } | 'broken' {
    try {
      const file = this.#open();
      const content = file.store;
      if (Object.keys(content).length === 0) return { file, value: null };
      const parsed = schema.safeParse(content);
      return parsed.success ? { file, value: parsed.data } : 'broken';
    } catch (error) {
      if (error instanceof SyntaxError) return 'broken';
      throw error;
    }
  }

  #setAside(): string {
    const aside = this.#freeName();
    renameSync(this.#path(), join(this.#context.dir, aside));
    return aside;
  }

  #freeName(): string {
    const time = new Date(this.#context.now()).toISOString().replace(/[-:]|\.\d+/g, '');
    for (let n = 1; ; n += 1) {
      const name = `${this.#name}.broken-${time}${n === 1 ? '' : `-${String(n)}`}.json`;
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
