import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { Secret } from '../../../../electron/collector/kit/secret';
import { ConnectorStore } from '../../../../electron/main/connectors/connector-store';
import { Serial } from '../../../../electron/main/kit/serial';
import type { CheckReport, PastTest } from '../../../../shared/model/check-report';
import type { LogType } from '../../../../shared/model/log-type';
import { say, wordsOnly } from '../../../../shared/text/message';
import { productVersion } from '../../../../shared/version';
import { failure } from '../../../window/support/samples';
import { connectorDraft } from '../support/drafts';
import { FakeVault } from '../support/fake-vault';
import { documents, memoryLog } from '../support/profile';

function setUp(context = documents(), vault = new FakeVault((text) => new Secret(text))) {
  const store = new ConnectorStore({ context, vault, newId: () => 'id-1', hasOutput: () => true, serial: new Serial(), log: memoryLog() });
  return { context, vault, store };
}

const both: LogType[] = ['SIEM', 'DLP'];

/** Everything passed, but for the log types that are named. */
function report(refused: readonly LogType[] = [], startedAt = 1000): CheckReport {
  const logTypeItems = both.map((logType) => {
    const broken = refused.includes(logType);
    return { id: logType, title: wordsOnly(logType), logType, state: broken ? 'failed' as const : 'passed' as const, message: say('check.readable'), failure: broken ? failure('MC-PERM-403', 'words of the wire') : null, durationMs: 5 };
  });
  return { passed: refused.length === 0, startedAt, durationMs: 200, items: [{ id: 'token', title: say('check.token'), logType: null, state: 'passed', message: wordsOnly('ok'), failure: null, durationMs: 9 }, ...logTypeItems] };
}

const lastTest = async (store: ConnectorStore): Promise<unknown> => (await store.views())[0]?.lastTest;

describe('the last test of a connector', () => {
  it('is kept when the draft is saved as it was tested, over a restart, and holds neither the secret nor words of the wire', async () => {
    const { store, context, vault } = setUp();
    const draft = connectorDraft({ logTypes: both });
    expect(store.tested(draft, report(['DLP']))).toBe(false);
    await store.save({ ...draft, name: 'Another name' });
    const again = setUp(context, vault).store;
    expect(await lastTest(again)).toMatchObject({ at: 1200, passed: false, version: productVersion, items: [{ id: 'token' }, { id: 'SIEM', state: 'passed', code: null }, { id: 'DLP', state: 'failed', code: 'MC-PERM-403' }] });
    for (const file of readdirSync(context.dir)) expect(readFileSync(join(context.dir, file), 'utf8')).not.toMatch(/canary|words of the wire/);
  });

  it('counts only what is saved: without the log type that failed it has passed', async () => {
    const { store } = setUp();
    store.tested(connectorDraft({ logTypes: both }), report(['DLP']));
    const view = await store.save(connectorDraft({ logTypes: ['SIEM'] }));
    expect(view.lastTest).toMatchObject({ passed: true, items: [{ id: 'token' }, { id: 'SIEM' }] });
  });

  it('is kept at once when the saved connector was tested', async () => {
    const { store } = setUp();
    const { id } = await store.save(connectorDraft({ logTypes: both }));
    expect(await lastTest(store)).toBeUndefined();
    expect(store.tested(connectorDraft({ id, clientSecret: null, logTypes: both }), report())).toBe(true);
    expect(await lastTest(store)).toMatchObject({ passed: true });
  });

  it.each([
    ['another secret', { clientSecret: 'canary-secret-2' }],
    ['another platform', { platform: 'cloud-integrated' as const }],
    ['a log type that was not tested', { logTypes: [...both, 'Audit_Events' as const] }],
  ])('tells nothing any more after %s', async (_what, change) => {
    const { store } = setUp();
    store.tested(connectorDraft({ logTypes: both }), report());
    const { id } = await store.save(connectorDraft({ logTypes: both }));
    expect(await lastTest(store)).toMatchObject({ passed: true });
    await store.save(connectorDraft({ id, clientSecret: null, logTypes: both, ...change }));
    expect(await lastTest(store)).toBeUndefined();
  });

  it('does not become that of the saved connector when other values were tested', async () => {
    const { store } = setUp();
    const { id } = await store.save(connectorDraft({ logTypes: both }));
    expect(store.tested(connectorDraft({ id, clientSecret: null, logTypes: both, platform: 'cloud-integrated' }), report())).toBe(false);
    expect(store.tested(connectorDraft({ id, clientSecret: null, logTypes: ['SIEM'] }), report())).toBe(false);
    expect(await lastTest(store)).toBeUndefined();
  });

  it('stays while only what does not touch Mimecast is changed', async () => {
    const { store } = setUp();
    store.tested(connectorDraft({ logTypes: both }), report());
    const { id } = await store.save(connectorDraft({ logTypes: both }));
    await store.save(connectorDraft({ id, clientSecret: null, name: 'Renamed', logTypes: ['DLP'], pollSeconds: 90 }));
    await store.setEnabled(id, false);
    expect(await lastTest(store)).toMatchObject({ passed: true, items: [{ id: 'token' }, { id: 'DLP' }] });
  });

  it('costs nothing but itself when it cannot be read', async () => {
    const { store, context, vault } = setUp();
    await store.save(connectorDraft());
    const file = join(context.dir, 'connectors.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"secretSavedAt"', '"lastTest": { "at": "yesterday" }, "secretSavedAt"'));
    const again = setUp(context, vault).store;
    expect((await again.views())[0]).toMatchObject({ name: 'Head office' });
    expect(await lastTest(again)).toBeUndefined();
  });
});

