import { describe, expect, it } from 'vitest';

import { Secret } from '../../../../electron/collector/kit/secret';
import { ConnectorStore } from '../../../../electron/main/connectors/connector-store';
import { OutputStore } from '../../../../electron/main/connectors/output-store';
import type { Stores } from '../../../../electron/main/connectors/setup-transfer';
import { applySetup, parseSetup, planOf, setupFileOf } from '../../../../electron/main/connectors/setup-transfer';
import { ProblemsError } from '../../../../electron/main/kit/problems-error';
import { Serial } from '../../../../electron/main/kit/serial';
import type { SetupPlan } from '../../../../shared/model/setup-file';
import { connectorDraft, fileOutput, httpOutput } from '../support/drafts';
import { FakeVault } from '../support/fake-vault';
import { documents, memoryLog } from '../support/profile';

type Computer = Stores & { readonly vault: FakeVault };

function computer(allowsOutput: Stores['allowsOutput'] = () => true): Computer {
  const context = documents();
  const vault = new FakeVault((text) => new Secret(text));
  let next = 0;
  const shared = { context, vault, log: memoryLog(), serial: new Serial(), newId: () => `id-${String((next += 1))}` };
  const outputs = new OutputStore({ ...shared, eventsDir: '/srv/events', usedBy: () => [] });
  const connectors = new ConnectorStore({ ...shared, hasOutput: (id) => outputs.find(id) !== null });
  return { connectors, outputs, dir: context.dir, vault, allowsOutput };
}

async function full(): Promise<Computer> {
  const stores = computer();
  const http = await stores.outputs.save({ config: httpOutput({ tls: { caFile: '/etc/ssl/canary-path.pem' } }), secret: 'canary-output-secret' });
  await stores.outputs.save({ config: fileOutput({ path: '/srv/canary-path' }), secret: null });
  await stores.connectors.save(connectorDraft({ outputs: [http.config.id] }));
  return stores;
}

const fileOf = (stores: Stores): string =>
  JSON.stringify(setupFileOf(stores, { connectors: stores.connectors.list().map(({ id }) => id), outputs: stores.outputs.list().map(({ id }) => id) }, 0));

const plan = (text: string, stores: Stores): SetupPlan => planOf(parseSetup(text), stores, 't', '/home/admin/setup.json');

const wrapped = (parts: { readonly connectors?: unknown[]; readonly outputs?: unknown[] }): string =>
  JSON.stringify({ format: 'mimecast-connector-setup', version: 1, exportedAt: '', outputs: [], connectors: [], ...parts });

const portable = { name: 'Branch', baseUrl: 'https://api.services.mimecast.com', clientId: 'client-9', logTypes: ['SIEM'], platform: 'auto', siemDelivery: 'batch', startFrom: null, pollSeconds: null, outputs: ['Local files'] };

