import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { normalize, normalizeAs } from '../../../../electron/collector/pipeline/normalize/normalize';
import { logTypes } from '../../../../shared/model/log-type';
import { context, fixtures, fixturesFolder, otherModels, readJson } from './support';

describe.each(logTypes)('normalize %s', (logType) => {
  const folder = join(fixturesFolder, logType);
  const own = fixtures.filter((fixture) => fixture.logType === logType);

  it.each(own)('$name', ({ name, raw }) => {
    const event = normalize(raw, { ...context, logType });
    // Strict: an absent field is absent, not undefined.
    expect(event).toStrictEqual(readJson(join(folder, `${name}.normalized.json`)));
  });

  // Written by `node scripts/generate-docs.mjs --fixtures` after a change of the tables, and read by who reviews the change.
  it.each(own.flatMap((fixture) => otherModels.map((model) => ({ ...fixture, model }))))('$name as $model', ({ name, raw, model }) => {
    const event = normalizeAs(model, raw, { ...context, logType });
    expect(`${JSON.stringify(event, null, 2)}\n`).toBe(readFileSync(join(folder, `${name}.${model}.json`), 'utf8'));
  });

  it('has a record beside every event, in every model', () => {
    expect(own.length).toBeGreaterThan(0);
    expect(readdirSync(folder).length).toBe(own.length * (2 + otherModels.length));
  });
});

it('has a fixture for every SIEM type that is known', () => {
  const types = fixtures.filter(({ logType }) => logType === 'SIEM').map(({ name }) => (readJson(join(fixturesFolder, 'SIEM', `${name}.normalized.json`)) as { readonly eventType: string }).eventType);
  expect(types).toEqual(
    expect.arrayContaining([
      'receipt', 'process', 'delivery', 'av', 'spam', 'internal email protect', 'impersonation protect', 'url protect',
      'attachment protect', 'journal', 'entities', 'mailflow', 'urlclick',
    ]),
  );
});
