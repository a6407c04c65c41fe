import { readFileSync } from 'node:fs';
import path from 'node:path';

import { expect, it } from 'vitest';

import { productVersion } from '../../shared/version';
import { root } from '../support/source-files';

it('the version of the program is that of the package', () => {
  const { version, engines } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { readonly version: string; readonly engines: { readonly node: string } };
  expect(productVersion).toBe(version);
  expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  expect(engines.node).toBe('>=20.18');
});
