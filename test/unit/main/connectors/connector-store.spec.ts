import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { FailureError } from '../../../../electron/collector/kit/failure-error';
import { Secret } from '../../../../electron/collector/kit/secret';
import { ConnectorStore } from '../../../../electron/main/connectors/connector-store';
import { ProblemsError } from '../../../../electron/main/kit/problems-error';
import { Serial } from '../../../../electron/main/kit/serial';
import { connectorDraft } from '../support/drafts';
import { FakeVault } from '../support/fake-vault';
import { documents, memoryLog, readJson } from '../support/profile';

function setUp(context = documents(), vault = new FakeVault((text) => new Secret(text))) {
  let next = 0;
  const outputs = new Set(['local-files']);
  const store = new ConnectorStore({
    context,
    vault,
    newId: () => `id-${String((next += 1))}`,
    hasOutput: (id) => outputs.has(id),
    serial: new Serial(),
    log: memoryLog(),
  });
  return { context, vault, store };
}

async function problemsOf(work: Promise<unknown>): Promise<unknown> {
  const error: unknown = await work.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ProblemsError);
  return (error as ProblemsError).problems.map((problem) => problem.path);
}

describe('saving a connector', () => {
  it('gives a new one an id, keeps its secret in the vault and nowhere else', async () => {
    const { store, vault, context } = setUp();
    const view = await store.save(connectorDraft());
    expect(view).toMatchObject({ id: 'id-1', name: 'Head office', secret: { kind: 'stored', savedAt: '2026-08-22T12:00:00.000Z' } });
    expect(view).not.toHaveProperty('clientSecret');
    expect(vault.secrets.get('connector:id-1')).toBe('canary-secret-1');
    for (const file of readdirSync(context.dir)) expect(readFileSync(join(context.dir, file), 'utf8')).not.toContain('canary');
    expect(setUp(context, vault).store.list()).toEqual(store.list());
  });

  it('saves nothing when the vault refuses', async () => {
    const { store, vault, context } = setUp();
    vault.broken.add('put');
    await expect(store.save(connectorDraft())).rejects.toBeInstanceOf(FailureError);
    expect(store.list()).toEqual([]);
    expect(readdirSync(context.dir)).toEqual([]);
  });

  it('keeps the old secret when the new one cannot be saved', async () => {
    const { store, vault } = setUp();
    const { id } = await store.save(connectorDraft());
    vault.broken.add('put');
    await expect(store.save(connectorDraft({ id, name: 'Other', clientSecret: 'canary-secret-2' }))).rejects.toBeInstanceOf(FailureError);
    expect(store.find(id)?.name).toBe('Head office');
    expect(vault.secrets.get(`connector:${id}`)).toBe('canary-secret-1');
  });

  it('puts the secret back as it was when the disk refuses the config', async () => {
    const context = documents();
    let full = false;
    const open: typeof context.open = (options) => {
      const file = context.open(options);
      return {
        get store() {
          return file.store;
        },
        set store(value) {
          if (full) throw new Error('ENOSPC');
          file.store = value;
        },
      };
    };
    const { store, vault } = setUp({ ...context, open });
    const { id } = await store.save(connectorDraft());
    full = true;
    await expect(store.save(connectorDraft({ id, clientSecret: 'canary-secret-2' }))).rejects.toThrow('ENOSPC');
    await expect(store.save(connectorDraft({ name: 'Second' }))).rejects.toThrow('ENOSPC');
    expect([...vault.secrets]).toEqual([[`connector:${id}`, 'canary-secret-1']]);
    expect(store.list()).toHaveLength(1);
  });

  it('refuses a name that another one has, in any case', async () => {
    const { store } = setUp();
    const { id } = await store.save(connectorDraft());
    expect(await problemsOf(store.save(connectorDraft({ name: ' HEAD Office ' })))).toEqual([['name']]);
    await expect(store.save(connectorDraft({ id, name: 'HEAD OFFICE', clientSecret: null }))).resolves.toMatchObject({ name: 'HEAD OFFICE' });
  });

  it('refuses the second of two that are saved at once under one name', async () => {
    const { store } = setUp();
    const results = await Promise.allSettled([store.save(connectorDraft()), store.save(connectorDraft())]);
    expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected']);
    expect(store.list()).toHaveLength(1);
  });

  it('refuses an output that is gone, an id that is gone, and a new one without secret', async () => {
    const { store } = setUp();
    expect(await problemsOf(store.save(connectorDraft({ outputs: ['local-files', 'gone'] })))).toEqual([['outputs']]);
    expect(await problemsOf(store.save(connectorDraft({ id: 'gone' })))).toEqual([['id']]);
    expect(await problemsOf(store.save(connectorDraft({ clientSecret: null })))).toEqual([['clientSecret']]);
  });

  it.each([
    ['another host', { baseUrl: 'https://evil.example.com' }],
    ['another port', { baseUrl: 'https://api.services.mimecast.com:8443' }],
    ['no TLS', { baseUrl: 'http://127.0.0.1:1' }],
    ['another client', { clientId: 'client-2' }],
  ])('wants the secret again for %s, for saving and for testing', async (_what, change) => {
    const { store, vault } = setUp();
    const { id } = await store.save(connectorDraft());
    const draft = connectorDraft({ id, clientSecret: null, ...change });
    vault.told.length = 0;
    expect(await problemsOf(store.save(draft))).toEqual([['clientSecret']]);
    expect(await problemsOf(store.secretFor(draft))).toEqual([['clientSecret']]);
    expect(vault.told).toEqual([]);
    await expect(store.save({ ...draft, clientSecret: 'canary-secret-2' })).resolves.toMatchObject(change);
  });

  it('keeps the stored secret for every other change, and the time it was saved', async () => {
    const { store, vault } = setUp();
    const { id } = await store.save(connectorDraft());
    const view = await store.save(connectorDraft({ id, name: 'New name', clientSecret: null, baseUrl: 'https://api.services.mimecast.com/' }));
    expect(view.secret).toEqual({ kind: 'stored', savedAt: '2026-08-22T12:00:00.000Z' });
    expect(vault.secrets.get(`connector:${id}`)).toBe('canary-secret-1');
  });

  it('wants a secret that has gone from the vault, but not while the vault is silent', async () => {
    const { store, vault } = setUp();
    const { id } = await store.save(connectorDraft());
    vault.secrets.clear();
    expect(await problemsOf(store.save(connectorDraft({ id, clientSecret: null })))).toEqual([['clientSecret']]);
    vault.broken.add('has');
    await expect(store.save(connectorDraft({ id, name: 'New name', clientSecret: null }))).resolves.toMatchObject({ secret: { kind: 'unreadable' } });
  });
});

