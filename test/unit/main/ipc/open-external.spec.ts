import { describe, expect, it } from 'vitest';

import { mayOpen } from '../../../../electron/main/ipc/handlers/app';

describe('addresses for the browser', () => {
  it.each(['https://developer.services.mimecast.com/docs?x=1#y', 'https://docs.dnif.it/'])('opens %s', (url) => {
    expect(mayOpen(url)).toBe(true);
  });

  it.each([
    'http://developer.services.mimecast.com/',
    'https://developer.services.mimecast.com.example.com/',
    'https://developer.services.mimecast.com@example.com/',
    'https://user:pw@developer.services.mimecast.com/',
    'https://developer.services.mimecast.com:8443/',
    'https://example.com/?https://docs.dnif.it',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'docs.dnif.it',
    '',
  ])('does not open %s', (url) => {
    expect(mayOpen(url)).toBe(false);
  });
});
