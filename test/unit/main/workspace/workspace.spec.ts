import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { CollectorOptions } from '../../../../electron/collector/collector';
import { failure, FailureError } from '../../../../electron/collector/kit/failure-error';
import { Secret } from '../../../../electron/collector/kit/secret';
import { connectorHandlers } from '../../../../electron/main/ipc/handlers/connectors';
import type { Notice } from '../../../../electron/main/storage/document';
import { createDemo } from '../../../../electron/main/workspace/demo';
import { Workspace } from '../../../../electron/main/workspace/workspace';
import { WorkspaceHost } from '../../../../electron/main/workspace/workspace-host';
import { logTypes } from '../../../../shared/model/log-type';
import { connectorDraft } from '../support/drafts';
import { FakeCollector } from '../support/fake-collector';
import { FakeVault } from '../support/fake-vault';
import { memoryLog, openConfFile, tempDir } from '../support/profile';

function setUp(dir = tempDir()) {
  const collectors: FakeCollector[] = [];
  const options: CollectorOptions[] = [];
  const notices: Notice[] = [];
  const state = { startError: null as Error | null, statuses: 0, ids: 0 };
  const vault = new FakeVault((text) => new Secret(text));
  const shared = {
    dir,
    openFile: openConfFile,
    createCollector: (given: CollectorOptions) => {
      const collector = new FakeCollector();
      collector.startError = state.startError;
      collectors.push(collector);
      options.push(given);
      return collector;
    },
    workersDir: '/workers',
    log: memoryLog(),
    now: () => 5,
    newId: () => `id-${String((state.ids += 1))}`,
    notice: (notice: Notice) => {
      notices.push(notice);
    },
    onStatus: () => {
      state.statuses += 1;
    },
  };
  const create = (): Workspace => new Workspace({ ...shared, kind: 'normal', vault });
  return { dir, shared, create, collectors, options, notices, state, vault };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a workspace', () => {
  it('keeps its folder to its user and gives the collector what it needs', async () => {
    const { dir, create, options, vault } = setUp();
    const workspace = create();
    await workspace.start();
    expect(statSync(dir).mode & 0o777).toBe(0o700);
    expect(options[0]).toMatchObject({ stateDir: join(dir, 'spool'), workersDir: '/workers' });
    vault.secrets.set('connector:1', 'one');
    vault.secrets.set('output:1', 'two');
    expect((await options[0]?.secrets.connectorSecret('1'))?.reveal()).toBe('one');
    expect((await options[0]?.secrets.outputSecret('1'))?.reveal()).toBe('two');
  });

  it('shows what should run while it cannot, tries again by itself, and then runs', async () => {
    const { create, collectors, state } = setUp();
    const workspace = create();
    await workspace.connectors.save(connectorDraft());
    const full = new FailureError(failure('PC-DISK-FULL', { at: 1 }));
    (collectors[0] as FakeCollector).startError = full;
    state.startError = full;
    expect(workspace.status().streams).toMatchObject([{ connectorName: 'Head office', health: { state: 'starting', failure: null } }]);
    await expect(workspace.start()).rejects.toBe(full);
    expect(workspace.status().streams).toMatchObject([{ health: { state: 'failed', failure: { code: 'PC-DISK-FULL' } } }]);
    expect(workspace.status().outputs).toMatchObject([{ name: 'Local files', health: { state: 'failed' } }]);
    state.startError = null;
    await vi.advanceTimersByTimeAsync(30_000);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(workspace.status().streams).toMatchObject([{ health: { state: 'active' } }]);
    expect(collectors.at(-1)?.told).toEqual(['start']);
    expect(collectors.slice(0, -1).every((collector) => collector.told.includes('stop'))).toBe(true);
  });

  it('starts again at once when the configuration changes', async () => {
    const { create, collectors, state } = setUp();
    const workspace = create();
    (collectors[0] as FakeCollector).startError = new Error('broken');
    await expect(workspace.start()).rejects.toMatchObject({ failure: { code: 'APP-BUG' } });
    state.startError = null;
    await workspace.refresh();
    await workspace.refresh();
    expect(collectors.at(-1)?.told).toEqual(['start', 'apply']);
  });

  it('pauses a connector whose outputs are all gone, so that nothing counts as delivered', async () => {
    const { dir, create, collectors } = setUp();
    const first = create();
    const { config } = await first.outputs.save({ config: { id: '', name: 'A', enabled: true, format: 'raw', type: 'file', path: '/srv/a', rotateMiB: 1 }, secret: null });
    await first.connectors.save(connectorDraft({ outputs: [config.id] }));
    await first.connectors.save(connectorDraft({ name: 'Both', outputs: [config.id, 'local-files'] }));
    writeFileSync(join(dir, 'outputs.json'), 'broken');
    const second = create();
    await second.start();
    expect(collectors.at(-1)?.config.connectors).toMatchObject([
      { name: 'Head office', enabled: false, outputs: [] },
      { name: 'Both', enabled: true, outputs: ['local-files'] },
    ]);
    expect(second.connectors.list()[0]?.outputs).toEqual([config.id]);
  });

  it('lets a paused connector rest, says until when, and leaves the others alone', async () => {
    const { create, collectors, shared, vault } = setUp();
    const saved = create();
    const resting = await saved.connectors.save(connectorDraft());
    await saved.connectors.save(connectorDraft({ name: 'Branch' }));
    const pauses = new Map([[resting.id, { since: 0, until: 5_000 }]]);
    const workspace = new Workspace({ ...shared, kind: 'normal', vault, pauseOf: (id) => pauses.get(id) ?? null });
    expect(workspace.status().streams.map((stream) => [stream.connectorName, stream.pausedUntil])).toEqual(expect.arrayContaining([['Head office', 5_000], ['Branch', undefined]]));
    await workspace.start();
    const running = collectors.at(-1);
    expect(running?.config.connectors.map(({ name, enabled }) => [name, enabled])).toEqual([['Head office', false], ['Branch', true]]);
    pauses.clear();
    await workspace.refresh();
    expect(running?.config.connectors.map(({ enabled }) => enabled)).toEqual([true, true]);
  });

  it('stops once, keeps the last status, and never starts again', async () => {
    const { create, collectors } = setUp();
    const workspace = create();
    await workspace.connectors.save(connectorDraft());
    await workspace.start();
    await workspace.stop(1);
    await workspace.stop(1);
    await workspace.start();
    expect(collectors[0]?.told).toEqual(['start', 'stop']);
    expect(workspace.status().streams).toMatchObject([{ health: { state: 'stopped' } }]);
  });

  it('stops while it waits to try again', async () => {
    const { create, collectors, state } = setUp();
    const workspace = create();
    (collectors[0] as FakeCollector).startError = new Error('broken');
    state.startError = new Error('broken');
    await expect(workspace.start()).rejects.toThrow();
    await workspace.stop(1);
    const made = collectors.length;
    await vi.advanceTimersByTimeAsync(120_000);
    expect(collectors).toHaveLength(made);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('the connector calls', () => {
  it('apply every change, poll after a new secret, and let the log know typed secrets', async () => {
    const { create, collectors } = setUp();
    const workspace = create();
    await workspace.start();
    const learnt: string[] = [];
    let changes = 0;
    const handlers = connectorHandlers({ workspace: () => workspace, onChanged: () => (changes += 1), learnSecret: (secret) => learnt.push(secret.reveal()) });
    const { signal } = new AbortController();
    const { id } = await handlers['connectors.save'](connectorDraft(), signal);
    await handlers['connectors.save'](connectorDraft({ id, clientSecret: 'canary-secret-2' }), signal);
    await handlers['connectors.setEnabled']({ id, enabled: false }, signal);
    await handlers['connectors.check'](connectorDraft({ id: '', clientSecret: 'typed-only' }), signal);
    await handlers['connectors.remove']({ id }, signal);
    expect(collectors[0]?.told).toEqual(['start', 'apply', 'apply', `poll ${id} SIEM`, 'apply', 'apply']);
    expect(changes).toBe(4);
    expect(learnt).toEqual(['typed-only']);
  });
});

describe('the demo', () => {
  function host(setup = setUp()) {
    const servers: string[] = [];
    const demoDir = join(setup.dir, 'demo');
    const state = { refuse: false, swaps: 0 };
    const options = {
      createNormal: setup.create,
      createDemo: () =>
        createDemo({
          ...setup.shared,
          dir: demoDir,
          watch: (vault) => vault,
          startServer: ({ clientSecret }) => {
            if (state.refuse) return Promise.reject(new Error('no port'));
            servers.push(clientSecret);
            return Promise.resolve({ url: 'http://127.0.0.1:4711/', close: () => { servers.pop(); return Promise.resolve(); } });
          },
        }),
      log: memoryLog(),
      onSwap: () => (state.swaps += 1),
    };
    return { options, servers, demoDir, state, setup };
  }

  it('replaces the profile by a simulated tenant, and leaves nothing behind', async () => {
    const { options, servers, demoDir, state, setup } = host();
    mkdirSync(demoDir, { recursive: true });
    writeFileSync(join(demoDir, 'old'), '');
    const opened = await WorkspaceHost.open(options, false);
    opened.start();
    const normal = opened.current;
    await opened.startDemo();
    await opened.startDemo();
    expect(existsSync(join(demoDir, 'old'))).toBe(false);
    expect(opened.isDemo).toBe(true);
    expect(opened.current.connectors.list()).toMatchObject([{ name: 'Demo tenant', baseUrl: 'http://127.0.0.1:4711', logTypes: [...logTypes] }]);
    expect(opened.current.outputs.list()).toMatchObject([{ path: join(demoDir, 'events') }]);
    expect((await opened.current.vault.take(`connector:${opened.current.connectors.list()[0]?.id ?? ''}`))?.reveal()).toBe(servers[0]);
    expect(setup.vault.secrets.size).toBe(0);
    await opened.leaveDemo();
    await opened.leaveDemo();
    expect(opened.isDemo).toBe(false);
    expect(opened.current).not.toBe(normal);
    expect(servers).toEqual([]);
    expect(existsSync(demoDir)).toBe(false);
    expect(state.swaps).toBe(2);
    expect(setup.collectors.map((collector) => collector.told)).toEqual([['start', 'stop'], ['start', 'stop'], ['start']]);
  });

  it('that cannot begin leaves the profile as it is', async () => {
    const { options, state } = host();
    const opened = await WorkspaceHost.open(options, false);
    state.refuse = true;
    await expect(opened.startDemo()).rejects.toThrow('no port');
    expect(opened.isDemo).toBe(false);
    expect(state.swaps).toBe(0);
  });

  it('can be what the app starts with, and ends with it', async () => {
    const { options, servers, demoDir } = host();
    const opened = await WorkspaceHost.open(options, true);
    expect(opened.isDemo).toBe(true);
    await opened.stop(1);
    await opened.leaveDemo();
    expect(servers).toEqual([]);
    expect(existsSync(demoDir)).toBe(false);
  });
});
