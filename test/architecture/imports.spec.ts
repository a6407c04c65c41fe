import ts from 'typescript';
import { describe, expect, it } from 'vitest';

import type { Import, SourceFile } from '../support/source-files';
import { importsOf, sourceFiles, walk } from '../support/source-files';

const files = sourceFiles('shared', 'electron', 'renderer');

/** `file -> module` for every import of the files below `zone` that `allowed` does not allow. */
function violations(zone: string, allowed: (found: Import, file: SourceFile) => boolean): string[] {
  const inside = files.filter((file) => file.path.startsWith(zone));
  expect(inside.length, `files below ${zone}`).toBeGreaterThan(0);
  return inside.flatMap((file) => importsOf(file).filter((found) => !allowed(found, file)).map((found) => `${file.path} -> ${found.name}`));
}

const below = (found: Import, ...folders: readonly string[]): boolean => found.relative && folders.some((folder) => found.target.startsWith(folder));
const isNode = (found: Import): boolean => found.target.startsWith('node:');
const isPackage = (found: Import): boolean => !found.relative && !isNode(found);

/** STYLE.md §3.2: where a file may run is decided by what it imports. */
describe('the areas', () => {
  it('shared imports itself, zod and the message format of its texts', () => {
    expect(violations('shared/', (found) => below(found, 'shared/') || ['zod', 'intl-messageformat', '@formatjs/icu-messageformat-parser'].includes(found.target))).toEqual([]);
  });

  it('the collector knows no shell, no window and no simulator', () => {
    expect(violations('electron/collector/', (found) => below(found, 'electron/collector/', 'shared/') || isNode(found) || (isPackage(found) && found.target !== 'electron'))).toEqual([]);
  });

  it('the simulator shares no code with what it tests', () => {
    expect(violations('electron/simulator/', (found) => below(found, 'electron/simulator/') || isNode(found))).toEqual([]);
  });

  it('main knows the collector by its facade and kit, and the simulator only for the demo', () => {
    expect(
      violations('electron/main/', (found, file) => {
        if (!found.relative) return true;
        if (below(found, 'electron/main/', 'shared/', 'electron/collector/kit/') || found.target === 'electron/collector/collector') return true;
        return file.path === 'electron/main/index.ts' && found.target === 'electron/simulator/simulator';
      }),
    ).toEqual([]);
  });

  it('the preload knows the contract only', () => {
    expect(violations('electron/preload/', (found) => below(found, 'shared/ipc/') || found.target === 'electron')).toEqual([]);
  });

  it('the window knows shared and its own files', () => {
    expect(violations('renderer/', (found) => below(found, 'renderer/', 'shared/') || (isPackage(found) && found.target !== 'electron' && found.target !== 'electron-store'))).toEqual([]);
  });

  it('product code never imports tests', () => {
    expect(files.flatMap((file) => importsOf(file).filter((found) => below(found, 'test/')).map((found) => `${file.path} -> ${found.name}`))).toEqual([]);
  });
});

describe('inside the collector', () => {
  const collector = 'electron/collector/';

  it('kit knows nothing of the rest', () => {
    expect(violations(`${collector}kit/`, (found) => !found.relative || below(found, `${collector}kit/`, 'shared/'))).toEqual([]);
  });

  it('a source returns pages: it knows no output, and of the spool only the words', () => {
    expect(
      violations(`${collector}sources/`, (found) => {
        if (below(found, `${collector}outputs/`, `${collector}supervisor/`, `${collector}preview/`, `${collector}cli/`)) return false;
        return !below(found, `${collector}spool/`) || found.typeOnly;
      }),
    ).toEqual([]);
  });

  it('the client knows no stream', () => {
    expect(violations(`${collector}sources/mimecast/client/`, (found) => !below(found, `${collector}sources/mimecast/streams/`))).toEqual([]);
  });

  it('an output knows no source', () => {
    expect(violations(`${collector}outputs/`, (found) => !below(found, `${collector}sources/`, `${collector}preview/`, `${collector}cli/`))).toEqual([]);
  });

  it('the spool knows neither sources nor the way to the outputs', () => {
    expect(violations(`${collector}spool/`, (found) => !below(found, `${collector}sources/`, `${collector}supervisor/`) && (!below(found, `${collector}outputs/`) || found.typeOnly))).toEqual([]);
  });

  it('only the wiring, the command line and the workers know everything', () => {
    const above = [`${collector}supervisor/supervisor`, `${collector}supervisor/connector-runtime`];
    const wiring = [`${collector}collector.ts`, `${collector}supervisor/`, `${collector}cli/`];
    expect(
      violations(collector, (found, file) => !above.includes(found.target) || found.typeOnly || wiring.some((one) => file.path.startsWith(one))),
    ).toEqual([]);
  });

  it('time and chance are parameters', () => {
    const inside = files.filter((file) => file.path.startsWith(collector) && !file.path.startsWith(`${collector}kit/`) && !file.path.startsWith(`${collector}cli/`));
    const found: string[] = [];
    for (const file of inside) {
      walk(file.ast, (node) => {
        const isClock = ts.isCallExpression(node) && ['Date.now', 'Math.random', 'setTimeout', 'setInterval', 'performance.now'].includes(node.expression.getText());
        const isNow = ts.isNewExpression(node) && node.expression.getText() === 'Date' && (node.arguments?.length ?? 0) === 0;
        if (isClock || isNow) found.push(`${file.path}: ${node.getText().slice(0, 60)}`);
      });
    }
    expect(found).toEqual([]);
  });
});

describe('inside the window', () => {
  it('screens know no other screen', () => {
    expect(
      violations('renderer/screens/', (found, file) => {
        const own = file.path.split('/').slice(0, 3).join('/');
        return !below(found, 'renderer/screens/') || below(found, `${own}/`);
      }),
    ).toEqual([]);
  });

  it('components know no screen and no bridge', () => {
    expect(violations('renderer/components/', (found) => !below(found, 'renderer/screens/', 'renderer/bridge/'))).toEqual([]);
  });

  it('only the client touches the bridge', () => {
    const touching = files.filter((file) => file.path.startsWith('renderer/') && /\bwindow\s*(\.|\[\s*['"])bridge\b/.test(file.text)).map((file) => file.path);
    expect(touching).toEqual(['renderer/bridge/client.ts']);
  });
});
