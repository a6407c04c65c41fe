import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { normalize } from '../../../../electron/collector/pipeline/normalize/normalize';
import { logTypes } from '../../../../shared/model/log-type';

const fixtures = join(import.meta.dirname, '../../../fixtures');
const context = { id: '0123456789abcdef0123456789abcdef', connector: 'Head office' };

const read = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8')) as unknown;

describe.each(logTypes)('normalize %s', (logType) => {
  const folder = join(fixtures, logType);
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.raw.json'))
    .map((name) => name.slice(0, -'.raw.json'.length));

  it.each(names)('%s', (name) => {
    const event = normalize(read(join(folder, `${name}.raw.json`)), { ...context, logType });
    // Strict: an absent field is absent, not undefined.
    expect(event).toStrictEqual(read(join(folder, `${name}.normalized.json`)));
  });

  it('has a record beside every event', () => {
    expect(names.length).toBeGreaterThan(0);
    expect(readdirSync(folder).length).toBe(names.length * 2);
  });
});

it('has a fixture for every SIEM type that is known', () => {
  const types = readdirSync(join(fixtures, 'SIEM'))
    .filter((name) => name.endsWith('.normalized.json'))
    .map((name) => (read(join(fixtures, 'SIEM', name)) as { readonly eventType: string }).eventType);
  expect(types).toEqual(
    expect.arrayContaining([
      'receipt', 'process', 'delivery', 'av', 'spam', 'internal email protect', 'impersonation protect', 'url protect',
      'attachment protect', 'journal', 'entities', 'mailflow', 'urlclick',
    ]),
  );
});
