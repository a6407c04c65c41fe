import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { failureCodes } from '../../shared/failures/catalogue';
import type { CallChannel } from '../../shared/ipc/channels';
import { callChannels } from '../../shared/ipc/channels';
import { calls } from '../../shared/ipc/contract';
import type { AppWindow } from '../app/support/running-app';
import { SimulatedMimecast } from '../app/support/simulated-mimecast';
import type { Canary } from '../app/support/traces';
import { findInFiles, findInProcesses, findInText, RequestSecrets } from '../app/support/traces';
import type { AuditedApp } from './support/app';
import { openApp } from './support/app';
import { leave } from './support/figures';
import { hostileTexts, hostileValues } from './support/hostile';
import { RandomValues, seeded } from './support/random-value';

/** Per channel; half of them fit the schema, half are broken in one place. */
const perChannel = 40;

const run = randomBytes(8).toString('hex');
const clientSecret = `Canary-Audit.Secret_${run}`;
const typedSecret = `Canary-Typed.Secret_${run}`;

type Answer = { readonly kind: string; readonly code: string; readonly detail: string; readonly text: string };

let audited: AuditedApp;
let mimecast: SimulatedMimecast;
const requests = new RequestSecrets();
const answers: string[] = [];
const tried = new Map<CallChannel, number>();
const worked = new Set<CallChannel>();

beforeAll(async () => {
  mimecast = await SimulatedMimecast.start({ clientSecret });
  audited = await openApp({ env: { MIMECAST_CONNECTOR_TERMINAL: '1' } });
  const saved = await audited.app.call('connectors.save', {
    id: '', name: 'Head office', baseUrl: mimecast.url, clientId: mimecast.clientId, clientSecret, logTypes: ['SIEM', 'DLP', 'Audit_Events', 'Hold_Message_List'],
    platform: 'cloud-gateway', siemDelivery: 'batch', startFrom: null, pollSeconds: 5, outputs: ['local-files'], enabled: true,
  });
  expect(saved).toMatchObject({ kind: 'ok' });
}, 60_000);

afterAll(async () => {
  requests.stop();
  await audited.close();
  await mimecast.close();
});

let ids = 0;

/** Playwright carries no lone surrogates and few kinds of objects: values travel as ASCII and are made in the page. */
function packed(value: unknown): string {
  const mark = (kind: string, what: unknown = null): unknown => ({ $kind: kind, what });
  const replaced = (item: unknown): unknown => {
    if (item === undefined || (typeof item === 'number' && !Number.isFinite(item))) return mark('literal', String(item));
    if (typeof item === 'bigint') return mark('bigint', item.toString());
    if (item instanceof Date) return mark('date', item.getTime());
    if (item instanceof RegExp) return mark('regexp', item.source);
    if (item instanceof Error) return mark('error', item.message);
    if (item instanceof Map) return mark('map', [...item]);
    if (item instanceof Set) return mark('set', [...item]);
    if (item instanceof Uint8Array) return mark('bytes', item.length);
    if (Array.isArray(item)) return item.map(replaced);
    if (typeof item !== 'object' || item === null) return item;
    const copy: unknown = Object.create(null);
    for (const [key, inner] of Object.entries(item)) Object.defineProperty(copy, key, { value: replaced(inner), enumerable: true });
    return copy;
  };
  return JSON.stringify(replaced(value));
}

/** One call with a value of any kind; what the page cannot even send counts as refused. */
async function ask(channel: string, value: unknown, callId: unknown = `audit${String((ids += 1))}`): Promise<Answer> {
  try {
    return await asked(channel, value, callId);
  } catch (error) {
    // Another language is spoken by a page that is loaded anew, which takes its open calls with it. Every other page stays.
    if (channel !== 'settings.set' || !String(error).includes('Execution context was destroyed')) throw error;
    await audited.app.page.waitForLoadState();
    return { kind: 'reloaded', code: '', detail: '', text: '' };
  }
}

