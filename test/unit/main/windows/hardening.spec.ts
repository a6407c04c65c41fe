import { describe, expect, it } from 'vitest';

import { mayLoad, webPreferences } from '../../../../electron/main/windows/hardening';

describe('the page', () => {
  it('is sandboxed, isolated and without Node', () => {
    expect(webPreferences('/p.cjs', false)).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      devTools: false,
    });
  });

  it.each(['https://example.com/', 'http://127.0.0.1:8080/', 'file:///etc/passwd', 'ws://127.0.0.1/', 'devtools://devtools/x', 'ftp://x/', 'x'])('may not load %s', (url) => {
    expect(mayLoad(url, false)).toBe(false);
  });

  it('may load itself, and in development the developer tools', () => {
    expect(mayLoad('app://window/index.html', false)).toBe(true);
    expect(mayLoad('devtools://devtools/bundled/x.html', true)).toBe(true);
    expect(mayLoad('https://example.com/', true)).toBe(false);
  });
});
