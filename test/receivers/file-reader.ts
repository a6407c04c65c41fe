import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

export type FileLine = { readonly file: string; readonly text: string };

/**
 * Every complete line in an output folder, files in the order of their names. Throws on a line that is not JSON or has
 * no end: a reader behind the output would choke on it.
 */
export async function readLines(folder: string): Promise<readonly FileLine[]> {
  const lines: FileLine[] = [];
  for (const file of (await dataFiles(folder)).sort()) {
    const text = await readFile(join(folder, file), 'utf8');
    if (text === '') continue;
    if (!text.endsWith('\n')) throw new Error(`${file} ends within a line.`);
    for (const line of text.slice(0, -1).split('\n')) {
      JSON.parse(line);
      lines.push({ file, text: line });
    }
  }
  return lines;
}

export async function dataFiles(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((name) => name.endsWith('.ndjson') && !name.startsWith('.'));
}

/** The ids in an output folder, in order, for the formats that carry one. */
export async function readIds(folder: string): Promise<readonly string[]> {
  return (await readLines(folder)).map(({ file, text }) => {
    const { id } = JSON.parse(text) as { readonly id?: unknown };
    if (typeof id !== 'string') throw new Error(`${file} has a line without an id.`);
    return id;
  });
}
