import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import ts from 'typescript';

export const root = path.resolve(import.meta.dirname, '..', '..');

export type SourceFile = {
  /** From the root, with forward slashes. */
  readonly path: string;
  readonly text: string;
  readonly ast: ts.SourceFile;
};

/** Every TypeScript file of the given folders. */
export function sourceFiles(...folders: readonly string[]): SourceFile[] {
  return folders.flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
      .map((entry) => path.join(entry.parentPath, entry.name))
      .map((file) => {
        const text = readFileSync(file, 'utf8');
        const kind = file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
        return { path: path.relative(root, file).split(path.sep).join('/'), text, ast: ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, kind) };
      }),
  );
}

export function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  node.forEachChild((child) => {
    walk(child, visit);
  });
}

export type Import = {
  /** As written. */
  readonly name: string;
  /** From the root for a relative import, else the package (or `node:…`). */
  readonly target: string;
  readonly relative: boolean;
  readonly typeOnly: boolean;
};

/** Every module that the file names: imports, re-exports, `import()`, `require()`, `typeof import()`. */
export function importsOf(file: SourceFile): Import[] {
  const found: Import[] = [];
  const add = (text: ts.Expression | ts.TypeNode | undefined, typeOnly: boolean): void => {
    const literal = text !== undefined && ts.isLiteralTypeNode(text) ? text.literal : text;
    if (literal === undefined || !ts.isStringLiteralLike(literal)) return;
    const name = literal.text;
    const relative = name.startsWith('.');
    const target = relative ? path.posix.normalize(path.posix.join(path.posix.dirname(file.path), name)) : name.startsWith('@') ? name.split('/').slice(0, 2).join('/') : name.startsWith('node:') ? name : (name.split('/')[0] ?? name);
    found.push({ name, target, relative, typeOnly });
  };
  walk(file.ast, (node) => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, node.importClause?.isTypeOnly === true);
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isImportTypeNode(node)) add(node.argument, true);
    else if (ts.isCallExpression(node) && (node.expression.kind === ts.SyntaxKind.ImportKeyword || node.expression.getText() === 'require')) add(node.arguments[0], false);
  });
  return found;
}
