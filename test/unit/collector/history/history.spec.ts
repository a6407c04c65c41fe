import { createHash } from 'node:crypto';
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { openDriver } from '../../../../electron/collector/spool/driver';
import { figureFilter, hourMs } from '../../../../shared/model/overview';
import { tempDir } from '../../../support/temp-dir';
import { config, receipt, rule, start, Trial } from './support';

let trial: Trial;

beforeEach(() => {
  trial = new Trial(tempDir());
});
afterEach(() => {
  trial.history.close();
});

const file = (): string => path.join(trial.dir, 'history.db');

/** What a failing disk leaves: the log would make the old pages good again. */
function damage(bytes: Uint8Array): void {
  for (const suffix of ['-wal', '-shm']) rmSync(`${file()}${suffix}`, { force: true });
  writeFileSync(file(), bytes);
}

describe('what the history finds', () => {
  it('is what the filter of Live Logs means, newest first', () => {
    trial.take([receipt(1), receipt(2, { action: 'Rej', rejectionInfo: 'Spam' })]);
    trial.take([receipt(3, { subject: 'Grüße' })]);
    expect(trial.found('')).toEqual(['Grüße', 'Invoice 2', 'Invoice 1']);
    expect(trial.found('nvoic')).toEqual(['Invoice 2', 'Invoice 1']);
    expect(trial.found('GRÜSSE OR grüße')).toEqual(['Grüße']);
    expect(trial.found('status=failed')).toEqual(['Invoice 2']);
    expect(trial.found('sender=SENDER2@example.net')).toEqual(['Invoice 2']);
    expect(trial.found('sender=ender2@example.net')).toEqual([]);
    expect(trial.found('subject="invoice 1" OR id=nothing')).toEqual(['Invoice 1']);
    expect(trial.history.search({ text: 'a (', from: 0, to: 1, before: null, limit: 1 }).problem).not.toBeNull();
  });

  it('comes in pages that miss nothing and repeat nothing', () => {
    for (let n = 0; n < 30; n += 1) trial.take([receipt(n), receipt(n + 100)]);
    expect(new Set(trial.found('Invoice', 3)).size).toBe(60);
    expect(trial.found('Invoice', 3)).toHaveLength(60);
  });

  it('leaves out records that were known already', () => {
    trial.take([receipt(1), receipt(2), receipt(3)], { fresh: [0, 2] });
    expect(trial.found('')).toEqual(['Invoice 3', 'Invoice 1']);
    expect(trial.history.status().events).toBe(2);
  });
});

