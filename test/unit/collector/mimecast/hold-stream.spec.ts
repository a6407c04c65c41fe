import { describe, expect, it } from 'vitest';

import { HoldStream } from '../../../../electron/collector/sources/mimecast/streams/hold-stream';
import type { StateChange } from '../../../../electron/collector/spool/spool';
import { clientOf, never } from '../../../support/api';
import { FakeClock } from '../../../support/fake-clock';
import { json, serve } from '../../../support/web-server';

type Held = { readonly id?: string; readonly dateReceived?: string; readonly subject?: string } | null | string;

const received = '2026-03-10T08:00:00+0000';
const held = (id: string, more: object = {}) => ({ id, dateReceived: received, ...more });

/** A hold queue that a test changes, and the lines that a poll brings. */
async function queue(total: (list: readonly Held[]) => number | undefined = (list) => list.length) {
  const clock = new FakeClock();
  const state = new Map<string, string>();
  const there = { list: [] as Held[] };
  const server = await serve((asked) => {
    const date = { headers: { date: new Date(clock.now()).toUTCString() } };
    return asked.url === '/oauth/token' ? json({ access_token: 't' }, date) : json({ meta: { pagination: { totalCount: total(there.list) } }, data: there.list }, date);
  });
  const stream = new HoldStream(clientOf(server.url, clock));
  let cursor: unknown = null;
  const poll = async (): Promise<{ lines: readonly Record<string, unknown>[]; broken: number }> => {
    const lines: Record<string, unknown>[] = [];
    let broken = 0;
    const loadState = (): Promise<StateChange[]> => Promise.resolve([...state].map(([key, value]) => ({ key, value })));
    for await (const step of stream.poll({ cursor, startFrom: 0, newest: null, loadState, clock, signal: never })) {
      cursor = step.cursor;
      broken += step.broken.length;
      for (const { key, value } of step.state) {
        if (value === null) state.delete(key);
        else state.set(key, value);
      }
      if (step.chunk !== null) lines.push(...Buffer.from(step.chunk.lines).toString('utf8').split('\n').slice(0, -1).map((line) => JSON.parse(line) as Record<string, unknown>));
    }
    clock.advance(300_000);
    return { lines, broken };
  };
  return { there, poll, clock, state };
}

describe('HoldStream', () => {
  it('tells each message once while it is held', async () => {
    const { there, poll } = await queue();
    there.list = [held('a'), held('b')];
    expect((await poll()).lines).toEqual(there.list);
    there.list = [held('b'), held('a'), held('c')];
    expect((await poll()).lines).toEqual([held('c')]);
    expect((await poll()).lines).toEqual([]);
  });

  it('tells that a message left only after two complete walks without it', async () => {
    const { there, poll, clock } = await queue();
    there.list = [held('a', { subject: 'S' }), held('b')];
    await poll();
    there.list = [held('b')];
    const missedAt = new Date(clock.now()).toISOString();
    expect((await poll()).lines).toEqual([]);
    expect((await poll()).lines).toEqual([{ change: 'no_longer_held', observedAt: missedAt, lastSeen: held('a', { subject: 'S' }) }]);
    expect((await poll()).lines).toEqual([]);
  });

  it('tells that a message is held again under its old id, each time', async () => {
    const { there, poll, clock } = await queue();
    const again: unknown[] = [];
    for (const round of [1, 2, 3]) {
      there.list = [held('a', { subject: `S${round}` }), held('b')];
      const observedAt = new Date(clock.now()).toISOString();
      const { lines } = await poll();
      if (round > 1) again.push({ change: 'held_again', observedAt, lastSeen: held('a', { subject: `S${round}` }) });
      expect(lines).toEqual(round === 1 ? there.list : again.slice(-1));
      there.list = [held('b')];
      await poll();
      expect((await poll()).lines).toMatchObject([{ change: 'no_longer_held', lastSeen: { subject: `S${round}` } }]);
      expect((await poll()).lines).toEqual([]);
    }
  });

  it('a message that was hidden from one walk did not leave', async () => {
    const { there, poll } = await queue();
    there.list = [held('a'), held('b')];
    await poll();
    there.list = [held('b')];
    await poll();
    there.list = [held('a'), held('b')];
    expect((await poll()).lines).toEqual([]);
    there.list = [held('b')];
    expect((await poll()).lines).toEqual([]);
    expect((await poll()).lines).toHaveLength(1);
  });

  it('a walk that saw less than Mimecast counts proves nothing', async () => {
    const { there, poll } = await queue((list) => list.length + 1);
    there.list = [held('a'), held('b')];
    await poll();
    there.list = [];
    for (let round = 0; round < 4; round += 1) expect((await poll()).lines).toEqual([]);
  });

  it('takes a queue that is emptied at once, and forgets what left after a while', async () => {
    const { there, poll, clock, state } = await queue();
    there.list = Array.from({ length: 2300 }, (_unused, i) => held(`m${i}`));
    expect((await poll()).lines).toHaveLength(2300);
    there.list = [];
    await poll();
    const { lines, broken } = await poll();
    expect(lines).toHaveLength(2300);
    expect(broken).toBe(0);
    expect([...state.values()].join('').length).toBeLessThan(2300 * 64);
    clock.advance(31 * 86_400_000);
    expect((await poll()).lines).toEqual([]);
    expect(state.size).toBe(0);
  });

  it('says nothing of messages newer than what it asked for: the clock was set back', async () => {
    const { there, poll, clock } = await queue();
    there.list = [held('old'), held('new', { dateReceived: new Date(clock.now() - 60_000).toISOString() })];
    await poll();
    clock.advance(-4 * 3_600_000);
    there.list = [held('old')];
    for (let round = 0; round < 3; round += 1) expect((await poll()).lines).toEqual([]);
  });

  it('forgets in silence what falls out of the scanned ninety days', async () => {
    const { there, poll, clock, state } = await queue();
    there.list = [held('a')];
    await poll();
    clock.advance(90 * 86_400_000);
    there.list = [];
    for (let round = 0; round < 3; round += 1) expect((await poll()).lines).toEqual([]);
    expect(state.size).toBe(0);
  });

  it('remembers an id of any characters as it is', async () => {
    const { there, poll, state } = await queue();
    there.list = [held('a\u0000b'), held('a'), held('\ud800'), held('Ü"')];
    await poll();
    expect([...state.keys()]).toEqual(['"a\\u0000b"', '"a"', '"\\ud800"', '"Ü\\""']);
    expect((await poll()).lines).toEqual([]);
  });

  it('lives with entries that are no messages', async () => {
    const { there, poll, clock, state } = await queue();
    there.list = [null, 'text', held('a'), { subject: 'no id', dateReceived: received }];
    expect(await poll()).toMatchObject({ broken: 2, lines: [held('a'), { subject: 'no id' }] });
    expect(await poll()).toEqual({ broken: 0, lines: [] });
    there.list = [];
    expect((await poll()).lines).toEqual([]);
    expect((await poll()).lines).toHaveLength(2);
    clock.advance(31 * 86_400_000);
    await poll();
    expect(state.size).toBe(0);
  });
});
