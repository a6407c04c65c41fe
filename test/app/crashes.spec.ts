import { addConnector, entryFor } from './support/connector-form';
import { expect, test } from './support/fixtures';
import type { RunningApp } from './support/running-app';
import { StatusScreen } from './support/screens';

const logTypes = ['DLP', 'Audit_Events'] as const;

/** The hash of the page that the window shows now, asked of main: the page of the test driver may be the one that died. */
const screenOf = (app: RunningApp): Promise<string> => app.electron.evaluate(({ BrowserWindow }) => new URL(BrowserWindow.getAllWindows()[0]?.webContents.getURL() ?? 'app://none').hash);

test('the loss of the page, of the GPU process and of the network process never stops the collection', async ({ launch, startMimecast }) => {
  const mimecast = await startMimecast({ live: true });
  const app = await launch();
  await addConnector(app.page, entryFor(mimecast, { logTypes }));
  const status = new StatusScreen(app.page);
  for (const logType of logTypes) await status.expectSettled(logType, mimecast.offered(logType));

  const lost = await app.electron.evaluate(({ app: electronApp }) => {
    const helpers = electronApp.getAppMetrics().filter(({ type }) => type === 'GPU' || type === 'Utility');
    for (const { pid } of helpers) process.kill(pid, 'SIGKILL');
    return helpers.map(({ type }) => type);
  });
  await app.electron.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer();
  });
  mimecast.pass();
  await expect.poll(() => mimecast.differences(app.eventsDir, logTypes), { timeout: 20_000 }).toEqual([]);
  await expect.poll(() => app.logged('process.lost').length).toBeGreaterThanOrEqual(lost.length);
  await expect.poll(() => app.logged('window.page-lost').length).toBe(1);
  // The page is there again, on the screen where it was.
  await expect.poll(() => app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript('document.querySelector("h1")?.textContent ?? ""') as Promise<string>)).toBe('Collection Status');
  expect(await screenOf(app)).toBe('#/status');
  expect(app.isRunning).toBe(true);
  expect(await app.quit()).toEqual({ code: 0, signal: null });
});

test('an error that nothing caught is in the log, is told once, and the collection goes on', async ({ launch, startMimecast }) => {
  const mimecast = await startMimecast({ live: true });
  const app = await launch();
  await addConnector(app.page, entryFor(mimecast, { logTypes }));
  await app.electron.evaluate(({ dialog }) => {
    const told: unknown[] = [];
    Object.assign(globalThis, { told });
    Object.assign(dialog, {
      showMessageBox: (...given: readonly unknown[]) => {
        told.push((given.at(-1) as { readonly message?: unknown }).message);
        return Promise.resolve({ response: 0, checkboxChecked: false });
      },
    });
    for (const text of ['first', 'second', 'third']) {
      setImmediate(() => {
        throw new Error(text);
      });
    }
    void Promise.reject(new Error('fourth'));
  });
  await expect.poll(() => app.logged('app.exception').length + app.logged('app.rejection').length).toBe(4);
  expect(await app.electron.evaluate(() => (globalThis as unknown as { readonly told: readonly string[] }).told)).toEqual(['An unexpected error was caught']);
  mimecast.pass();
  await expect.poll(() => mimecast.differences(app.eventsDir, logTypes), { timeout: 20_000 }).toEqual([]);
  expect(await app.quit()).toEqual({ code: 0, signal: null });
});

test('the window comes back on the screen that was open last', async ({ launch }) => {
  const app = await launch();
  await app.page.getByRole('link', { name: 'Settings' }).first().click();
  await expect(app.page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
  expect(await app.quit()).toEqual({ code: 0, signal: null });
  const again = await launch();
  await expect(again.page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
});
