import { Buffer } from 'node:buffer';

import { expect, it, onTestFinished } from 'vitest';

import type { Clock } from '../../electron/collector/kit/clock';
import { FailureError } from '../../electron/collector/kit/failure-error';
import { Secret } from '../../electron/collector/kit/secret';
import { idBytes } from '../../electron/collector/pipeline/identity';
import { ApiClient } from '../../electron/collector/sources/mimecast/client/api-client';
import { Quotas } from '../../electron/collector/sources/mimecast/client/quota';
import type { PollContext, Step, Stream } from '../../electron/collector/sources/source';
import type { FaultRule, Simulator, SimulatorOptions, Source } from '../../electron/simulator/simulator';
import { startSimulator } from '../../electron/simulator/simulator';
import type { FailureCode } from '../../shared/failures/catalogue';
import type { Gap } from '../../shared/model/collection';
import { FakeClock } from '../support/fake-clock';
import { tempDir } from '../support/temp-dir';

/** One kind of stream and the simulated tenant that it reads. */
export type StreamKind = {
  readonly name: string;
  readonly source: Source;
  /** The member of a raw record that tells records apart. */
  readonly key: 'processingId' | 'messageId' | 'id';
  readonly options: SimulatorOptions;
  /** Reads the same records in two ways. */
  readonly overlaps?: boolean;
  readonly make: (client: ApiClient) => Stream;
};

/** What a spool would hold after the steps so far; cursors and state go through JSON as they do there. */
export class Collected {
  cursor: unknown = null;
  newest: number | null = null;
  readonly state = new Map<string, string>();
  /** Natural key by event id. */
  readonly events = new Map<string, string>();
  readonly raw = new Map<string, string>();
  readonly gaps: Omit<Gap, 'at'>[] = [];
  readonly broken: { readonly code: string; readonly source: string }[] = [];
  duplicates = 0;
  steps = 0;

  constructor(readonly key: StreamKind['key']) {}

  copy(): Collected {
    const copy = new Collected(this.key);
    copy.cursor = this.cursor;
    copy.newest = this.newest;
    for (const [key, value] of this.state) copy.state.set(key, value);
    for (const [id, key] of this.events) copy.events.set(id, key);
    return copy;
  }

  commit(step: Step): void {
    this.steps += 1;
    this.cursor = JSON.parse(JSON.stringify(step.cursor)) as unknown;
    for (const change of step.state) {
      if (change.value === null) this.state.delete(change.key);
      else this.state.set(change.key, change.value);
    }
    this.gaps.push(...step.gaps);
    this.broken.push(...step.broken.map(({ code, source }) => ({ code, source })));
    const { chunk } = step;
    if (chunk === null) return;
    if (chunk.newest !== null) this.newest = Math.max(chunk.newest, this.newest ?? 0);
    const lines = Buffer.from(chunk.lines).toString('utf8').split('\n').slice(0, -1);
    expect(lines.length).toBe(chunk.count);
    expect(chunk.ids.length).toBe(chunk.count * idBytes);
    lines.forEach((line, index) => {
      const id = Buffer.from(chunk.ids).toString('hex', index * idBytes, (index + 1) * idBytes);
      const record = JSON.parse(line) as Readonly<Record<string, unknown>>;
      const natural = record['change'] === undefined ? String(record[this.key]) : `left ${String((record['lastSeen'] as Readonly<Record<string, unknown>>)['id'])}`;
      if (this.events.has(id)) this.duplicates += 1;
      this.events.set(id, natural);
      this.raw.set(natural, line);
    });
  }
}

export type World = {
  readonly simulator: Simulator;
  readonly clock: FakeClock;
  readonly stream: () => Stream;
  readonly collected: Collected;
  readonly kind: StreamKind;
  startFrom: number;
  /** How far this computer's clock is ahead of the right time, ms. */
  ahead: number;
};

