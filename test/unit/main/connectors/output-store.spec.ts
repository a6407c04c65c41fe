import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { FailureError } from '../../../../electron/collector/kit/failure-error';
import { Secret } from '../../../../electron/collector/kit/secret';
import { OutputStore } from '../../../../electron/main/connectors/output-store';
import { ProblemsError } from '../../../../electron/main/kit/problems-error';
import { Serial } from '../../../../electron/main/kit/serial';
import { fileOutput, httpOutput } from '../support/drafts';
import { FakeVault } from '../support/fake-vault';
import { documents, memoryLog } from '../support/profile';

function setUp(context = documents(), vault = new FakeVault((text) => new Secret(text))) {
  let next = 0;
  const users = new Map<string, string[]>();
  const store = new OutputStore({
    context,
    vault,
    newId: () => `out-${String((next += 1))}`,
    eventsDir: '/profile/events',
    usedBy: (id) => users.get(id) ?? [],
    serial: new Serial(),
    log: memoryLog(),
  });
  return { context, vault, store, users };
}

async function problemsOf(work: Promise<unknown>): Promise<unknown> {
  const error: unknown = await work.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ProblemsError);
  return (error as ProblemsError).problems.map((problem) => problem.path);
}

describe('the first output', () => {
  it('is a folder of the profile, made once', () => {
    const { store, context } = setUp();
    const local = { id: 'local-files', name: 'Local files', enabled: true, format: 'both', type: 'file', path: '/profile/events', rotateMiB: 128 };
    expect(store.list()).toEqual([local]);
    expect(setUp(context).store.list()).toEqual([local]);
  });

  it('keeps its id when the file had to be set aside, so that connectors find it again', () => {
    const { context } = setUp();
    writeFileSync(join(context.dir, 'outputs.json'), 'broken');
    expect(setUp(context).store.list().map((output) => output.id)).toEqual(['local-files']);
    expect(context.notices).toHaveLength(1);
  });
});

describe('saving an output', () => {
  it('keeps the secret in the vault, and needs none for a folder', async () => {
    const { store, vault } = setUp();
    expect(await store.save({ config: httpOutput(), secret: 'canary-token' })).toMatchObject({ config: { id: 'out-1' }, secretStored: true, usedBy: [] });
    expect(await store.save({ config: fileOutput(), secret: null })).toMatchObject({ config: { id: 'out-2' }, secretStored: false });
    expect([...vault.secrets]).toEqual([['output:out-1', 'canary-token']]);
    expect(JSON.stringify(store.list())).not.toContain('canary');
  });

  it('saves nothing when the vault refuses', async () => {
    const { store, vault } = setUp();
    vault.broken.add('put');
    await expect(store.save({ config: httpOutput(), secret: 'canary-token' })).rejects.toBeInstanceOf(FailureError);
    expect(store.list()).toHaveLength(1);
  });

  it('refuses a name or a folder that another one has, and a folder that is not absolute', async () => {
    const { store } = setUp();
    expect(await problemsOf(store.save({ config: fileOutput({ name: 'local FILES' }), secret: null }))).toEqual([['config', 'name']]);
    expect(await problemsOf(store.save({ config: fileOutput({ path: '/profile/./events/' }), secret: null }))).toEqual([['config', 'path']]);
    expect(await problemsOf(store.save({ config: fileOutput({ path: 'events' }), secret: null }))).toEqual([['config', 'path']]);
    expect(await problemsOf(store.save({ config: httpOutput(), secret: null }))).toEqual([['secret']]);
  });

  it.each([
    ['another host', { url: 'https://evil.example.com/in' }],
    ['another port', { url: 'https://dnif.example.com/in/events' }],
    ['another authentication', { auth: { kind: 'basic', username: 'u' } as const }],
  ])('wants the secret again for %s', async (_what, change) => {
    const { store, vault } = setUp();
    const { config } = await store.save({ config: httpOutput(), secret: 'canary-token' });
    vault.told.length = 0;
    const draft = { config: httpOutput({ id: config.id, ...change }), secret: null };
    expect(await problemsOf(store.save(draft))).toEqual([['secret']]);
    expect(await problemsOf(store.secretFor(draft))).toEqual([['secret']]);
    expect(vault.told).toEqual([]);
  });

  it('keeps the secret for another path of the same receiver', async () => {
    const { store } = setUp();
    const { config } = await store.save({ config: httpOutput(), secret: 'canary-token' });
    const draft = { config: httpOutput({ id: config.id, url: 'https://dnif.example.com:2882/other' }), secret: null };
    expect((await store.secretFor(draft))?.reveal()).toBe('canary-token');
    await expect(store.save(draft)).resolves.toMatchObject({ secretStored: true });
  });

  it('drops a secret that is not needed any more', async () => {
    const { store, vault } = setUp();
    const { config } = await store.save({ config: httpOutput(), secret: 'canary-token' });
    await store.save({ config: httpOutput({ id: config.id, auth: { kind: 'none' } }), secret: null });
    expect(vault.secrets.size).toBe(0);
  });

  it('does not drop a secret that was entered while an older one waited to be removed', async () => {
    const { store, vault } = setUp();
    const { config } = await store.save({ config: httpOutput(), secret: 'canary-token' });
    vault.broken.add('drop');
    await store.save({ config: httpOutput({ id: config.id, auth: { kind: 'none' } }), secret: null });
    await store.save({ config: httpOutput({ id: config.id }), secret: 'canary-new' });
    vault.broken.clear();
    await store.tidy();
    expect([...vault.secrets]).toEqual([[`output:${config.id}`, 'canary-new']]);
  });
});

