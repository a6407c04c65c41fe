import { chmodSync, closeSync, existsSync, fstatSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

import type { CollectorLog } from '../../collector/collector';
import { FailureError } from '../../collector/kit/failure-error';
import { privateDir } from '../storage/private-dir';
import type { Redactor } from './redactor';

const mib = 1024 * 1024;
const weights = { info: 0, warn: 1, error: 2 } as const;
export type LogWeight = keyof typeof weights;
/** A line holds a state change, never data: anything longer is somebody's payload. */
const longestLine = 8_000;

export type AppLogOptions = {
  readonly dir: string;
  readonly redactor: Redactor;
  readonly now: () => number;
  /** Default 5 MiB. */
  readonly maxBytes?: number;
  /** `app.log` and its older ones together; default 5. */
  readonly files?: number;
};

/**
 * `app.log` in JSON lines, five files of 5 MiB. Written synchronously: a few lines per second at the most, and the last
 * line before a crash is the one that matters. Never throws: a full disk must not stop the collection.
 */
export class AppLog implements CollectorLog {
  readonly #options: AppLogOptions;
  readonly #path: string;
  #file: number | null = null;
  #bytes = 0;
  #least: LogWeight = 'info';

  constructor(options: AppLogOptions) {
    this.#options = options;
    this.#path = join(options.dir, 'app.log');
  }

  /** Lines of less weight are not written from now on. */
  keepFrom(least: LogWeight): void {
    this.#least = least;
  }

  write(level: LogWeight, event: string, fields: Readonly<Record<string, unknown>> = {}): void {
    if (weights[level] < weights[this.#least]) return;
    const line = this.#line(level, event, fields);
    try {
      this.#append(Buffer.from(line, 'utf8'));
    } catch {
      this.close();
    }
  }

  close(): void {
    const file = this.#file;
    this.#file = null;
    if (file === null) return;
    try {
      closeSync(file);
    } catch {
      // Nothing can be done, and there is no log to say so.
    }
  }

  #line(level: string, event: string, fields: Readonly<Record<string, unknown>>): string {
    const at = new Date(this.#options.now()).toISOString();
    let text: string;
    try {
      // Ours come first for the reader, and last so that no field replaces them.
      text = JSON.stringify(Object.assign({ at, level, event }, fields, { at, level, event }), plain);
    } catch {
      text = JSON.stringify({ at, level, event, note: 'fields could not be written' });
    }
    const cleaned = this.#options.redactor.clean(text);
    if (cleaned.length <= longestLine) return `${cleaned}\n`;
    return `${this.#options.redactor.clean(JSON.stringify({ at, level, event, cut: cleaned.slice(0, longestLine / 2) }))}\n`;
  }

  #append(line: Buffer): void {
    if (this.#file === null) this.#open();
    if (this.#bytes > 0 && this.#bytes + line.length > (this.#options.maxBytes ?? 5 * mib)) this.#rotate();
    if (this.#file === null) return;
    this.#bytes += writeSync(this.#file, line);
  }

  #open(): void {
    privateDir(this.#options.dir);
    this.#file = openSync(this.#path, 'a', 0o600);
    if (process.platform !== 'win32') chmodSync(this.#path, 0o600);
    this.#bytes = fstatSync(this.#file).size;
  }

  #rotate(): void {
    this.close();
    const last = (this.#options.files ?? 5) - 1;
    const name = (n: number): string => (n === 0 ? this.#path : join(this.#options.dir, `app.${String(n)}.log`));
    rmSync(name(last), { force: true });
    for (let n = last - 1; n >= 0; n -= 1) if (existsSync(name(n))) renameSync(name(n), name(n + 1));
    this.#open();
  }
}

function plain(_key: string, value: unknown): unknown {
  if (value instanceof FailureError) return value.failure;
  if (value instanceof Error) return { name: value.name, message: value.message, stack: value.stack };
  if (typeof value === 'bigint') return value.toString();
  return value;
}