describe('the counts', () => {
  it('are by log type and outcome, reason, sender, recipient, attacker and address, at the time of the event', () => {
    trial.take([
      receipt(1), receipt(1), receipt(2, { action: 'Rej', rejectionInfo: 'Virus found', timestamp: start - 3 * hourMs }),
      { type: 'url protect', timestamp: start, action: 'Block', url: 'https://login.example.net/a?u=secret', senderDomain: 'Example.net', sender: 'x@example.net', recipients: 'bob@example.com' },
    ]);
    const { series, tops, from, stepMs, lag } = trial.history.overview('day');
    const counts = (facet: string, key: string): number[] => series.find((each) => each.facet === facet && each.key === key)?.counts ?? [];
    const last = 23;
    expect(counts('outcome', 'SIEM|passed')[last]).toBe(2);
    expect(counts('outcome', 'SIEM|failed')[last]).toBe(1);
    expect(counts('outcome', 'SIEM|failed')[last - 3]).toBe(1);
    expect(series.filter(({ facet }) => facet === 'rejection')).toHaveLength(1);
    const top = (facet: string) => tops.find((each) => each.facet === facet)?.items;
    expect(top('recipient')).toContainEqual({ key: 'alice@example.com', count: 3 });
    expect(top('attacker')).toEqual([{ key: 'example.net', count: 1 }]);
    expect(top('url')).toEqual([{ key: 'login.example.net/a', count: 1 }]);
    expect(lag[last]).toBeCloseTo((60_000 + 60_000) / 3);
    expect(new Date(from + last * stepMs).toISOString()).toBe('2026-03-10T12:00:00.000Z');
  });

  it('are those that the filter of the figure finds', () => {
    trial.take([
      receipt(1), receipt(2, { action: 'Rej', rejectionInfo: 'Virus found' }), receipt(3, { action: 'Rej' }),
      { type: 'url protect', timestamp: start, action: 'Block', url: 'https://login.example.net/a?u=1', senderDomain: 'bad.example.org', recipients: 'bob@example.com', subject: 'Click' },
      { type: 'av', timestamp: start, senderEnvelope: 'eve@evil.example.org', virusFound: 'Eicar', subject: 'Virus' },
    ]);
    trial.take([{ id: 'h1', from: { emailAddress: 'x@example.org' }, to: { emailAddress: 'a@example.com' }, subject: 'Held', dateReceived: '2026-03-10T12:00:00+0000', policyInfo: 'Cards & more' }], { logType: 'Hold_Message_List' });
    const { series, tops, from, to } = trial.history.overview('day');
    const figures = [
      ...series.map(({ facet, key, counts }) => ({ facet, key, count: counts.reduce((sum, each) => sum + each, 0) })),
      ...tops.flatMap(({ facet, items }) => items.map(({ key, count }) => ({ facet, key, count }))),
    ];
    expect(new Set(figures.map(({ facet }) => facet)).size).toBe(8);
    for (const { facet, key, count } of figures) expect({ facet, key, found: trial.found(figureFilter(facet, key, { from, to })).length }).toEqual({ facet, key, found: count });
  });

  it('stay the same when five minutes become hours', () => {
    for (let minute = 0; minute < 60; minute += 7) trial.take([receipt(minute, { timestamp: start - minute * 60_000 })]);
    const before = trial.history.overview('day').series;
    trial.now += 5 * hourMs;
    trial.history.tidy();
    const after = trial.history.overview('day').series;
    expect(after.map(({ key, counts }) => [key, counts.slice(0, -5)])).toEqual(before.map(({ key, counts }) => [key, counts.slice(5)]));
    trial.history.close();
    const driver = openDriver(file());
    expect(driver.prepare('SELECT COUNT(*) AS n FROM rollup WHERE bucket % 3600000 <> 0').get()?.['n']).toBe(0);
    driver.close();
  });

  it('have no more rows than are worth it, and lose no event over that', () => {
    const records = Array.from({ length: 1500 }, (_each, n) => receipt(n));
    trial.take([...records, ...Array.from({ length: 50 }, () => receipt(7))]);
    const sum = (): number => trial.history.overview('day').tops.filter(({ facet }) => facet === 'sender').reduce((total, { items, others }) => total + others + items.reduce((all, { count }) => all + count, 0), 0);
    expect(sum()).toBe(1550);
    trial.now += 4 * hourMs;
    trial.history.tidy();
    expect(sum()).toBe(1550);
    expect(trial.history.overview('day').tops.find(({ facet }) => facet === 'sender')?.items[0]).toEqual({ key: 'sender7@example.net', count: 51 });
    trial.history.close();
    const driver = openDriver(file());
    expect(driver.prepare("SELECT COUNT(*) AS n FROM rollup WHERE facet = 'sender'").get()?.['n']).toBe(201);
    driver.close();
  });

  it('tell what is held now, by policy and age, until it is gone', () => {
    const held = (id: string, hours: number) => ({ id, dateReceived: new Date(start - hours * hourMs).toISOString(), policyInfo: 'Cards', subject: id });
    trial.take([held('a', 0.5), held('b', 2), held('c', 100)], { logType: 'Hold_Message_List' });
    expect(trial.history.overview('day').held).toEqual([{ policy: 'Cards', ages: [1, 1, 0, 0, 1] }]);
    trial.take([{ change: 'no_longer_held', observedAt: new Date(start).toISOString(), lastSeen: held('b', 2) }], { logType: 'Hold_Message_List' });
    expect(trial.history.overview('day').held).toEqual([{ policy: 'Cards', ages: [1, 0, 0, 0, 1] }]);
  });

  it('say how many events are not in them', () => {
    trial.history.missed(12);
    expect(trial.history.overview('hour').missed).toBe(12);
  });
});

