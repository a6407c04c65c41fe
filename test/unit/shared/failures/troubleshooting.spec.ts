import { readFileSync } from 'node:fs';
import path from 'node:path';

import { expect, it } from 'vitest';

import { describeFailure, failureCodes } from '../../../../shared/failures/catalogue';
import { root } from '../../../support/source-files';

// node scripts/generate-troubleshooting.mjs writes it.
it.each(failureCodes)('docs/troubleshooting.md has %s in the words of the catalogue', (code) => {
  const text = readFileSync(path.join(root, 'docs/troubleshooting.md'), 'utf8');
  const { title, sentence, remedy } = describeFailure(code);
  expect(text).toContain(`## ${title}\n\n\`${code}\``);
  expect(text).toContain(sentence);
  expect(text).toContain(remedy);
});
