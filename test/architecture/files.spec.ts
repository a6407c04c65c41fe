import path from 'node:path';

import ts from 'typescript';
import { describe, expect, it } from 'vitest';

import { sourceFiles, walk } from '../support/source-files';

const product = sourceFiles('shared', 'electron', 'renderer');
const files = [...product, ...sourceFiles('test')];

/** A file that is longer than this is asked to explain itself. */
const longest = 400;
const reasons: Readonly<Record<string, string>> = {};

function where(visit: (node: ts.Node) => boolean, among = files): string[] {
  const found: string[] = [];
  for (const file of among) {
    walk(file.ast, (node) => {
      if (visit(node)) found.push(`${file.path}:${file.ast.getLineAndCharacterOfPosition(node.getStart()).line + 1}`);
    });
  }
  return found;
}

describe('every file', () => {
  it('knows its types', () => {
    expect(where((node) => node.kind === ts.SyntaxKind.AnyKeyword)).toEqual([]);
  });

  it('switches no check off and leaves nothing to do', () => {
    const own = 'test/architecture/files.spec.ts';
    const forbidden = /eslint-disable|@ts-(ignore|nocheck|expect-error)|\b(TODO|FIXME|XXX)\b/;
    expect(files.filter((file) => file.path !== own && forbidden.test(file.text)).map((file) => file.path)).toEqual([]);
  });

  it('is short, or says why not', () => {
    const long = files.filter((file) => file.text.split('\n').length > longest).map((file) => file.path);
    expect(long.filter((name) => reasons[name] === undefined)).toEqual([]);
    expect(Object.keys(reasons).filter((name) => !files.some((file) => file.path === name))).toEqual([]);
  });

  it('has a name of the house: kebab-case, components PascalCase', () => {
    const odd = files.filter(({ path: name }) => {
      const base = path.posix.basename(name).replace(/(\.spec|\.module|\.d)?\.tsx?$/, '');
      return !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(base) && !(name.endsWith('.tsx') && /^[A-Z][A-Za-z0-9]*$/.test(base));
    });
    expect(odd.map((file) => file.path)).toEqual([]);
  });

  it('names what it exports', () => {
    expect(where((node) => ts.isExportAssignment(node))).toEqual([]);
  });
});

describe('every test', () => {
  it('runs, always and alone', () => {
    const names = new Set(['it', 'test', 'describe', 'suite']);
    expect(
      where((node) => {
        if (!ts.isPropertyAccessExpression(node) || !['only', 'skip', 'todo', 'fails', 'skipIf', 'runIf', 'fixme'].includes(node.name.text)) return false;
        let object: ts.Node = node.expression;
        while (ts.isPropertyAccessExpression(object) || ts.isCallExpression(object)) object = object.expression;
        return ts.isIdentifier(object) && names.has(object.text);
      }),
    ).toEqual([]);
  });

  it('is not tried again until it passes', () => {
    expect(where((node) => ts.isPropertyAssignment(node) && node.name.getText() === 'retry' && ts.isNumericLiteral(node.initializer))).toEqual([]);
  });
});
