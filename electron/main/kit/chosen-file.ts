import { readFile, stat } from 'node:fs/promises';

import { say } from '../../../shared/text/message';
import { problemAt } from './problems-error';

/** Hundreds of connectors are far below this; anything above is another file. */
const largestFile = 4 * 1024 * 1024;

/** The text of a file that an administrator chose to import. Throws a ProblemsError. */
export async function chosenText(path: string): Promise<string> {
  const found = await stat(path).catch(() => null);
  if (found === null || !found.isFile()) throw problemAt(['file'], say('desktop.file.unreadable'));
  if (found.size > largestFile) throw problemAt(['file'], say('desktop.file.tooLarge'));
  return readFile(path, 'utf8').catch(() => {
    throw problemAt(['file'], say('desktop.file.unreadable'));
  });
}
