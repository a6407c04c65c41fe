import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import { dnifExtractor, dnifReadme, mappingDocument } from '../../../../electron/collector/pipeline/normalize/describe';
import { mappingTables } from '../../../../electron/collector/pipeline/normalize/normalize';
import { dnifDocumentedFields, dnifPlatformFields } from '../../../../electron/collector/pipeline/normalize/tables/dnif-names';

const root = join(import.meta.dirname, '../../../..');

it.each([
  ['docs/mapping.md', mappingDocument],
  ['docs/dnif/mimecast-extractor.yaml', dnifExtractor],
  ['docs/dnif/README.md', dnifReadme],
] as const)('%s is what the tables say (node scripts/generate-docs.mjs)', (name, print) => {
  expect(print()).toBe(readFileSync(join(root, name), 'utf8'));
});

it('describes every raw field and every place', () => {
  const text = mappingDocument();
  for (const table of Object.values(mappingTables).flat()) {
    for (const row of table.rows) {
      if (row.from.length === 0) continue;
      for (const path of [...row.dnif, ...row.ecs, ...row.ocsf]) expect(text).toContain(`\`${path}\``);
    }
  }
});

it('claims no field that belongs to DNIF’s platform', () => {
  const used = new Set(Object.values(mappingTables).flat().flatMap((table) => table.rows.flatMap((row) => row.dnif)));
  expect([...used].filter((name) => dnifPlatformFields.has(name))).toEqual([]);
  expect([...used].filter((name) => dnifDocumentedFields.has(name)).length).toBeGreaterThan(15);
});

it('prints an extractor with the keys that DNIF shows', () => {
  const yaml = dnifExtractor();
  for (const key of ['schema-version', 'extractor-id', 'vendor-name', 'product-name', 'source-name', 'provides-streams', 'master-filters', 'event-details']) expect(yaml).toMatch(new RegExp(`^${key}:`, 'm'));
  for (const key of ['first-match', 'decoder', 'event-key-format', 'event-key-mapping', 'fallback']) expect(yaml.match(new RegExp(`^ {2}[- ] ${key}:`, 'gm'))?.length).toBe(6);
  // Look-around is refused by DNIF's validator.
  expect(yaml).not.toMatch(/\(\?[=!<]/);
  expect(yaml).toContain('senderEnvelope: "Sender"');
  expect(yaml).not.toContain('\t');
});
