import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, it } from 'vitest';

import { pictureNames } from '../app/support/picture-names';
import { root } from '../support/source-files';

const pages = ['README.md', ...readdirSync(path.join(root, 'docs'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.md')).map((name) => path.join('docs', name))];
/** Targets of `![words](target)` by page, as paths of the checkout. */
const linked = pages.flatMap((page) => [...readFileSync(path.join(root, page), 'utf8').matchAll(/!\[[^\]]*\]\(([^)\s]+)\)/g)].map(([, target = '']) => path.join(path.dirname(page), target)));
const folder = path.join('docs', 'images');

describe('the pictures of the README and the documents', () => {
  it('are there, and nothing else is', () => {
    expect(linked.length).toBeGreaterThan(0);
    expect([...new Set(linked)].sort()).toEqual(readdirSync(path.join(root, folder)).map((name) => path.join(folder, name)).sort());
  });

  it('are made by npm run pictures', () => {
    expect(linked.filter((target) => !pictureNames.includes(path.basename(target, '.png')))).toEqual([]);
  });
});
