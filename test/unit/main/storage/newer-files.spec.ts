import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { Secret } from '../../../../electron/collector/kit/secret';
import { PauseKeeper } from '../../../../electron/main/background/pause-keeper';
import { ConnectorStore } from '../../../../electron/main/connectors/connector-store';
import { OutputStore } from '../../../../electron/main/connectors/output-store';
import { Serial } from '../../../../electron/main/kit/serial';
import { NetworkStore } from '../../../../electron/main/network/network-store';
import { SettingsStore } from '../../../../electron/main/settings/settings-store';
import type { DocumentContext } from '../../../../electron/main/storage/document';
import { Document, NewerFileError } from '../../../../electron/main/storage/document';
import { WindowPlaceSchema } from '../../../../electron/main/windows/bounds';
import { FakeVault } from '../support/fake-vault';
import { documents, memoryLog } from '../support/profile';

const shared = (context: DocumentContext) => ({ context, vault: new FakeVault((text) => new Secret(text)), newId: () => 'new', log: memoryLog(), serial: new Serial() });

/** Everything that keeps a file in the profile; the spool has its own law (test/laws/spool-law.ts), the history is only a copy. */
const stores: readonly (readonly [string, (context: DocumentContext) => unknown])[] = [
  ['settings', (context) => new SettingsStore(context)],
  ['connectors', (context) => new ConnectorStore({ ...shared(context), hasOutput: () => true })],
  ['outputs', (context) => new OutputStore({ ...shared(context), eventsDir: context.dir, usedBy: () => [] })],
  ['network', (context) => new NetworkStore({ context, vault: new FakeVault((text) => new Secret(text)), policy: null, onChange: () => undefined })],
  ['background', (context) => new PauseKeeper(context, () => undefined)],
  ['window', (context) => new Document(context, 'window', WindowPlaceSchema, { version: 1, bounds: null, maximized: false, screen: null })],
];

describe('a profile of a newer version', () => {
  it.each(stores)('%s.json is refused in words and stays as it is', (name, open) => {
    const context = documents();
    const file = join(context.dir, `${name}.json`);
    const text = JSON.stringify({ version: 99, something: 'that only the newer version knows' });
    writeFileSync(file, text);
    expect(() => open(context)).toThrow(NewerFileError);
    expect(() => open(context)).toThrow(`${name}.json was written by a newer version of this program`);
    expect(readFileSync(file, 'utf8')).toBe(text);
    expect(context.notices).toEqual([]);
  });

  it('a window file of the version before knows no screen, and keeps its place', () => {
    const context = documents();
    const bounds = { x: 1, y: 2, width: 1000, height: 700 };
    writeFileSync(join(context.dir, 'window.json'), JSON.stringify({ version: 1, bounds, maximized: true }));
    expect(new Document(context, 'window', WindowPlaceSchema, { version: 1, bounds: null, maximized: false, screen: null }).value).toEqual({ version: 1, bounds, maximized: true, screen: null });
  });
});
