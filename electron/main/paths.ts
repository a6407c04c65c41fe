import { join } from 'node:path';

/** Where the built app and the profile keep things. `mainDir` is the folder of the built main process. */
export function appPaths(mainDir: string, profile: string) {
  const resources = join(mainDir, '..', '..', 'electron', 'resources');
  return {
    window: join(mainDir, '..', 'window'),
    preload: join(mainDir, '..', 'preload', 'index.cjs'),
    workers: join(mainDir, '..', 'node'),
    icons: resources,
    appIcon: join(resources, 'icon.png'),
    profile,
    demo: join(profile, 'demo'),
    logs: join(profile, 'logs'),
  } as const;
}
export type AppPaths = ReturnType<typeof appPaths>;
