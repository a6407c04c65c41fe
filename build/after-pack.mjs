import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { setFuses } from './fuses.mjs';

/** What every package must hold beside app.asar; one that is missing breaks the app only when it is needed. */
const needed = ['app.asar', 'app.asar.unpacked/node_modules/keytar/build/Release/keytar.node', 'THIRD-PARTY-LICENSES.txt'];

function layout({ appOutDir, electronPlatformName, packager }) {
  if (electronPlatformName === 'darwin') {
    const contents = join(appOutDir, `${packager.appInfo.productFilename}.app`, 'Contents');
    return { fuseFile: join(contents, 'Frameworks', 'Electron Framework.framework', 'Electron Framework'), resources: join(contents, 'Resources') };
  }
  const executable = electronPlatformName === 'win32' ? `${packager.appInfo.productFilename}.exe` : packager.executableName;
  return { fuseFile: join(appOutDir, executable), resources: join(appOutDir, 'resources') };
}

/** electron-builder's hook: before anything is signed. Throws, and with it the build, when the package is not what it must be. */
export async function afterPack(context) {
  const { fuseFile, resources } = layout(context);
  const missing = needed.filter((name) => !existsSync(join(resources, name)));
  if (missing.length > 0) throw new Error(`missing in the package: ${missing.join(', ')}`);
  const alien = (await readdir(resources)).filter((name) => name === 'app' || name === 'default_app.asar');
  if (alien.length > 0) throw new Error(`must not be in the package: ${alien.join(', ')}`);
  await setFuses(fuseFile);
}

// electron-builder takes the hook from the default export.
export default afterPack;
