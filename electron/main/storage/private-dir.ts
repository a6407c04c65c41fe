import { chmodSync, mkdirSync } from 'node:fs';

/** Creates the folder when missing and takes it away from other users, also when an older umask was generous. */
export function privateDir(path: string): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  // Windows has no modes; the profile folder there is private by its ACL.
  if (process.platform !== 'win32') chmodSync(path, 0o700);
}
