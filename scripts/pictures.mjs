import { copyFile, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { entry } from './lib/entry.mjs';
import { modules, root } from './lib/paths.mjs';
import { Problem } from './lib/problem.mjs';
import { run, tail } from './lib/run.mjs';
import { openTestSession } from './lib/session.mjs';
import { setUp } from './setup.mjs';

const spec = 'test/app/screenshots.spec.ts';
const images = join(root, 'docs', 'images');
const shots = join(root, 'test-results', 'shots');

/** Names of the pictures that the README and the documents show. */
async function shown() {
  const pages = ['README.md', ...(await readdir(join(root, 'docs'), { recursive: true })).filter((name) => name.endsWith('.md')).map((name) => join('docs', name))];
  const texts = await Promise.all(pages.map((name) => readFile(join(root, name), 'utf8')));
  return [...new Set(texts.flatMap((text) => [...text.matchAll(/images\/([\w-]+\.png)/g)].map(([, name]) => name)))].sort();
}

/**
 * `npm run pictures`: takes pictures of the screens of the real application (test-results/shots), and puts those that the
 * README and the documents show into docs/images. To be looked at before they are committed.
 */
await entry(async () => {
  const names = await shown();
  await setUp({ need: ['deps', 'system', 'electron', 'build'] });
  // What the last run left must not pass for what this one made.
  await rm(shots, { recursive: true, force: true });
  const session = await openTestSession();
  try {
    const args = [join(modules, '@playwright/test', 'cli.js'), 'test', '--project=app', spec];
    const { code, output } = await run(process.execPath, args, { cwd: root, env: { ...process.env, ...session.env, SHOTS: shots } });
    if (code !== 0) throw new Problem('the pictures could not be taken', `correct what ${spec} says`, tail(output, 60));
  } finally {
    await session.close();
  }
  const made = await readdir(shots);
  const unknown = names.filter((name) => !made.includes(name));
  if (unknown.length > 0) throw new Problem(`no picture is made of ${unknown.join(', ')}`, `name one of ${made.join(', ')}`);
  await rm(images, { recursive: true, force: true });
  await mkdir(images, { recursive: true });
  for (const name of names) await copyFile(join(shots, name), join(images, name));
  process.stdout.write(`docs/images: ${names.join(', ')}\n`);
});
