import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { LaunchOptions } from '../../app/support/running-app';
import { RunningApp } from '../../app/support/running-app';

/** The real app on a profile of its own, and what it would have opened outside of itself. */
export type AuditedApp = { readonly app: RunningApp; readonly opened: () => Promise<readonly string[]>; readonly close: () => Promise<void> };

/** The desktop is replaced by a list: neither a browser, nor a file manager, nor a dialog appears. */
export async function openApp(options: LaunchOptions = {}): Promise<AuditedApp> {
  const profile = mkdtempSync(join(tmpdir(), 'mimecast-connector-audit-'));
  const app = await RunningApp.launch(profile, options);
  await app.electron.evaluate(({ dialog, shell }) => {
    const opened: string[] = [];
    (globalThis as unknown as { opened: string[] }).opened = opened;
    shell.openExternal = (url) => {
      opened.push(url);
      return Promise.resolve();
    };
    shell.openPath = (path) => {
      opened.push(path);
      return Promise.resolve('');
    };
    dialog.showOpenDialog = () => Promise.resolve({ canceled: true, filePaths: [] });
    dialog.showSaveDialog = () => Promise.resolve({ canceled: true, filePath: '' });
    dialog.showMessageBox = () => Promise.resolve({ response: 0, checkboxChecked: false });
  });
  await app.page.waitForSelector('h1');
  return {
    app,
    opened: () => app.electron.evaluate(() => (globalThis as unknown as { opened: string[] }).opened),
    close: async () => {
      await app.destroy();
      rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}