/** A tenant with one kind of stream on it; ends with the test. */
export async function world(kind: StreamKind, faults: readonly FaultRule[] = [], more: SimulatorOptions = {}): Promise<World> {
  const clock = new FakeClock();
  const simulator = await startSimulator({ seed: 7, historyHours: 20, now: () => clock.now(), ...kind.options, ...more, faults: [...(kind.options.faults ?? []), ...faults] });
  const clients: ApiClient[] = [];
  onTestFinished(async () => {
    for (const client of clients) await client.close();
    await simulator.close();
  });
  const there: World = {
    simulator,
    clock,
    kind,
    ahead: 0,
    collected: new Collected(kind.key),
    startFrom: clock.now() - (kind.options.historyHours ?? 20) * 3_600_000 - 7_200_000,
    // A new client each time, as after a restart.
    stream: () => {
      const client = new ApiClient({
        baseUrl: simulator.url,
        clientId: simulator.clientId,
        secret: () => Promise.resolve(new Secret('demo-client-secret')),
        clock: own,
        tempDir: tempDir(),
        quotas: new Quotas(own),
      });
      clients.push(client);
      return kind.make(client);
    },
  };
  const own = ownClock(there);
  return there;
}

/** This computer's clock, which need not be right. */
function ownClock(there: World): Clock {
  return { now: () => there.clock.now() + there.ahead, sleep: (ms, signal) => there.clock.sleep(ms, signal) };
}

export function contextOf(world: World, collected: Collected, signal: AbortSignal = new AbortController().signal): PollContext {
  return {
    cursor: collected.cursor,
    startFrom: world.startFrom,
    newest: collected.newest,
    loadState: () => Promise.resolve([...collected.state].map(([key, value]) => ({ key, value }))),
    clock: ownClock(world),
    signal,
  };
}

/** One poll as the runner does it; with `most`, it dies after so many steps. False when it died. */
export async function poll(world: World, stream: Stream, collected: Collected, most = Infinity): Promise<boolean> {
  let taken = 0;
  for await (const step of stream.poll(contextOf(world, collected))) {
    collected.commit(step);
    taken += 1;
    if (taken >= most) return false;
  }
  return true;
}

/** Polls until a poll succeeds, waiting between as the runner does; gives the failures on the way. Throws what is no failure. */
export async function pollUntilDone(world: World, stream: Stream, collected: Collected, most = 40): Promise<FailureCode[]> {
  const codes: FailureCode[] = [];
  for (let attempt = 0; attempt < most; attempt += 1) {
    try {
      await poll(world, stream, collected);
      return codes;
    } catch (error) {
      if (!(error instanceof FailureError)) throw error;
      codes.push(error.failure.code);
      world.clock.advance(Math.max(error.failure.retryAfterMs ?? 0, 5_000));
    }
  }
  throw new Error(`Never succeeded: ${codes.join(', ')}`);
}

export type Balance = { readonly missing: string[]; readonly invented: string[]; readonly twice: string[] };

/** What was collected beside what the simulator knows it offered. */
export function balance(world: World, collected: Collected): Balance {
  const truth = world.simulator.truth();
  const offered = new Set(truth.keys(world.kind.source));
  const extras = new Set(truth.extras());
  const seen = new Set<string>();
  const twice: string[] = [];
  for (const natural of collected.events.values()) {
    if (seen.has(natural)) twice.push(natural);
    seen.add(natural);
  }
  const known = (natural: string): boolean => offered.has(natural) || extras.has(natural) || natural.startsWith('left ');
  return {
    missing: [...offered].filter((natural) => !seen.has(natural)),
    invented: [...seen].filter((natural) => !known(natural)),
    twice,
  };
}

const none: Balance = { missing: [], invented: [], twice: [] };

/** What is offered now must be there after a poll that begins a moment later. */
async function expectNothingMissed(there: World, stream: Stream): Promise<void> {
  const truth = there.simulator.truth();
  // The hold list is a state: what came and went between two polls was never to be seen.
  const offered = [...(there.kind.source === 'hold' ? truth.heldKeys('now') : truth.keys(there.kind.source))];
  there.clock.advance(2_000);
  await poll(there, stream, there.collected);
  const collected = new Set(there.collected.events.values());
  expect(offered.filter((natural) => !collected.has(natural))).toEqual([]);
  expect(balance(there, there.collected)).toMatchObject({ invented: [], twice: [] });
}

