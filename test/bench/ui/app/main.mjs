import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { pathToFileURL } from 'node:url';

import { app, BrowserWindow, ipcMain, protocol } from 'electron';

/** The built window with the built preload over real IPC; behind it the preview as main has it (host.ts). */
const dist = process.env.BENCH_DIST;
const types = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };

protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true } }]);

app.whenReady().then(async () => {
  const { BenchHost } = await import(pathToFileURL(join(dist, 'node/bench-ui-host.js')).href);
  const host = new BenchHost(join(dist, 'node'));
  globalThis.benchHost = host;
  for (const channel of JSON.parse(process.env.BENCH_CALLS)) ipcMain.handle(`call:${channel}`, (_event, _id, ask) => host.answer(channel, ask));
  for (const channel of JSON.parse(process.env.BENCH_FEEDS)) ipcMain.handle(`follow:${channel}`, () => null);
  protocol.handle('app', async (request) => {
    const path = normalize(new URL(request.url).pathname);
    const body = await readFile(join(dist, 'window', path));
    const nonce = randomBytes(16).toString('base64');
    const headers = { 'content-type': types[extname(path)] ?? 'application/octet-stream' };
    if (path !== '/index.html') return new Response(body, { headers });
    return new Response(body.toString('utf8').replace('__STYLE_NONCE__', nonce), { headers: { ...headers, 'content-security-policy': `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; img-src 'self' data:; font-src 'self'` } });
  });
  const window = new BrowserWindow({
    width: 1280, height: 800, useContentSize: true,
    webPreferences: { preload: join(dist, 'preload/index.cjs'), sandbox: true, contextIsolation: true, backgroundThrottling: false },
  });
  void window.loadURL('app://window/index.html#/logs');
});
