/** Values that break programs which trust what they are given. */
const long = 'A'.repeat(200_000);

/** Texts for any field. */
export const hostileTexts: readonly string[] = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\r\nX-Injected: 1',
  '\u001b[2J\u001b[31mred',
  '\u202Egnp.exe',
  '\u{1F600}'.repeat(40),
  '\uD800',
  '__proto__',
  'constructor',
  'toString',
  '<img src=x onerror=alert(1)>',
  '"><script>fetch("https://example.com")</script>',
  'javascript:alert(1)',
  '${7*7}{{7*7}}<%= 7*7 %>',
  "'; DROP TABLE pending; --",
  '" OR 1=1 --',
  '=HYPERLINK("https://example.com";"x")',
  '@SUM(1+1)*cmd|"/C calc"!A0',
  '$(touch /tmp/mimecast-connector-owned)',
  '`touch /tmp/mimecast-connector-owned`',
  '| touch /tmp/mimecast-connector-owned',
  '../../../../etc/passwd',
  '..\\..\\windows\\system32',
  'C:\\Windows\\x:ads',
  '%2e%2e%2f%2e%2e%2fetc%2fpasswd',
  '\\\\192.0.2.1\\share',
  'NaN',
  '1e309',
  '-1',
  'true',
  'null',
  '{}',
  '[object Object]',
  long,
];

/** What is no text at all, or no value that JSON has. */
export const hostileValues: readonly unknown[] = [
  undefined,
  null,
  true,
  0,
  -1,
  1.5,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.MAX_SAFE_INTEGER + 2,
  10n ** 30n,
  [],
  [[[[[]]]]],
  {},
  new Date(0),
  new Uint8Array(1_000),
  new Map([['id', 'x']]),
  new Set([1]),
  /(a+)+$/,
  new Error('x'),
  JSON.parse('{"__proto__":{"polluted":"yes"},"id":"x"}') as unknown,
  JSON.parse('{"constructor":{"prototype":{"polluted":"yes"}}}') as unknown,
  { id: { toString: 'x', valueOf: 1 } },
  Array.from({ length: 10_000 }, (_, index) => index),
  nested(500),
  ...hostileTexts,
];

/** An object so many levels deep. */
export function nested(levels: number): unknown {
  let value: unknown = 'end';
  for (let level = 0; level < levels; level += 1) value = { value };
  return value;
}

/** Addresses to which nothing may ever be sent or opened. */
export const hostileAddresses: readonly string[] = [
  'file:///etc/passwd',
  'file://192.0.2.1/share/x.exe',
  'javascript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'vbscript:x',
  'smb://192.0.2.1/share',
  'ms-msdt:/id PCWDiagnostic',
  'search-ms:query=x&crumb=location:\\\\192.0.2.1\\share',
  'ftp://example.com/',
  'http://example.com/',
  'http://169.254.169.254/latest/meta-data/',
  'https://user:password@docs.dnif.it/',
  'https://docs.dnif.it@example.com/',
  'https://docs.dnif.it.example.com/',
  'https://docs.dnif.it:8443/',
  'https://docs.dnif.it\\@example.com/',
  'https://example.com/#https://docs.dnif.it/',
  '//docs.dnif.it/',
  'https:docs.dnif.it.evil.example.com',
  'app://window/index.html',
  'chrome://settings',
  'devtools://devtools/bundled/inspector.html',
  'about:blank',
  'blob:https://docs.dnif.it/x',
  'view-source:https://docs.dnif.it/',
  '',
  ' ',
];
