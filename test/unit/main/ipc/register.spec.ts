import { describe, expect, it, onTestFinished } from 'vitest';

import { failure, FailureError } from '../../../../electron/collector/kit/failure-error';
import type { FeedSources, Follower } from '../../../../electron/main/ipc/feeds';
import { Feeds } from '../../../../electron/main/ipc/feeds';
import type { Handlers } from '../../../../electron/main/ipc/handlers';
import type { IpcMainLike } from '../../../../electron/main/ipc/register';
import { register } from '../../../../electron/main/ipc/register';
import type { IpcSender } from '../../../../electron/main/ipc/trusted-sender';
import { isTrustedSender } from '../../../../electron/main/ipc/trusted-sender';
import { problemAt } from '../../../../electron/main/kit/problems-error';
import { callChannels, feedChannels, wire } from '../../../../shared/ipc/channels';
import type { Outcome } from '../../../../shared/ipc/outcome';
import { say, wordsOnly } from '../../../../shared/text/message';
import { speak } from '../../../../shared/text/text';
import { connectorDraft } from '../support/drafts';
import { memoryLog } from '../support/profile';

type Event = IpcSender & { readonly sender: Follower };
type Listener = (event: Event, ...args: unknown[]) => unknown;

class FakeIpc implements IpcMainLike {
  readonly handlers = new Map<string, Listener>();
  readonly listeners = new Map<string, Listener>();

  handle(channel: string, listener: Listener): void {
    this.handlers.set(channel, listener);
  }

  on(channel: string, listener: Listener): void {
    this.listeners.set(channel, listener);
  }
}

const windowId = 7;
const page = 'app://window/index.html#/status';

function from(overrides: { id?: number; url?: string; parent?: unknown; frame?: null } = {}): Event {
  const sender = { id: overrides.id ?? windowId, isDestroyed: () => false, send: () => undefined };
  return { sender, senderFrame: overrides.frame === null ? null : { url: overrides.url ?? page, parent: overrides.parent ?? null } };
}

const untouched = (): never => {
  throw new Error('a handler was reached');
};

function setUp(handlers: Partial<Handlers>, checkReplies = true) {
  const ipc = new FakeIpc();
  const log = memoryLog();
  const sources: FeedSources = { 'collection.status': () => null, 'connectors.changed': () => ({ at: 5 }), 'app.navigate': () => null, 'background.changed': () => null, 'updates.changed': () => null };
  const all = Object.fromEntries(callChannels.map((channel) => [channel, untouched])) as unknown as Handlers;
  const pageGone = register({
    ipc,
    handlers: { ...all, ...handlers },
    feeds: new Feeds(sources),
    isTrusted: (event) => isTrustedSender(event, windowId),
    log,
    now: () => 1,
    checkReplies,
  });
  const call = (channel: (typeof callChannels)[number], ask: unknown, callId: unknown = 'c1', event = from()): Promise<Outcome<unknown>> =>
    ipc.handlers.get(wire.call(channel))?.(event, callId, ask) as Promise<Outcome<unknown>>;
  return { ipc, log, call, pageGone };
}

describe('the channels', () => {
  it('are all bound, and nothing else', () => {
    const { ipc } = setUp({});
    expect([...ipc.handlers.keys()].sort()).toEqual([...callChannels.map(wire.call), ...feedChannels.map(wire.follow)].sort());
    expect([...ipc.listeners.keys()]).toEqual([wire.cancel]);
  });
});

describe('a sender that is not our page', () => {
  it.each([
    ['another window', from({ id: 8 })],
    ['a frame inside the page', from({ parent: {} })],
    ['a frame that is gone', from({ frame: null })],
    ['a web page', from({ url: 'https://example.com/' })],
    ['another host of our scheme', from({ url: 'app://other/index.html' })],
    ['our host under another scheme', from({ url: 'https://window/index.html' })],
    ['a file', from({ url: 'file:///tmp/index.html' })],
    ['an address in the user part', from({ url: 'app://window@example.com/' })],
    ['no address', from({ url: '' })],
  ])('%s reaches no handler, no feed and no cancel', async (_who, event) => {
    let aborted = false;
    const { call, ipc, log } = setUp({
      'app.startDemo': (_ask, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            aborted = true;
            reject(new Error('aborted'));
          });
        }),
    });
    for (const channel of callChannels) expect(await call(channel, undefined, 'x', event)).toMatchObject({ kind: 'failed', problems: [] });
    for (const channel of feedChannels) expect(await ipc.handlers.get(wire.follow(channel))?.(event)).toBeNull();
    void call('app.startDemo', undefined, 'open');
    ipc.listeners.get(wire.cancel)?.(event, 'open');
    expect(aborted).toBe(false);
    expect(log.lines.every((line) => line.event === 'ipc.sender-refused')).toBe(true);
    expect(log.lines).toHaveLength(callChannels.length + feedChannels.length);
  });

  it('is nobody while there is no window', () => {
    expect(isTrustedSender(from(), null)).toBe(false);
    expect(isTrustedSender(from(), windowId)).toBe(true);
  });
});