/** The law of `Stream` (electron/collector/sources/source.ts), for one kind; call it inside a `describe`. */
export function streamLaw(kind: StreamKind): void {
  it('brings every record once, and nothing that is not there', async () => {
    const there = await world(kind);
    await poll(there, there.stream(), there.collected);
    expect(balance(there, there.collected)).toEqual(none);
    expect(there.collected).toMatchObject({ broken: [], gaps: [] });
    if (kind.overlaps !== true) expect(there.collected.duplicates).toBe(0);
  });

  it('finds nothing new when nothing is new', async () => {
    const there = await world(kind);
    const stream = there.stream();
    await poll(there, stream, there.collected);
    const before = there.collected.events.size;
    there.clock.advance(60_000);
    await poll(there, stream, there.collected);
    expect(there.collected.events.size).toBe(before);
  });

  it('keeps collecting while the log grows', async () => {
    const there = await world(kind, [], { liveEventsPerSecond: 2, liveFileSeconds: 60 });
    const stream = there.stream();
    for (let round = 0; round < 6; round += 1) {
      there.clock.advance(90_000);
      await expectNothingMissed(there, stream);
    }
  });

  it('goes on from any step without a loss, as after a crash right behind it', async () => {
    const there = await world(kind);
    const after: Collected[] = [there.collected.copy()];
    for await (const step of there.stream().poll(contextOf(there, there.collected))) {
      there.collected.commit(step);
      after.push(there.collected.copy());
    }
    expect(after.length).toBeGreaterThan(2);
    // Every step when they are few, else a spread of them with both ends.
    const every = Math.max(1, Math.floor(after.length / 14));
    for (const [index, survivor] of after.entries()) {
      if (index % every !== 0 && index < after.length - 2) continue;
      await poll(there, there.stream(), survivor);
      expect(balance(there, survivor), `after step ${index}`).toEqual(none);
    }
  });

  it('gets through when it dies every few steps', async () => {
    const there = await world(kind);
    let done = false;
    for (let run = 1; run <= 60 && !done; run += 1) done = await poll(there, there.stream(), there.collected, run + 2);
    expect(done).toBe(true);
    expect(balance(there, there.collected)).toEqual(none);
  });

  it('ends with the reason of the signal, also while an answer is outstanding', async () => {
    const there = await world(kind, [{ fault: 'hang', after: 1 }]);
    const stop = new AbortController();
    const reason = new Error('stop now');
    const steps = there.stream().poll(contextOf(there, there.collected, stop.signal));
    setTimeout(() => {
      stop.abort(reason);
    }, 50);
    await expect((async () => {
      for await (const step of steps) there.collected.commit(step);
    })()).rejects.toBe(reason);
  });

  it('does not start on a signal that has ended', async () => {
    const there = await world(kind);
    const stop = new AbortController();
    stop.abort(new Error('too late'));
    await expect((async () => {
      for await (const step of there.stream().poll(contextOf(there, there.collected, stop.signal))) there.collected.commit(step);
    })()).rejects.toThrow('too late');
    expect(there.simulator.requests()).toEqual([]);
  });

  it('keeps a start that was pinned, however long the first success takes', async () => {
    const there = await world(kind, [{ fault: 'forbidden403', times: 1 }]);
    await poll(there, there.stream(), there.collected).catch((error: unknown) => {
      expect(String(error)).toContain('Permission missing');
    });
    // The settings say "24 hours before the first poll": by now that is later than what the first try meant to read.
    there.startFrom = there.clock.now();
    await poll(there, there.stream(), there.collected);
    expect(balance(there, there.collected)).toEqual(none);
  });

  it('asks from where it stands again when the clock of this computer was ahead for a while', async () => {
    const there = await world(kind, [], { liveEventsPerSecond: 0.1, liveFileSeconds: 600 });
    const ahead = 3 * 3_600_000;
    await expectNothingMissed(there, there.stream());
    // This computer's clock is put ahead; Mimecast's own goes on as it was.
    there.ahead = ahead;
    await expectNothingMissed(there, there.stream());
    there.clock.advance(3_600_000);
    await expectNothingMissed(there, there.stream());
    there.ahead = 0;
    await expectNothingMissed(there, there.stream());
    there.clock.advance(3_600_000);
    await expectNothingMissed(there, there.stream());
  });

  it('tells in words what it found out', async () => {
    const there = await world(kind);
    const stream = there.stream();
    await poll(there, stream, there.collected);
    for (const note of [...stream.notes(there.collected.cursor), ...stream.notes(null), ...stream.notes({ some: 'thing else' })]) expect(note.english).toMatch(/\.$/);
    expect(stream.floorMs(there.collected.cursor)).toBeGreaterThanOrEqual(5_000);
  });
}
