import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { TestInfo } from '@playwright/test';
import { expect, test as base } from '@playwright/test';

import { HttpReceiver } from '../../receivers/http-receiver';
import type { LaunchOptions } from './running-app';
import { RunningApp } from './running-app';
import type { MimecastOptions } from './simulated-mimecast';
import { SimulatedMimecast } from './simulated-mimecast';

export type AppFixtures = {
  /** A folder of the test's own, for one or several starts of the app. */
  readonly profile: string;
  readonly launch: (options?: LaunchOptions) => Promise<RunningApp>;
  readonly startMimecast: (options?: MimecastOptions) => Promise<SimulatedMimecast>;
  readonly startReceiver: () => Promise<HttpReceiver>;
};

/** Written to files: the list reporter shows a body cut short, and a picture not at all. */
async function attachEvidence(apps: readonly RunningApp[], profile: string, info: TestInfo): Promise<void> {
  const keep = async (name: string, content: string | Buffer): Promise<void> => {
    const path = info.outputPath(name);
    writeFileSync(path, content);
    await info.attach(name, { path });
  };
  for (const [index, app] of apps.entries()) {
    const start = `start-${String(index + 1)}`;
    await keep(`${start}-terminal.txt`, app.said);
    await keep(`${start}-page-errors.txt`, app.pageErrors.join('\n'));
    // An app that hangs must not hide the rest.
    const picture = app.isRunning ? await app.page.screenshot({ timeout: 5_000 }).catch(() => null) : null;
    if (picture !== null) await keep(`${start}-window.png`, picture);
  }
  const log = join(profile, 'logs/app.log');
  if (existsSync(log)) await keep('app.log', readFileSync(log));
}

/** The app tests' own `test`: everything it starts ends with the test. */
export const test = base.extend<AppFixtures>({
  profile: async ({}, use) => {
    const profile = mkdtempSync(join(tmpdir(), 'mimecast-connector-app-'));
    await use(profile);
    // Helper processes of Chromium end a little after the app.
    await expect(() => {
      rmSync(profile, { recursive: true, force: true });
    }).toPass({ timeout: 5_000 });
  },
  launch: async ({ profile }, use, info) => {
    const apps: RunningApp[] = [];
    await use(async (options) => {
      const app = await RunningApp.launch(profile, options);
      apps.push(app);
      return app;
    });
    if (info.status !== info.expectedStatus) await attachEvidence(apps, profile, info);
    for (const app of apps) await app.destroy();
  },
  startMimecast: async ({}, use) => {
    const started: SimulatedMimecast[] = [];
    await use(async (options) => {
      const mimecast = await SimulatedMimecast.start(options);
      started.push(mimecast);
      return mimecast;
    });
    for (const mimecast of started) await mimecast.close();
  },
  startReceiver: async ({}, use) => {
    const started: HttpReceiver[] = [];
    await use(async () => {
      const receiver = await HttpReceiver.start();
      started.push(receiver);
      return receiver;
    });
    for (const receiver of started) await receiver.stop();
  },
});

export { expect };