describe('the token of the Search API', () => {
  const proof = { consoleUrl: 'https://console.example.com', clusterId: 'c1', scopeId: 'default' };
  const saved = async () => {
    const made = setUp();
    const { config } = await made.store.save({ config: httpOutput({ proof }), secret: 'canary-secret', proofToken: 'canary-token' });
    return { ...made, id: config.id };
  };

  it('has an entry of its own in the vault, and the window only learns that it is there', async () => {
    const { store, vault, id } = await saved();
    expect([...vault.secrets]).toEqual([[`output:${id}`, 'canary-secret'], [`proof:${id}`, 'canary-token']]);
    expect((await store.views()).find((view) => view.config.id === id)).toMatchObject({ secretStored: true, proofTokenStored: true });
    expect(JSON.stringify([store.list(), await store.views()])).not.toContain('canary');
  });

  it('is demanded with the first proof, and both secrets are saved or none', async () => {
    const { store, vault } = setUp();
    expect(await problemsOf(store.save({ config: httpOutput({ proof }), secret: 'canary-secret' }))).toEqual([['proofToken']]);
    expect(vault.secrets.size).toBe(0);
    const { config } = await store.save({ config: httpOutput(), secret: 'canary-secret' });
    expect(await problemsOf(store.save({ config: httpOutput({ id: config.id, proof }), secret: null }))).toEqual([['proofToken']]);
    vault.broken.add('put');
    await expect(store.save({ config: httpOutput({ id: config.id, proof }), secret: 'canary-other', proofToken: 'canary-token' })).rejects.toBeInstanceOf(FailureError);
    expect([...vault.secrets]).toEqual([[`output:${config.id}`, 'canary-secret']]);
    expect(store.find(config.id)).not.toHaveProperty('proof');
  });

  it.each([
    ['another console', { consoleUrl: 'https://evil.example.com' }],
    ['another port', { consoleUrl: 'https://console.example.com:8443' }],
    ['another authority', { tls: { caFile: '/tmp/evil.pem' } }],
  ])('is wanted again for %s', async (_what, change) => {
    const { store, vault, id } = await saved();
    vault.told.length = 0;
    const draft = { config: httpOutput({ id, proof: { ...proof, ...change } }), secret: null };
    expect(await problemsOf(store.save(draft))).toEqual([['proofToken']]);
    expect(await problemsOf(store.proofTokenFor(draft))).toEqual([['proofToken']]);
    expect(vault.told).toEqual([]);
  });

  it('stays for another cluster, scope or canary of the same console', async () => {
    const { store, id } = await saved();
    const draft = { config: httpOutput({ id, proof: { ...proof, clusterId: 'c2', scopeId: 'other', canaryHours: 6 } }), secret: null };
    expect((await store.proofTokenFor(draft))?.reveal()).toBe('canary-token');
    await expect(store.save(draft)).resolves.toMatchObject({ proofTokenStored: true });
  });

  it('goes with the proof, and with the output', async () => {
    const one = await saved();
    await one.store.save({ config: httpOutput({ id: one.id }), secret: null });
    expect([...one.vault.secrets.keys()]).toEqual([`output:${one.id}`]);
    const two = await saved();
    await two.store.remove(two.id);
    expect(two.vault.secrets.size).toBe(0);
  });
});

describe('removing an output', () => {
  it('is refused while a connector sends there, and for the last one', async () => {
    const { store, users, vault } = setUp();
    expect(await problemsOf(store.remove('local-files'))).toEqual([['id']]);
    const { config } = await store.save({ config: httpOutput(), secret: 'canary-token' });
    users.set(config.id, ['Head office']);
    await expect(store.remove(config.id)).rejects.toThrow('Head office');
    expect(vault.secrets.size).toBe(1);
    users.clear();
    await store.remove(config.id);
    expect(store.list().map((output) => output.id)).toEqual(['local-files']);
    expect(vault.secrets.size).toBe(0);
  });
});
