import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

import type { Storage, StoragePart } from '../../../shared/model/diagnostics';
import { spoolCopies } from '../../collector/collector';
import { freeBytes } from '../../collector/kit/free-space';

export type StorageFolders = { readonly profile: string; readonly spool: string; readonly events: string; readonly logs: string };

/** Files of an events folder may be many: beyond this the sum is of those that were seen. */
const filesAtMost = 20_000;

/** Sizes of what the program keeps. A folder that is not there yet is empty. */
export async function storageOf(folders: StorageFolders): Promise<Storage> {
  const part = async (id: StoragePart['id'], path: string, deep = true): Promise<StoragePart> => ({ id, path, ...(await sizeOf(path, deep)) });
  const copies = spoolCopies(folders.spool);
  const copied = copies.reduce((sum, { bytes }) => sum + bytes, 0);
  const [parts, free] = await Promise.all([
    Promise.all([part('spool', folders.spool), part('events', folders.events), part('logs', folders.logs), part('configuration', folders.profile, false)]),
    freeBytes(folders.profile),
  ]);
  const [copy] = copies;
  return {
    // The copy lies in the folder of the spool, and is shown by itself.
    parts: parts.map((each) => (each.id === 'spool' ? { ...each, bytes: Math.max(0, each.bytes - copied), files: Math.max(0, each.files - copies.length) } : each)),
    spoolCopy: copy === undefined ? null : { path: copy.file, bytes: copied, at: copy.at },
    freeBytes: free,
  };
}

async function sizeOf(path: string, deep: boolean): Promise<{ readonly bytes: number; readonly files: number }> {
  let bytes = 0;
  let files = 0;
  const folders = [path];
  for (let folder = folders.pop(); folder !== undefined && files < filesAtMost; folder = folders.pop()) {
    for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
      const full = join(folder, entry.name);
      if (entry.isDirectory() && deep) folders.push(full);
      // Beside the configuration lie the folders of Chromium; only files of ours count there.
      if (!entry.isFile() || (!deep && !entry.name.endsWith('.json'))) continue;
      bytes += await stat(full).then(({ size }) => size, () => 0);
      files += 1;
    }
  }
  return { bytes, files };
}