describe('the secret to test with', () => {
  it('is the one typed, else the stored one, else none', async () => {
    const { store } = setUp();
    const { id } = await store.save(connectorDraft());
    expect((await store.secretFor(connectorDraft({ id, clientSecret: 'typed-now' })))?.reveal()).toBe('typed-now');
    expect((await store.secretFor(connectorDraft({ id, clientSecret: null })))?.reveal()).toBe('canary-secret-1');
    expect(await store.secretFor(connectorDraft({ clientSecret: null }))).toBeNull();
  });
});

describe('the list', () => {
  it('tells a missing secret from a vault that does not answer', async () => {
    const { store, vault } = setUp();
    await store.save(connectorDraft());
    vault.secrets.clear();
    expect((await store.views())[0]?.secret).toEqual({ kind: 'missing' });
    vault.broken.add('has');
    expect((await store.views())[0]?.secret).toEqual({ kind: 'unreadable' });
  });

  it('sets a broken entry aside and keeps the others', async () => {
    const { store, vault, context } = setUp();
    await store.save(connectorDraft());
    await store.save(connectorDraft({ name: 'Second' }));
    const file = readJson(context.dir, 'connectors.json') as { connectors: Record<string, unknown>[] };
    const [first, second] = file.connectors;
    const tampered = { ...second, baseUrl: 'http://evil.example.com' };
    writeFileSync(join(context.dir, 'connectors.json'), JSON.stringify({ version: 1, connectors: [first, tampered, first] }));
    const again = setUp(context, vault).store;
    expect(again.list().map((connector) => connector.name)).toEqual(['Head office']);
    expect(readJson(context.dir, 'connectors.broken-20260822T120000Z.json')).toEqual([tampered, first]);
    expect(context.notices).toHaveLength(1);
    setUp(context, vault);
    expect(context.notices).toHaveLength(1);
  });
});

describe('removing and pausing', () => {
  it('removes the secret too, and twice is no error', async () => {
    const { store, vault } = setUp();
    const { id } = await store.save(connectorDraft());
    await store.remove(id);
    await store.remove(id);
    expect(store.list()).toEqual([]);
    expect(vault.secrets.size).toBe(0);
  });

  it('removes the secret later when the vault is silent, also after a restart', async () => {
    const { store, vault, context } = setUp();
    const { id } = await store.save(connectorDraft());
    vault.broken.add('drop');
    await store.remove(id);
    expect(store.list()).toEqual([]);
    expect(vault.secrets.size).toBe(1);
    vault.broken.clear();
    await setUp(context, vault).store.tidy();
    expect(vault.secrets.size).toBe(0);
    expect(readJson(context.dir, 'connectors.json')).toMatchObject({ toDrop: [] });
  });

  it('pauses without asking for anything', async () => {
    const { store } = setUp();
    const { id } = await store.save(connectorDraft());
    await expect(store.setEnabled(id, false)).resolves.toMatchObject({ enabled: false, secret: { kind: 'stored' } });
    expect(store.find(id)?.enabled).toBe(false);
  });
});
