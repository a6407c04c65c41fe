import { open } from 'node:fs/promises';
import { join } from 'node:path';

import * as z from 'zod';

import type { LogLevel, LogLine } from '../../../shared/model/diagnostics';
import { LogLevelSchema } from '../../../shared/model/diagnostics';

/** Newest part of each file that is read: enough for thousands of lines, little enough for a window that waits. */
const tailBytes = 1024 * 1024;
/** `app.log` and its older ones (AppLog). */
const names = ['app.log', 'app.1.log', 'app.2.log', 'app.3.log', 'app.4.log'] as const;
const severity: { readonly [L in LogLevel]: number } = { info: 0, warn: 1, error: 2 };

const LineSchema = z.looseObject({ at: z.string(), level: LogLevelSchema, event: z.string() });

/** The newest lines of at least this level, newest first. A file that is not there, and a line that is none, count as nothing. */
export async function readLog(dir: string, level: LogLevel, limit: number): Promise<LogLine[]> {
  const found: LogLine[] = [];
  for (const name of names) {
    for (const line of (await tailOf(join(dir, name))).reverse()) {
      const parsed = parseLine(line);
      if (parsed !== null && severity[parsed.level] >= severity[level]) found.push(parsed);
      if (found.length >= limit) return found;
    }
  }
  return found;
}

function parseLine(line: string): LogLine | null {
  try {
    const { at, level, event, ...fields } = LineSchema.parse(JSON.parse(line));
    return { at, level, event, fields: Object.keys(fields).length === 0 ? '' : JSON.stringify(fields) };
  } catch {
    return null;
  }
}

async function tailOf(path: string): Promise<string[]> {
  const file = await open(path, 'r').catch(() => null);
  if (file === null) return [];
  try {
    const { size } = await file.stat();
    const start = Math.max(0, size - tailBytes);
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(size - start), position: start });
    const lines = buffer.subarray(0, bytesRead).toString('utf8').split('\n');
    // The first one was cut by the start of the part.
    return start === 0 ? lines : lines.slice(1);
  } finally {
    await file.close();
  }
}
