import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';

import { app, BrowserWindow, protocol } from 'electron';

/** Stands in for main: serves the built window under the shipped policy, and nothing else. The bridge comes from the test. */
const folder = process.env.WINDOW_FOLDER;
const types = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.woff2': 'font/woff2' };

/** The test sets it before it opens a screen. */
globalThis.language = 'en';

const policy = (nonce) =>
  `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; img-src 'self' data:; font-src 'self'; connect-src 'none'; base-uri 'none'; form-action 'none'`;

protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true } }]);
app.commandLine.appendSwitch('force-prefers-reduced-motion');

app.whenReady().then(() => {
  protocol.handle('app', async (request) => {
    const path = normalize(new URL(request.url).pathname);
    if (path === '/blank') return new Response('<!doctype html><title>blank</title>', { headers: { 'content-type': 'text/html' } });
    let body;
    try {
      body = await readFile(join(folder, path));
    } catch {
      return new Response('not found', { status: 404 });
    }
    const nonce = randomBytes(16).toString('base64');
    const headers = { 'content-type': types[extname(path)] ?? 'application/octet-stream' };
    if (path !== '/index.html') return new Response(body, { headers });
    const page = body.toString('utf8').replace('__STYLE_NONCE__', nonce).replace('__LANGUAGE__', globalThis.language).replace('__DIRECTION__', globalThis.language === 'en-XB' ? 'rtl' : 'ltr');
    return new Response(page, { headers: { ...headers, 'content-security-policy': policy(nonce) } });
  });
  const window = new BrowserWindow({ width: 1280, height: 800, useContentSize: true, webPreferences: { sandbox: true, contextIsolation: true, backgroundThrottling: false } });
  void window.loadURL('app://window/blank');
});
