import { X509Certificate } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { isAbsolute } from 'node:path';

import { problemAt } from '../kit/problems-error';

/** A bundle of all public authorities has about 250 KiB. */
const largest = 2 * 1024 * 1024;
const block = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/** The certificates of a PEM file. Throws a ProblemsError at `settings.caFile` that says what is wrong with it. */
export function readCaFile(path: string): readonly string[] {
  const refuse = (message: string): Error => problemAt(['settings', 'caFile'], message);
  if (!isAbsolute(path)) throw refuse('Enter the whole path of the file.');
  let text: string;
  try {
    const found = statSync(path);
    // A device or a pipe would never end.
    if (!found.isFile()) throw refuse('This is not a file.');
    if (found.size > largest) throw refuse('This file is too large for a list of certificates.');
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as { readonly code?: unknown };
    if (typeof code !== 'string') throw error;
    throw refuse(code === 'ENOENT' ? 'There is no such file.' : 'This user may not read the file.');
  }
  const blocks = text.match(block) ?? [];
  if (blocks.length === 0) throw refuse('The file holds no certificate in PEM form (BEGIN CERTIFICATE).');
  for (const [index, pem] of blocks.entries()) {
    try {
      new X509Certificate(pem);
    } catch {
      throw refuse(`Certificate ${String(index + 1)} of the file cannot be read.`);
    }
  }
  return blocks;
}
