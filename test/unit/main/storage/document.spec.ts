import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';
import * as z from 'zod';

import type { Upgrade } from '../../../../electron/main/storage/document';
import { Document } from '../../../../electron/main/storage/document';
import { documents, readJson } from '../support/profile';

const Schema = z.object({ version: z.literal(1), words: z.array(z.string()) });
const empty = { version: 1 as const, words: [] };

describe('a file of the profile', () => {
  it('starts empty, keeps what is written, and is for its user only', () => {
    const context = documents();
    const first = new Document(context, 'words', Schema, empty);
    expect(first.value).toEqual(empty);
    expect(readdirSync(context.dir)).toEqual([]);
    first.write({ version: 1, words: ['a'] });
    expect(new Document(context, 'words', Schema, empty).value.words).toEqual(['a']);
    expect(statSync(join(context.dir, 'words.json')).mode & 0o777).toBe(0o600);
    expect(readdirSync(context.dir)).toEqual(['words.json']);
    expect(context.notices).toEqual([]);
  });

  it('narrows the mode of an older file', () => {
    const context = documents();
    writeFileSync(join(context.dir, 'words.json'), '{"version":1,"words":[]}', { mode: 0o644 });
    new Document(context, 'words', Schema, empty);
    expect(statSync(join(context.dir, 'words.json')).mode & 0o777).toBe(0o600);
  });

  it.each([
    ['cut off', '{"version":1,"wor'],
    ['empty after a power cut', ''],
    ['of another shape', '{"version":1,"words":"a"}'],
  ])('sets a file aside that is %s, byte for byte, and says so', (_what, content) => {
    const context = documents();
    writeFileSync(join(context.dir, 'words.json'), content);
    const document = new Document(context, 'words', Schema, empty);
    expect(document.value).toEqual(empty);
    expect(readdirSync(context.dir)).toEqual(['words.broken-20260822T120000Z.json']);
    expect(readFileSync(join(context.dir, 'words.broken-20260822T120000Z.json'), 'utf8')).toBe(content);
    expect(context.notices).toHaveLength(1);
    document.write({ version: 1, words: ['new'] });
    expect(new Document(context, 'words', Schema, empty).value.words).toEqual(['new']);
  });

  it('never replaces a file that was set aside before', () => {
    const context = documents();
    for (const content of ['x', 'y']) {
      writeFileSync(join(context.dir, 'words.json'), content);
      new Document(context, 'words', Schema, empty);
    }
    expect(readdirSync(context.dir).sort()).toEqual(['words.broken-20260822T120000Z-2.json', 'words.broken-20260822T120000Z.json']);
  });

  it('throws when the file may not be read, and leaves it', () => {
    const context = documents();
    const refused = Object.assign(new Error('EACCES'), { code: 'EACCES' });
    const open = (): never => {
      throw refused;
    };
    expect(() => new Document({ ...context, open }, 'words', Schema, empty)).toThrow(refused);
  });
});

describe('a file of another version', () => {
  const schema = z.object({ version: z.literal(3), names: z.array(z.string()) });
  const empty = { version: 3 as const, names: [] };
  const upgrades: readonly Upgrade[] = [
    (content) => ({ ...content, version: 2, names: [content['name']] }),
    ({ names }) => ({ version: 3, names }),
  ];

  it('that is older is copied, then brought up to date, once', () => {
    const context = documents();
    writeFileSync(join(context.dir, 'things.json'), JSON.stringify({ version: 1, name: 'a' }));
    expect(new Document(context, 'things', schema, empty, upgrades).value).toEqual({ version: 3, names: ['a'] });
    expect(readJson(context.dir, 'things.json')).toEqual({ version: 3, names: ['a'] });
    expect(new Document(context, 'things', schema, empty, upgrades).value.names).toEqual(['a']);
    const copies = readdirSync(context.dir).filter((name) => name.startsWith('things.v1-'));
    expect(copies).toHaveLength(1);
    expect(readJson(context.dir, copies[0] ?? '')).toEqual({ version: 1, name: 'a' });
    expect(context.notices).toEqual([]);
  });

  it('that is newer is refused and stays as it is', () => {
    const context = documents();
    const text = JSON.stringify({ version: 4, names: ['a'], more: true });
    writeFileSync(join(context.dir, 'things.json'), text);
    expect(() => new Document(context, 'things', schema, empty, upgrades)).toThrow(/things\.json was written by a newer version .*format 4.*Nothing was changed/);
    expect(readdirSync(context.dir)).toEqual(['things.json']);
    expect(readFileSync(join(context.dir, 'things.json'), 'utf8')).toBe(text);
  });
});