describe('a call', () => {
  it('hands over the parsed ask and answers with the value', async () => {
    const asks: unknown[] = [];
    const { call } = setUp({
      'outputs.openFolder': (ask) => {
        asks.push(ask);
      },
    });
    expect(await call('outputs.openFolder', { id: 'o1', extra: 1 })).toEqual({ kind: 'ok', value: undefined });
    expect(asks).toEqual([{ id: 'o1' }]);
  });

  it.each([
    ['nothing', undefined],
    ['a text', 'x'],
    ['a missing field', {}],
    ['a wrong type', { id: 5 }],
    ['a prototype', JSON.parse('{"__proto__":{"id":"o1"}}') as unknown],
  ])('with %s for an object is refused before the handler', async (_what, ask) => {
    expect(await setUp({}).call('outputs.openFolder', ask)).toMatchObject({ kind: 'failed', failure: { code: 'CFG-INVALID' } });
  });

  it('names the fields to correct', async () => {
    const outcome = await setUp({}).call('connectors.save', connectorDraft({ name: ' ', baseUrl: 'http://example.com', logTypes: [] }));
    expect(outcome).toMatchObject({
      kind: 'failed',
      failure: { code: 'CFG-INVALID' },
      problems: [{ path: ['name'] }, { path: ['baseUrl'] }, { path: ['logTypes'] }],
    });
  });

  it('passes a failure and a problem on as they are', async () => {
    const known = failure('PC-KEYCHAIN', { at: 3, detail: 'locked' });
    const { call } = setUp({
      'connectors.list': () => Promise.reject(new FailureError(known)),
      'outputs.list': () => Promise.reject(problemAt(['id'], wordsOnly('gone'))),
    });
    expect(await call('connectors.list', undefined)).toEqual({ kind: 'failed', failure: known, problems: [] });
    expect(await call('outputs.list', undefined, 'c2')).toMatchObject({ failure: { code: 'CFG-INVALID' }, problems: [{ path: ['id'], message: 'gone' }] });
  });

  it('says what must be corrected in the language of the window, and keeps English for the log', async () => {
    onTestFinished(() => { speak('en'); });
    speak('en-XA');
    const problem = problemAt(['id'], say('problem.output.noFolder'));
    const { call } = setUp({ 'outputs.list': () => Promise.reject(problem) });
    expect(await call('outputs.list', undefined)).toMatchObject({ problems: [{ path: ['id'], message: expect.stringMatching(/^⟦Ťĥíš óúťþúť/) as string }] });
    expect(problem.message).toBe('id: This output has no folder.');
  });

  it('shows anything else as a bug that the log has under the same reference', async () => {
    const { call, log } = setUp({
      'app.info': () => {
        throw new TypeError('x is undefined, Bearer abcdefghijkl');
      },
    });
    const outcome = await call('app.info', undefined);
    expect(outcome).toMatchObject({ kind: 'failed', failure: { code: 'APP-BUG' } });
    expect(JSON.stringify(outcome)).not.toContain('abcdefghijkl');
    expect(log.lines[0]).toMatchObject({ level: 'error', event: 'ipc.call-failed', fields: { ref: outcome.kind === 'failed' ? outcome.failure.ref : '' } });
  });

  it('is checked on its way back in development', async () => {
    const broken = { 'settings.get': () => ({ theme: 'pink' }) as never };
    expect(await setUp(broken).call('settings.get', undefined)).toMatchObject({ kind: 'failed', failure: { code: 'APP-BUG' } });
    expect(await setUp(broken, false).call('settings.get', undefined)).toEqual({ kind: 'ok', value: { theme: 'pink' } });
  });

  it.each([[undefined], [''], [5], ['x'.repeat(65)]])('without a usable id (%s) is refused', async (callId) => {
    expect(await setUp({}).call('app.info', undefined, callId)).toMatchObject({ kind: 'failed' });
  });
});

describe('cancelling', () => {
  const waiting: Partial<Handlers> = {
    'app.startDemo': (_ask, signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          reject(signal.reason as Error);
        });
      }),
  };

  it('ends the call of that id only', async () => {
    const { call, ipc } = setUp(waiting);
    const first = call('app.startDemo', undefined, 'a');
    const second = call('app.startDemo', undefined, 'b');
    ipc.listeners.get(wire.cancel)?.(from(), 'a');
    expect(await first).toMatchObject({ kind: 'failed', failure: { code: 'APP-CANCELLED' } });
    expect(await Promise.race([second, Promise.resolve('open')])).toBe('open');
  });

  it('happens to everything open when the page goes away', async () => {
    const { call, pageGone } = setUp(waiting);
    const open = [call('app.startDemo', undefined, 'a'), call('app.startDemo', undefined, 'b')];
    pageGone(windowId);
    expect(await Promise.all(open)).toMatchObject([{ failure: { code: 'APP-CANCELLED' } }, { failure: { code: 'APP-CANCELLED' } }]);
  });

  it('does not mix up two calls: an id in use is refused', async () => {
    const { call } = setUp(waiting);
    void call('app.startDemo', undefined, 'a');
    expect(await call('app.startDemo', undefined, 'a')).toMatchObject({ failure: { code: 'APP-BUG' } });
  });
});
