import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Where Debian keeps daemons, which a user's PATH may leave out. */
const alsoIn = ['/usr/sbin', '/usr/local/sbin', '/sbin'];

/** The full path of a receiver's program. Throws naming the Debian packages to install: a test is never skipped for it. */
export function programPath(name: string, packages: string): string {
  for (const folder of [...(process.env['PATH'] ?? '').split(delimiter), ...alsoIn]) {
    const path = join(folder, name);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // In another folder, perhaps.
    }
  }
  throw new Error(`${name} is not installed, and this test needs it as a real receiver: sudo apt-get install ${packages}`);
}