function asked(channel: string, value: unknown, callId: unknown): Promise<Answer> {
  return audited.app.page.evaluate(
    async ([to, what, id]) => {
      const made = (item: unknown): unknown => {
        if (Array.isArray(item)) return item.map(made);
        if (typeof item !== 'object' || item === null) return item;
        const { $kind: kind, what: inner } = item as { readonly $kind?: string; readonly what?: unknown };
        switch (kind) {
          case 'literal':
            return inner === 'undefined' ? undefined : Number(inner);
          case 'bigint':
            return BigInt(String(inner));
          case 'date':
            return new Date(Number(inner));
          case 'regexp':
            return new RegExp(String(inner));
          case 'error':
            return new Error(String(inner));
          case 'map':
            return new Map(inner as [unknown, unknown][]);
          case 'set':
            return new Set(inner as unknown[]);
          case 'bytes':
            return new Uint8Array(Number(inner));
          default: {
            const copy = {};
            for (const [key, value] of Object.entries(item)) Object.defineProperty(copy, key, { value: made(value), enumerable: true, configurable: true, writable: true });
            return copy;
          }
        }
      };
      const of = (text: string): unknown => made(JSON.parse(text));
      try {
        const { bridge } = window as unknown as AppWindow;
        const late = new Promise<'late'>((settle) => setTimeout(() => settle('late'), 45_000));
        const outcome = await Promise.race([bridge.call(of(to) as never, of(what) as never, of(id) as string), late]);
        if (outcome === 'late') return { kind: 'late', code: '', detail: '', text: '' };
        if (outcome.kind === 'ok') return { kind: 'ok', code: '', detail: '', text: JSON.stringify(outcome) };
        return { kind: 'failed', code: outcome.failure.code, detail: outcome.failure.detail ?? '', text: JSON.stringify(outcome) };
      } catch (error) {
        return { kind: 'refused', code: '', detail: String(error), text: String(error) };
      }
    },
    [packed(channel), packed(value), packed(callId)] as const,
  );
}

/** Throws when main is not what it was. */
async function expectUnharmed(): Promise<void> {
  expect(await ask('app.info', undefined)).toMatchObject({ kind: 'ok' });
  expect(audited.app.isRunning).toBe(true);
  expect(audited.app.logged('app.exception'), 'uncaught errors').toEqual([]);
  expect(audited.app.logged('app.rejection'), 'unhandled rejections').toEqual([]);
  expect(await audited.app.electron.evaluate(() => 'polluted' in {})).toBe(false);
  expect(existsSync('/tmp/mimecast-connector-owned')).toBe(false);
}

describe('every channel, with random and hostile values against its real handler', () => {
  it.each(callChannels)('%s', async (channel) => {
    const random = new RandomValues(seeded([...channel].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7)), { folder: join(audited.app.profile, 'fuzz'), address: 'http://127.0.0.1:9/x' });
    // Checks wait for receivers that are not there; the demo starts a whole simulator.
    const count = /\.check$|Demo$/.test(channel) ? perChannel / 2 : perChannel;
    const bugs: string[] = [];
    for (let at = 0; at < count; at += 1) {
      const { ask: schema } = calls[channel];
      const value = at % 2 === 0 ? random.valid(schema) : random.broken(schema);
      const answer = await ask(channel, value);
      answers.push(answer.text);
      tried.set(channel, (tried.get(channel) ?? 0) + 1);
      if (answer.kind === 'ok') worked.add(channel);
      if (answer.kind === 'late') bugs.push('no answer in 45 s');
      if (answer.kind === 'failed' && !(failureCodes as readonly string[]).includes(answer.code)) bugs.push(`unknown failure ${answer.code}`);
      if (answer.code === 'APP-BUG') bugs.push(`APP-BUG ${answer.detail} for ${show(value)}`);
    }
    await expectUnharmed();
    expect([...new Set(bugs)]).toEqual([]);
  });

  it('the list of hostile values, one by one, to a channel that changes things', async (context) => {
    for (const value of hostileValues) {
      for (const channel of ['connectors.remove', 'settings.set'] as const) answers.push((await ask(channel, value)).text);
    }
    await expectUnharmed();
    leave(context, { tried: { 'hostile values over IPC': hostileValues.length * 2 } });
  });

  it('names of channels and calls that are none', async (context) => {
    const names = ['__proto__', 'constructor', 'toString', 'call:app.info', 'follow:collection.status', 'cancel', 'app.info\0', ' app.info', 'APP.INFO', 'ELECTRON_BROWSER_REQUIRE', ...hostileTexts.slice(0, 20)];
    for (const name of names) expect((await ask(name, undefined)).kind, name).toBe('refused');
    for (const callId of hostileValues.slice(0, 20)) expect(['ok', 'failed', 'refused'], show(callId)).toContain((await ask('app.info', undefined, callId)).kind);
    const feeds = await audited.app.page.evaluate((list) => list.filter((name) => {
      try {
        (window as unknown as AppWindow).bridge.follow(name as never, () => undefined);
        return true;
      } catch {
        return false;
      }
    }), names);
    expect(feeds).toEqual([]);
    await expectUnharmed();
    leave(context, { tried: { 'names and ids over IPC': names.length * 2 + 20 } });
  });

  it('a flood of calls is bounded, and the window works afterwards', async (context) => {
    const kinds = await audited.app.page.evaluate(async () => {
      const { bridge } = window as unknown as AppWindow;
      const all = await Promise.all(Array.from({ length: 3_000 }, (_, index) => bridge.call('ledger.rows', { from: 0, to: 9e12 }, `flood${String(index)}`)));
      for (let index = 0; index < 1_000; index += 1) bridge.cancel(`flood${String(index)}`);
      return [...new Set(all.map(({ kind }) => kind))].sort();
    });
    expect(kinds).toEqual(['failed', 'ok']);
    // Values that are all refused at the door would say little about what is behind it.
    expect(worked.size, [...worked].join(', ')).toBeGreaterThan(callChannels.length / 2);
    await expectUnharmed();
    leave(context, { tried: { 'floods of calls': 1 }, channels: Object.fromEntries(tried) });
  });
});

