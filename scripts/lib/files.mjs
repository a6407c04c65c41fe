import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readFile, readdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Text of a file, or null where there is none. */
export async function readText(path) {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return null;
  }
}

/** Parsed JSON of a file, or null where there is none or it is damaged. */
export async function readJson(path) {
  const text = await readText(path);
  if (text === null) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Writes a file so that a reader sees the old text or the new, never half. */
export async function writeWhole(path, text) {
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}.tmp`;
  await writeFile(temporary, text);
  await rename(temporary, path);
}

/** The `sha512-…` of a file in the form npm's lock file has. */
export function integrity(path) {
  return new Promise((resolve, reject) => {
    const hash = createHash('sha512');
    createReadStream(path)
      .on('data', (chunk) => hash.update(chunk))
      .on('error', reject)
      .on('end', () => resolve(`sha512-${hash.digest('base64')}`));
  });
}

async function filesBelow(folder, into) {
  let entries;
  try {
    entries = await readdir(folder, { withFileTypes: true });
  } catch {
    return;
  }
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await filesBelow(path, into);
    else if (entry.isFile()) into.push(path);
  }
}

/**
 * One hash over names and contents of files and folders (relative to `base`; missing ones count as absent).
 *
 * @param {string} base
 * @param {readonly string[]} names
 */
export async function fingerprint(base, names) {
  const paths = [];
  for (const name of names) {
    const path = join(base, name);
    const before = paths.length;
    await filesBelow(path, paths);
    if (paths.length === before) paths.push(path);
  }
  paths.sort();
  const contents = await Promise.all(paths.map((path) => readFile(path).catch(() => null)));
  const hash = createHash('sha256');
  for (const [index, path] of paths.entries()) {
    const content = contents[index];
    if (content === null || content === undefined) continue;
    hash.update(`${path.slice(base.length)}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}
