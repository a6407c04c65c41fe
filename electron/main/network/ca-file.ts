import { X509Certificate } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { isAbsolute } from 'node:path';

import type { Message } from '../../../shared/text/message';
import { say } from '../../../shared/text/message';
import { problemAt } from '../kit/problems-error';

/** A bundle of all public authorities has about 250 KiB. */
const largest = 2 * 1024 * 1024;
const block = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/** The certificates of a PEM file. Throws a ProblemsError at `settings.caFile` that says what is wrong with it. */
export function readCaFile(path: string): readonly string[] {
  const refuse = (message: Message): Error => problemAt(['settings', 'caFile'], message);
  if (!isAbsolute(path)) throw refuse(say('problem.ca.wholePath'));
  let text: string;
  try {
    const found = statSync(path);
    // A device or a pipe would never end.
    if (!found.isFile()) throw refuse(say('problem.ca.noFile'));
    if (found.size > largest) throw refuse(say('problem.ca.tooLarge'));
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as { readonly code?: unknown };
    if (typeof code !== 'string') throw error;
    throw refuse(code === 'ENOENT' ? say('problem.ca.missing') : say('problem.ca.forbidden'));
  }
  const blocks = text.match(block) ?? [];
  if (blocks.length === 0) throw refuse(say('problem.ca.noCertificate'));
  for (const [index, pem] of blocks.entries()) {
    try {
      new X509Certificate(pem);
    } catch {
      throw refuse(say('problem.ca.unreadable', { number: index + 1 }));
    }
  }
  return blocks;
}