describe('canaries', () => {
  it('a secret must be entered again before it goes to another address', async () => {
    const found = (await audited.app.call('connectors.list', undefined)) as { readonly value?: readonly { readonly id: string; readonly name: string }[] };
    const kept = found.value?.find(({ name }) => name === 'Head office');
    // The random calls may have removed it; then it is saved again.
    const draft = {
      id: kept?.id ?? '', name: 'Head office', baseUrl: mimecast.url, clientId: mimecast.clientId, clientSecret: kept === undefined ? clientSecret : null,
      logTypes: ['SIEM'] as 'SIEM'[], platform: 'cloud-gateway' as const, siemDelivery: 'batch' as const, startFrom: null, pollSeconds: 5, outputs: ['local-files'], enabled: true,
    };
    const saved = (await audited.app.call('connectors.save', draft)) as { readonly kind: string; readonly value?: { readonly id: string } };
    expect(saved.kind).toBe('ok');
    const moved = { ...draft, id: saved.value?.id ?? '', clientSecret: null, baseUrl: 'http://127.0.0.1:9' };
    for (const channel of ['connectors.save', 'connectors.check'] as const) {
      expect(await audited.app.call(channel, moved)).toMatchObject({ kind: 'failed', failure: { code: 'CFG-INVALID' }, problems: [{ path: ['clientSecret'] }] });
    }
    // A refused secret is one, too.
    answers.push(JSON.stringify(await audited.app.call('connectors.check', { ...moved, clientSecret: typedSecret, baseUrl: mimecast.url })));
  });

  it('are in no answer, no file, no output and no command line', async (context) => {
    expect(requests.tokens.size).toBeGreaterThan(0);
    const canaries: readonly Canary[] = [
      { name: 'client secret', text: clientSecret },
      { name: 'refused client secret', text: typedSecret },
      { name: 'signed address', text: 'X-Amz-Signature=' },
      ...[...requests.tokens].map((text) => ({ name: 'bearer token', text })),
      ...[...requests.signatures].map((text) => ({ name: 'signature', text })),
    ];
    const seen = [...(await findInFiles(audited.app.profile, canaries)), ...(await findInProcesses(canaries)), ...findInText('answers', answers.join('\n'), canaries), ...findInText('terminal', audited.app.said, canaries)];
    leave(context, { canaries: { searchedFor: canaries.length, found: seen } });
    expect(seen).toEqual([]);
    expect(requests.signatures.size).toBeGreaterThan(0);
    // The search must be able to find: the same texts, in a text that has them.
    expect(findInText('planted', `x${clientSecret}y`, canaries)).toEqual(['planted: client secret']);
  });
});

function show(value: unknown): string {
  try {
    return (JSON.stringify(value) ?? String(value)).slice(0, 160);
  } catch {
    return typeof value;
  }
}