describe('the file', () => {
  it('lets go of what is older than its days, words and counts too', () => {
    trial.take([receipt(1)]);
    trial.now += 8 * 24 * hourMs;
    trial.take([receipt(2, { timestamp: trial.now })]);
    trial.history.tidy();
    expect(trial.found('')).toEqual(['Invoice 2']);
    expect(trial.found('sender=sender1@example.net')).toEqual([]);
    expect(trial.history.overview('week').tops.find(({ facet }) => facet === 'sender')?.items).toEqual([{ key: 'sender2@example.net', count: 1 }]);
  });

  it('keeps within its size, the oldest leave first', () => {
    trial.history.configure({ ...config, megabytes: 1 });
    const noise = (n: number): string => createHash('shake256', { outputLength: 1500 }).update(String(n)).digest('base64');
    for (let n = 0; n < 1200; n += 20) {
      trial.take(Array.from({ length: 20 }, (_each, at) => receipt(n + at, { noise: noise(n + at) })));
      trial.now += 60_000;
      trial.history.tidy();
    }
    expect(trial.history.status().bytes).toBeLessThan(1.3 * 1024 * 1024);
    expect(statSync(file()).size).toBeLessThan(2 * 1024 * 1024);
    expect(trial.found('sender=sender1199@example.net')).toEqual(['Invoice 1199']);
    expect(trial.found('sender=sender0@example.net')).toEqual([]);
  });

  it('is begun anew when it is damaged, at the start and while open', () => {
    trial.take([receipt(1)]);
    trial.history.close();
    damage(Buffer.from('this is no database, whatever its name says '.repeat(200)));
    trial = new Trial(trial.dir);
    expect(trial.history.status()).toMatchObject({ events: 0, begunAnewAt: start });
    trial.take([receipt(2)]);
    expect(trial.found('')).toEqual(['Invoice 2']);

    const checkpoint = openDriver(file());
    checkpoint.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    checkpoint.close();
    trial.history.close();
    const bytes = readFileSync(file());
    expect(bytes.length).toBeGreaterThan(8192);
    damage(bytes.fill(0xa5, 4096));
    trial = new Trial(trial.dir);
    for (let n = 10; n < 14; n += 1) trial.take([receipt(n)]);
    expect(trial.history.status().begunAnewAt).toBe(start);
    trial.take([receipt(20)]);
    expect(trial.found('')).toContain('Invoice 20');
  });

  it('of another version is thrown away', () => {
    trial.take([receipt(1)]);
    trial.history.close();
    const driver = openDriver(file());
    driver.exec('PRAGMA user_version = 99');
    driver.close();
    trial = new Trial(trial.dir);
    expect(trial.found('')).toEqual([]);
  });

  it('says since when it is complete after it was off, across a restart', () => {
    expect(trial.history.status().since).toBe(start);
    trial.history.configure({ ...config, on: false });
    trial.history.close();
    trial = new Trial(trial.dir, { on: false });
    trial.history.close();
    trial = new Trial(trial.dir);
    trial.now += hourMs;
    expect(trial.history.status().since).toBe(start);
    trial.history.configure({ ...config, on: false });
    trial.history.configure(config);
    expect(trial.history.status().since).toBe(start + hourMs);
  });

  it('is for this user only', () => {
    if (process.platform !== 'win32') expect(statSync(file()).mode & 0o777).toBe(0o600);
  });
});

describe('rules', () => {
  const at = (minutes: number) => ({ timestamp: start + minutes * 60_000 });
  const rejected = (n: number, minutes: number): object => receipt(n, { action: 'Rej', ...at(minutes) });

  it('find one event, and keep what they found', () => {
    trial.history.configure({ ...config, rules: [rule(), rule({ id: 'off', on: false }), rule({ id: 'broken', text: 'a (' })] });
    const hits = trial.take([receipt(1), rejected(2, -1)]);
    expect(hits).toMatchObject([{ ruleId: 'r1', count: 1, events: [{ subject: 'Invoice 2' }] }]);
    expect(trial.history.hits(10)).toEqual(hits);
    trial.history.close();
    trial = new Trial(trial.dir);
    expect(trial.history.hits(10)).toEqual(hits);
  });

  it('want as many events as they say, within their time, in whatever order they come', () => {
    trial.history.configure({ ...config, rules: [rule({ threshold: 3, windowMinutes: 5 })] });
    expect(trial.take([rejected(1, -60), rejected(2, -50), rejected(3, -10)])).toEqual([]);
    expect(trial.take([rejected(4, -6)])).toEqual([]);
    const [hit] = trial.take([rejected(5, -8)]);
    expect(hit).toMatchObject({ count: 3, from: start - 10 * 60_000, to: start - 6 * 60_000 });
  });

  it('let a hit grow instead of telling a new one, event by event', () => {
    trial.history.configure({ ...config, rules: [rule()] });
    for (let n = 0; n < 30; n += 1) trial.take([rejected(n, -30 + n)]);
    expect(trial.history.hits(10)).toMatchObject([{ count: 30 }]);
    expect(trial.history.hits(10)[0]?.events).toHaveLength(10);
    trial.take([rejected(40, -35)]);
    expect(trial.history.hits(10)).toMatchObject([{ count: 31, from: start - 35 * 60_000, to: start - 60_000 }]);
    trial.now += 3 * hourMs;
    trial.take([receipt(99, { action: 'Rej', timestamp: trial.now })]);
    expect(trial.history.hits(10).map(({ count }) => count)).toEqual([1, 31]);
  });

  it('do not ring for what a read of the past brings', () => {
    trial.history.configure({ ...config, rules: [rule()] });
    expect(trial.take([rejected(1, -2 * 24 * 60)])).toEqual([]);
  });

  it('can be tried on the last day', () => {
    trial.take([rejected(1, -100), rejected(2, -99), rejected(3, -98), receipt(4), rejected(5, -50), rejected(6, -3 * 24 * 60)]);
    const last = [...trial.history.test({ text: 'action=rejected', threshold: 2, windowMinutes: 5 })].at(-1);
    expect(last).toMatchObject({ matched: 4, hits: 1, complete: true, problem: null });
    expect(last?.events).toHaveLength(4);
  });
});