describe('a setup file', () => {
  it('holds no secret, no id and no path', async () => {
    const text = fileOf(await full());
    expect(text).not.toContain('canary');
    expect(text).not.toMatch(/"id"|id-1|"path"|caFile":/);
    expect(text).toContain('"outputs":["DNIF"]');
  });

  it('brings a whole set-up to another computer: without secrets, connectors switched off, folders of its own', async () => {
    const text = fileOf(await full());
    const other = computer();
    const parsed = parseSetup(text);
    const shown = planOf(parsed, other, 't', 'setup.json');
    expect(shown.entries.map(({ kind, name, action }) => `${kind} ${name} ${action}`)).toEqual(['output Local files same', 'output DNIF add', 'output Archive add', 'connector Head office add']);
    expect(shown.entries[1]?.notes.join(' ')).toMatch(/secret is not in the file.*certificate files/s);
    const result = await applySetup(parsed, shown, shown.entries.map(({ index }) => index), other);
    expect(result).toEqual({ added: ['DNIF', 'Archive', 'Head office'], changed: [], failed: [] });
    const [connector] = other.connectors.list();
    expect(connector).toMatchObject({ name: 'Head office', enabled: false, outputs: [other.outputs.list().find(({ name }) => name === 'DNIF')?.id] });
    expect((await other.connectors.views())[0]?.secret.kind).toBe('missing');
    const archive = other.outputs.list().find(({ name }) => name === 'Archive');
    expect(archive).toMatchObject({ path: expect.stringContaining(other.dir) as string });
    expect(other.vault.secrets.size).toBe(0);
  });

  it('read where it was written changes nothing', async () => {
    const stores = await full();
    expect(plan(fileOf(stores), stores).entries.map(({ action }) => action)).toEqual(['same', 'same', 'same', 'same']);
  });

  it('shows each difference and applies it with the secret, the switch and the folder that are here', async () => {
    const stores = await full();
    const text = fileOf(stores).replace('"maxEvents":500', '"maxEvents":900').replace('"rotateMiB":16', '"rotateMiB":32').replace('"logTypes":["SIEM"]', '"logTypes":["SIEM","DLP"]');
    const parsed = parseSetup(text);
    const shown = planOf(parsed, stores, 't', 'setup.json');
    expect(shown.entries.flatMap(({ changes }) => changes)).toEqual([
      { field: 'maxEvents', before: '500', after: '900' }, { field: 'rotateMiB', before: '16', after: '32' }, { field: 'logTypes', before: 'SIEM', after: 'SIEM, DLP' },
    ]);
    expect((await applySetup(parsed, shown, [1, 2, 3], stores)).changed).toEqual(['DNIF', 'Archive', 'Head office']);
    expect(stores.outputs.list().find(({ name }) => name === 'DNIF')).toMatchObject({ maxEvents: 900, tls: { caFile: '/etc/ssl/canary-path.pem' } });
    expect(stores.outputs.list().find(({ name }) => name === 'Archive')).toMatchObject({ rotateMiB: 32, path: '/srv/canary-path' });
    expect(stores.connectors.list()[0]).toMatchObject({ enabled: true, logTypes: ['SIEM', 'DLP'] });
    expect([...stores.vault.secrets.values()]).toEqual(['canary-output-secret', 'canary-secret-1']);
  });

  it('never sends a stored secret anywhere else', async () => {
    const stores = await full();
    const text = fileOf(stores).replace('dnif.example.com', 'evil.example.net').replace('https://api.services.mimecast.com', 'https://evil.example.net');
    const refused = plan(text, stores).entries.filter(({ action }) => action === 'refused');
    expect(refused.map(({ name }) => name)).toEqual(['DNIF', 'Head office']);
    const parsed = parseSetup(text);
    await applySetup(parsed, planOf(parsed, stores, 't', 'f'), [0, 1, 2, 3], stores);
    expect(JSON.stringify([stores.outputs.list(), stores.connectors.list()])).not.toContain('evil');
  });

  it.each([
    ['id', { ...portable, id: 'c1' }],
    ['clientSecret', { ...portable, clientSecret: 'x' }],
    ['enabled', { ...portable, enabled: true }],
    ['secretSavedAt', { ...portable, secretSavedAt: 'x' }],
  ])('refuses a connector that brings its own %s', (field, connector) => {
    const [entry] = plan(wrapped({ connectors: [connector] }), computer()).entries;
    expect(entry).toMatchObject({ action: 'refused', name: 'Branch' });
    expect(entry?.notes.join()).toContain(field);
  });

  it.each([
    ['path', { name: 'X', format: 'raw', type: 'file', rotateMiB: 1, path: '/etc/cron.d' }],
    ['tls.clientKeyFile', { ...httpOutput(), id: undefined, enabled: undefined, tls: { clientKeyFile: '/etc/shadow' } }],
    ['secret', { ...httpOutput(), id: undefined, enabled: undefined, secret: 'x' }],
    ['auth.password', { ...httpOutput(), id: undefined, enabled: undefined, auth: { kind: 'basic', username: 'u', password: 'x' } }],
  ])('refuses an output that brings its own %s', (field, output) => {
    const [entry] = plan(wrapped({ outputs: [output] }), computer()).entries;
    expect(entry?.action).toBe('refused');
    expect(entry?.notes.join()).toContain(field);
  });

  it('checks every entry by the schema of the form, and one bad entry does not cost the others', () => {
    const shown = plan(wrapped({ connectors: [{ ...portable, baseUrl: 'http://example.com' }, 7, portable, portable] }), computer());
    expect(shown.entries.map(({ action }) => action)).toEqual(['refused', 'refused', 'add', 'refused']);
    expect(shown.entries[0]?.notes.join()).toContain('https://');
  });

  it('does not go round what the organization allows', async () => {
    const stores = computer((type) => type === 'file');
    const parsed = parseSetup(fileOf(await full()));
    const shown = planOf(parsed, stores, 't', 'f');
    expect(shown.entries[1]).toMatchObject({ name: 'DNIF', action: 'refused' });
    await applySetup(parsed, shown, [0, 1, 2, 3], stores);
    expect(stores.outputs.list().map(({ type }) => type)).toEqual(['file', 'file']);
  });

  it('leaves out what was not chosen, and says when its output is missing then', async () => {
    const stores = computer();
    const { id: _id, enabled: _enabled, ...http } = httpOutput();
    const parsed = parseSetup(wrapped({ outputs: [http], connectors: [{ ...portable, outputs: ['DNIF'] }] }));
    const shown = planOf(parsed, stores, 't', 'f');
    expect(await applySetup(parsed, shown, [1], stores)).toEqual({ added: [], changed: [], failed: [{ name: 'Branch', reason: 'None of its outputs is there. Import them too.' }] });
    expect(stores.connectors.list()).toEqual([]);
  });

  it.each([
    ['{"format":', 'no JSON'],
    ['[]', 'no setup file'],
    ['{"format":"other"}', 'no setup file'],
    ['{"format":"mimecast-connector-setup","version":2}', 'another version'],
    ['{"format":"mimecast-connector-setup","version":1,"outputs":7}', 'damaged'],
  ])('says what is wrong with %s', (text, words) => {
    expect(() => parseSetup(text)).toThrow(ProblemsError);
    expect(() => parseSetup(text)).toThrow(words);
  });
});
