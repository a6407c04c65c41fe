import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { addConnector, entryFor } from './support/connector-form';
import { FakeTray } from './support/fake-tray';
import { expect, test } from './support/fixtures';
import type { AppWindow, RunningApp } from './support/running-app';
import { readRuntime } from './support/runtime';
import { goTo, StatusScreen } from './support/screens';

test('the page has no powers: no Node, no network, no navigation, no permission', async ({ launch }) => {
  const app = await launch();
  const { page } = app;
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();

  const touched: string[] = [];
  const server = createServer((request, response) => {
    touched.push(request.url ?? '');
    response.writeHead(200, { 'access-control-allow-origin': '*' }).end('x');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;

  await test.step('no Node and no Electron', async () => {
    const names = ['require', 'process', 'module', 'global', 'Buffer', 'ipcRenderer', 'electron'];
    expect(await page.evaluate((wanted) => wanted.filter((name) => name in window), names)).toEqual([]);
    const bridge = await page.evaluate(() => Object.entries((window as unknown as AppWindow).bridge).map(([name, value]) => `${name}: ${typeof value}`));
    expect(bridge.toSorted()).toEqual(['call: function', 'cancel: function', 'follow: function']);
  });

  await test.step('a content security policy without exceptions', async () => {
    const policies: string[] = [];
    for (let loads = 0; loads < 2; loads += 1) {
      const response = await page.reload();
      policies.push(response?.headers()['content-security-policy'] ?? '');
    }
    expect(policies[0]).toContain("default-src 'none'");
    expect(policies[0]).toContain("script-src 'self';");
    expect(policies[0]).toContain("connect-src 'none'");
    expect(policies[0]).not.toMatch(/unsafe-|\*|https?:/);
    // A nonce that stays the same protects nothing.
    expect(policies[0]).not.toBe(policies[1]);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    expect(app.pageErrors).toEqual([]);
  });

  await test.step('nothing can be loaded from the network', async () => {
    const outcome = await page.evaluate(async (url) => {
      const loaded = (element: HTMLElement & { src: string }): Promise<string> =>
        new Promise((settle) => {
          element.onload = () => settle('loaded');
          element.onerror = () => settle('refused');
          element.src = url;
          document.body.append(element);
        });
      return [
        await fetch(url).then(() => 'loaded', () => 'refused'),
        await loaded(document.createElement('img')),
        await loaded(document.createElement('script')),
        await new Promise<string>((settle) => {
          const socket = new WebSocket(url.replace('http', 'ws'));
          socket.onopen = () => settle('loaded');
          socket.onerror = () => settle('refused');
        }).catch(() => 'refused'),
        navigator.sendBeacon(url) ? 'sent' : 'refused',
      ];
    }, address);
    expect(outcome.slice(0, 4)).toEqual(['refused', 'refused', 'refused', 'refused']);
    // A string for a timer is compiled when it is due: the debugger's own evaluation is exempt from the policy.
    const evaluated = await page.evaluate(async () => {
      const evaluate = setTimeout as (code: string) => number;
      evaluate('window.evaluated = true');
      await new Promise((settle) => setTimeout(settle));
      return 'evaluated' in window ? 'evaluated' : 'refused';
    });
    expect(evaluated).toBe('refused');
  });

  await test.step('every permission is denied', async () => {
    const states = await page.evaluate(async () => {
      const position = await new Promise<string>((settle) => navigator.geolocation.getCurrentPosition(() => settle('granted'), () => settle('denied')));
      const camera = await navigator.mediaDevices.getUserMedia({ video: true, audio: true }).then(() => 'granted', () => 'denied');
      const clipboard = await navigator.clipboard.readText().then(() => 'granted', () => 'denied');
      const asked = await Promise.all((['geolocation', 'camera', 'microphone', 'notifications'] as const).map(async (name) => (await navigator.permissions.query({ name })).state));
      return { position, camera, clipboard, asked, notice: await Notification.requestPermission() };
    });
    expect(states).toEqual({ position: 'denied', camera: 'denied', clipboard: 'denied', asked: ['denied', 'denied', 'denied', 'denied'], notice: 'denied' });
  });

  await test.step('the page stays where it is', async () => {
    const here = page.url();
    await page.evaluate(() => location.assign('https://example.com/'));
    await page.evaluate((url) => location.assign(url), address);
    await expect.poll(() => app.logged('window.navigation-refused').length).toBe(2);
    expect(page.url()).toBe(here);
    expect(await page.evaluate(() => window.open('https://example.com/') === null)).toBe(true);
    await expect.poll(() => app.logged('window.open-refused').length).toBe(1);
    expect(app.electron.windows()).toHaveLength(1);
    // Not by a locator: Playwright would wait for the end of the navigation that never began.
    expect(await page.evaluate(() => document.querySelector('h1')?.textContent)).toBe('Welcome to Mimecast Connector');
  });

  expect(touched).toEqual([]);
  await new Promise((resolve) => server.close(resolve));
});

test('a call that is not one is answered with a failure and harms nothing', async ({ launch }) => {
  const app = await launch();
  const { page } = app;
  const raw = (channel: string, ask: unknown, callId: unknown): Promise<unknown> =>
    page.evaluate(
      ([to, what, id]) =>
        ((window as unknown as AppWindow).bridge.call as (...given: readonly unknown[]) => Promise<unknown>)(to, what, id).catch((error: unknown) => ({ kind: 'rejected', text: String(error) })),
      [channel, ask, callId] as const,
    );

  expect(await raw('app.runProgram', {}, 'a')).toMatchObject({ kind: 'rejected', text: expect.stringContaining('unknown call') });
  expect(await raw('toString', {}, 'a')).toMatchObject({ kind: 'rejected' });
  expect(await raw('connectors.remove', { id: 7 }, 'b')).toMatchObject({ kind: 'failed', failure: { code: 'CFG-INVALID' }, problems: [{ path: ['id'] }] });
  expect(await raw('connectors.save', null, 'c')).toMatchObject({ kind: 'failed', failure: { code: 'CFG-INVALID' } });
  expect(await raw('settings.set', { theme: 'pink' }, 'd')).toMatchObject({ kind: 'failed', failure: { code: 'CFG-INVALID' }, problems: [{ path: ['theme'] }] });
  expect(await raw('connectors.list', undefined, 7)).toMatchObject({ kind: 'failed' });
  expect(await raw('connectors.list', undefined, 'x'.repeat(65))).toMatchObject({ kind: 'failed' });
  for (const url of ['https://example.com/', 'file:///etc/passwd', 'http://login.services.mimecast.com/', 'https://login.services.mimecast.com@example.com/', 'javascript:1']) {
    expect(await raw('app.openExternal', { url }, 'e'), url).toMatchObject({ kind: 'failed', failure: { code: 'CFG-INVALID' } });
  }
  expect(await raw('outputs.openFolder', { id: '../../etc' }, 'f')).toMatchObject({ kind: 'failed' });
  expect(await raw('preview.rows', { text: '', logTypes: [], connectorIds: [], at: { kind: 'tail' }, count: 1e9, upTo: null }, 'g')).toMatchObject({ kind: 'failed' });

  expect(await app.call('settings.get', undefined)).toMatchObject({ kind: 'ok', value: { theme: 'system' } });
  expect(await app.quit()).toEqual({ code: 0, signal: null });
  expect(app.logged('app.exception')).toEqual([]);
  expect(app.logged('app.rejection')).toEqual([]);
});

test('a second start shows the window of the first and ends', async ({ launch, profile }) => {
  const app = await launch();
  await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
  await expect.poll(() => isVisible(app)).toBe(false);

  const { path, launchArgs } = readRuntime();
  const second = await new Promise<{ readonly code: number; readonly said: string }>((resolve) => {
    const child = execFile(path, [...launchArgs, '--disable-gpu', '--profile', profile], { timeout: 20_000 }, (error, _stdout, stderr) => {
      resolve({ code: error === null ? 0 : (child.exitCode ?? -1), said: stderr });
    });
  });
  expect(second).toMatchObject({ code: 0, said: expect.stringContaining('already running') });
  await expect.poll(() => isVisible(app)).toBe(true);
  expect(app.electron.windows()).toHaveLength(1);
});

/** Whether the window is on screen. */
function isVisible(app: RunningApp): Promise<boolean> {
  return app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible() === true);
}

type Asked = { readonly message: string; readonly detail: string };

/** Answers the native questions, which no page driver can reach, with their first button; tells what was asked. */
async function answerQuestions(app: RunningApp): Promise<() => Promise<readonly Asked[]>> {
  await app.electron.evaluate(({ dialog }) => {
    const asked: unknown[] = [];
    Object.assign(globalThis, { asked });
    const answer = (...given: readonly unknown[]) => {
      asked.push(given.at(-1));
      return Promise.resolve({ response: 0, checkboxChecked: false });
    };
    Object.assign(dialog, { showMessageBox: answer });
  });
  return () => app.electron.evaluate(() => (globalThis as unknown as { readonly asked: readonly Asked[] }).asked.map(({ message, detail }) => ({ message, detail })));
}

async function closeWindow(app: RunningApp): Promise<void> {
  await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
}

test('closing the window hides it where there is a tray, and the collection goes on', async ({ launch, startMimecast }) => {
  const mimecast = await startMimecast({ live: true });
  const app = await launch();
  const asked = await answerQuestions(app);
  const logTypes = ['DLP', 'Audit_Events'] as const;
  await addConnector(app.page, entryFor(mimecast, { logTypes }));
  const status = new StatusScreen(app.page);
  for (const logType of logTypes) await status.expectSettled(logType, mimecast.offered(logType));

  const tray = await FakeTray.open();
  try {
    await closeWindow(app);
    await expect.poll(() => isVisible(app)).toBe(false);
    expect(await asked()).toEqual([{ message: 'Collection continues in the background', detail: expect.stringContaining('tray') }]);

    mimecast.pass();
    await expect.poll(() => mimecast.differences(app.eventsDir, logTypes), { timeout: 20_000 }).toEqual([]);

    // Asked once, not every time.
    await app.electron.evaluate(({ app: electronApp }) => electronApp.emit('second-instance'));
    await expect.poll(() => isVisible(app)).toBe(true);
    await closeWindow(app);
    await expect.poll(() => isVisible(app)).toBe(false);
    expect(await asked()).toHaveLength(1);
  } finally {
    tray.close();
  }
  expect(app.isRunning).toBe(true);

  expect(await app.quit()).toEqual({ code: 0, signal: null });
  expect(app.logged('collector stopped')).toHaveLength(1);
  expect(app.logged('app.ended')).toEqual([expect.objectContaining({ code: 0 })]);
  expect(await mimecast.differences(app.eventsDir, logTypes)).toEqual([]);
});

test('without a tray the window never vanishes: it is minimised', async ({ launch }) => {
  const app = await launch();
  const asked = await answerQuestions(app);
  await app.electron.evaluate(({ BrowserWindow }) => {
    // A display without a window manager minimises nothing: what counts is that the app asks for it.
    const [window] = BrowserWindow.getAllWindows();
    Object.assign(globalThis, { minimised: 0 });
    const counter = globalThis as unknown as { minimised: number };
    if (window !== undefined) Object.assign(window, { minimize: () => { counter.minimised += 1; } });
  });
  await closeWindow(app);
  await expect.poll(() => app.electron.evaluate(() => (globalThis as unknown as { readonly minimised: number }).minimised)).toBe(1);
  expect(await isVisible(app)).toBe(true);
  expect((await asked())[0]?.detail).toContain('no tray');
  expect(app.isRunning).toBe(true);
});

test('the close button quits where the settings say so', async ({ launch }) => {
  const app = await launch();
  await goTo(app.page, 'Settings');
  await app.page.getByRole('radio', { name: 'Stops collecting and quits' }).check();
  await expect.poll(async () => app.call('settings.get', undefined)).toMatchObject({ kind: 'ok', value: { closeToTray: false } });
  await closeWindow(app);
  expect(await app.ended()).toEqual({ code: 0, signal: null });
  expect(app.logged('app.ended')).toEqual([expect.objectContaining({ code: 0 })]);
});

test('SIGTERM ends it as orderly as the menu does', async ({ launch }) => {
  const app = await launch();
  await expect(app.page.getByRole('heading', { level: 1 })).toBeVisible();
  process.kill(app.pid, 'SIGTERM');
  expect(await app.ended()).toEqual({ code: 0, signal: null });
  expect(app.logged('app.quitting')).toHaveLength(1);
  expect(app.logged('collector stopped')).toHaveLength(1);
});
