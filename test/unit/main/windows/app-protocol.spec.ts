import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { describe, expect, it } from 'vitest';

import { contentSecurityPolicy, fileFor, windowFiles } from '../../../../electron/main/windows/app-protocol';
import { tempDir } from '../support/profile';

const root = resolve('/app/dist/window');

describe('the file of an address', () => {
  it.each([
    ['app://window/', 'index.html'],
    ['app://window/index.html#/status', 'index.html'],
    ['app://window/assets/a%20b.js?v=1', 'assets/a b.js'],
    ['app://window/assets/../index.html', 'index.html'],
  ])('%s', (address, file) => {
    expect(fileFor(root, address)).toBe(join(root, file));
  });

  it.each([
    'app://window/..%2f..%2fpackage.json',
    'app://window/%2e%2e%2f%2e%2e%2fpackage.json',
    'app://window/assets/..%2f..%2fmain/index.js',
    'app://window/..%2fwindow-secret/x.js',
    'app://window/..%5c..%5cpackage.json',
    'app://window/C:/windows/x.json',
    'app://window/index.html%00.png',
    'app://window/%E0%A4%A',
    'app://other/index.html',
    'file:///etc/passwd',
    'https://window/index.html',
    'nonsense',
  ])('%s is refused', (address) => {
    expect(fileFor(root, address)).toBeNull();
  });
});

describe('an answer', () => {
  function setUp() {
    const dir = tempDir();
    const window = join(dir, 'window');
    mkdirSync(join(window, 'assets'), { recursive: true });
    writeFileSync(join(window, 'index.html'), '<meta content="__STYLE_NONCE__"><style nonce="__STYLE_NONCE__"></style>');
    writeFileSync(join(window, 'assets', 'a.js'), 'const x = "__STYLE_NONCE__";');
    writeFileSync(join(window, 'assets', 'program.exe'), 'MZ');
    writeFileSync(join(dir, 'secret.json'), '{}');
    symlinkSync(join(dir, 'secret.json'), join(window, 'assets', 'link.json'));
    const answer = windowFiles(window);
    return (path: string, method = 'GET') => answer({ url: `app://window${path}`, method });
  }

  it('carries a fresh nonce in page and policy', async () => {
    const get = setUp();
    const nonces = new Set<string>();
    for (let n = 0; n < 3; n += 1) {
      const response = await get('/index.html');
      const text = await response.text();
      const nonce = /content="([^"]+)"/.exec(text)?.[1] ?? '';
      expect(text).not.toContain('__STYLE_NONCE__');
      expect(response.headers.get('content-security-policy')).toBe(contentSecurityPolicy(nonce));
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
      nonces.add(nonce);
    }
    expect(nonces.size).toBe(3);
  });

  it('leaves other files as they are', async () => {
    const response = await setUp()('/assets/a.js');
    expect(await response.text()).toContain('__STYLE_NONCE__');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  });

  it.each(['/missing.js', '/assets', '/assets/program.exe', '/assets/link.json', '/..%2fsecret.json'])('refuses %s', async (path) => {
    const response = await setUp()(path);
    expect(response.status).toBe(404);
    expect(await response.text()).toBe('');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it('refuses everything but GET', async () => {
    expect((await setUp()('/index.html', 'POST')).status).toBe(404);
  });

  it('lets nothing in from elsewhere', () => {
    const policy = contentSecurityPolicy('n');
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
    expect(policy.split('; ')).toContain("connect-src 'none'");
  });
});