describe('the tests of a connector', () => {
  const tests = async (store: ConnectorStore): Promise<readonly PastTest[]> => (await store.views())[0]?.tests ?? [];

  it('are kept over a restart: the last ten, the newest first, with what failed and without what was seen', async () => {
    const { store, context, vault } = setUp();
    const { id } = await store.save(connectorDraft({ logTypes: both }));
    const saved = connectorDraft({ id, clientSecret: null, logTypes: both });
    for (let time = 1; time <= 12; time += 1) store.tested(saved, report(time === 12 ? ['DLP'] : [], time * 1000));
    const kept = await tests(setUp(context, vault).store);
    expect(kept.map(({ at }) => at)).toEqual(Array.from({ length: 10 }, (_each, index) => (12 - index) * 1000 + 200));
    expect(kept[0]).toEqual({
      at: 12_200, passed: false, version: productVersion,
      items: [{ id: 'token', title: say('check.token'), logType: null, state: 'passed', code: null }, { id: 'SIEM', title: wordsOnly('SIEM'), logType: 'SIEM', state: 'passed', code: null }, { id: 'DLP', title: wordsOnly('DLP'), logType: 'DLP', state: 'failed', code: 'MC-PERM-403' }],
    });
    expect(JSON.stringify(kept)).not.toMatch(/words of the wire|Readable/);
  });

  it('hold a test once, though it is kept when it is made and again when the draft is saved', async () => {
    const { store } = setUp();
    const { id } = await store.save(connectorDraft({ logTypes: both }));
    const saved = connectorDraft({ id, clientSecret: null, logTypes: both });
    store.tested(saved, report());
    await store.save(saved);
    expect((await tests(store)).map(({ at }) => at)).toEqual([1200]);
  });

  it('stay when the last one tells nothing any more, and hold none of values that were never saved', async () => {
    const { store } = setUp();
    store.tested(connectorDraft({ logTypes: both }), report());
    const { id } = await store.save(connectorDraft({ logTypes: both }));
    store.tested(connectorDraft({ id, clientSecret: null, logTypes: both, platform: 'cloud-integrated' }), report([], 5000));
    await store.save(connectorDraft({ id, clientSecret: 'canary-secret-2', logTypes: both }));
    await store.setEnabled(id, false);
    expect(await lastTest(store)).toBeUndefined();
    expect((await tests(store)).map(({ at }) => at)).toEqual([1200]);
  });

  it('begin with the last one of a connector that was saved before they were kept', async () => {
    const { store, context, vault } = setUp();
    store.tested(connectorDraft({ logTypes: both }), report());
    await store.save(connectorDraft({ logTypes: both }));
    const file = join(context.dir, 'connectors.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"tests"', '"unknown"'));
    const again = setUp(context, vault).store;
    const [view] = await again.views();
    again.tested(connectorDraft({ id: view?.id ?? '', clientSecret: null, logTypes: both }), report([], 3000));
    expect((await tests(again)).map(({ at }) => at)).toEqual([3200, 1200]);
  });
});
