import { describe, expect, it, vi } from 'vitest';

import type { Endpoint, FaultName, FaultRule } from '../../electron/simulator/simulator';
import { FAULT_NAMES, FAULTS } from '../../electron/simulator/simulator';
import type { FailureCode } from '../../shared/failures/catalogue';
import { kinds } from './stream-kinds';
import type { StreamKind } from './stream-law';
import { balance, poll, pollUntilDone, world } from './stream-law';

// Real HTTP and disk syncs: seconds on a busy machine, milliseconds otherwise.
vi.setConfig({ testTimeout: 30_000 });

/** Which stream meets the faults of an endpoint. `account` is nobody's. */
const readers: Readonly<Partial<Record<Endpoint, StreamKind>>> = {
  token: kinds.audit,
  'siem.batch': kinds.batch,
  'siem.streaming': kinds.streaming,
  'siem.file': kinds.batch,
  dlp: kinds.dlp,
  audit: kinds.audit,
  hold: kinds.hold,
};

/** What a failing poll may say while the fault acts; a fault that is not named here must not make a poll fail. */
const sayings: Readonly<Partial<Record<FaultName, readonly FailureCode[]>>> = {
  transient401: ['MC-AUTH-REFUSED'],
  appForbidden: ['MC-PRODUCT-403'],
  forbidden403: ['MC-PERM-403'],
  notLicensed404: ['MC-LICENCE-404'],
  rateLimited429: ['MC-RATE-429'],
  serverError: ['MC-SERVER-5XX'],
  failIn200: ['MC-FAIL-200'],
  proxyHtml: ['NET-NOT-API'],
  emptyBody: ['MC-ANSWER-SHAPE', 'NET-NOT-API'],
  expiredCursor: ['MC-REQUEST-400'],
  resetMidBody: ['NET-RESET'],
  poisonedCursor: ['MC-ANSWER-SHAPE'],
  signedUrl403: ['MC-FILE-REFUSED'],
  signedUrl404: ['MC-FILE-REFUSED'],
  truncatedFile: ['MC-FILE-BROKEN'],
  corruptFile: ['MC-FILE-BROKEN'],
  emptyFile: ['MC-FILE-BROKEN'],
  nonGzipFile: ['MC-FILE-BROKEN'],
  bombFile: ['MC-FILE-BROKEN'],
};

/** Faults that put an extra record into a file which cannot become an event. */
const extraLines: readonly FaultName[] = ['badLine', 'hugeLine', 'invalidUtf8', 'deepNesting'];
/** `hang` waits for a minute of real time: the law of the stream ends it by its signal instead. */
const elsewhere: readonly FaultName[] = ['hang', 'enhancedLoggingOff', 'lateEvents'];
/** Faults that wait for a page of their own kind: let none pass first. */
const rareOccasions: readonly FaultName[] = ['tokenExpiresMidPage', 'expiredCursor', 'dataEmptyArray', 'missingPagination', 'nextWithEmptyData', 'overlappingPages', 'batch.listPartial', 'batch.noList'];

const pairs = FAULT_NAMES.filter((fault) => !elsewhere.includes(fault)).flatMap((fault) =>
  FAULTS[fault].on.flatMap((on: Endpoint) => {
    const kind = readers[on];
    return kind === undefined ? [] : [{ fault, on, kind }];
  }),
);

describe('a fault that passes', () => {
  it.each(pairs)('$fault on $on: nothing is lost, nothing invented', async ({ fault, on, kind }) => {
    const { stage } = FAULTS[fault];
    const rule: FaultRule = { fault, on, ...(stage === 'content' || stage === 'standing' ? {} : { times: 2, after: on === 'token' || rareOccasions.includes(fault) ? 0 : 1 }), ...(fault === 'slow' ? { ms: 20 } : {}) };
    // A line of 20 MiB in each of a hundred files would only cost time.
    const there = await world(kind, [{ ...rule, ...(fault === 'hugeLine' ? { match: '_000001' } : {}) }]);
    const stream = there.stream();
    const codes = await pollUntilDone(there, stream, there.collected);
    const { missing, invented, twice } = balance(there, there.collected);
    expect({ missing, invented, twice }).toEqual({ missing: [], invented: [], twice: [] });
    expect([...new Set(codes)].filter((code) => sayings[fault]?.includes(code) !== true)).toEqual([]);
    expect(there.collected.gaps).toEqual([]);
    if (extraLines.includes(fault)) expect(new Set(there.collected.broken.map((item) => item.code))).toEqual(new Set(['MC-LINE-BROKEN']));
    else expect(there.collected.broken).toEqual([]);
    if (stage !== 'content') expect(there.simulator.requests().some((request) => request.faults.includes(fault)), 'the fault acted').toBe(true);
  });
});

describe('a 429 in every spelling', () => {
  it.each(['x-ratelimit-reset', 'x-rate-limit-reset', 'x-mimecast-ratelimit-reset', 'retry-after-seconds', 'retry-after-date', 'none'])('%s', async (variant) => {
    const there = await world(kinds.audit, [{ fault: 'rateLimited429', on: 'audit', variant, ms: 40_000, times: 1 }]);
    const startedAt = there.clock.now();
    expect(await pollUntilDone(there, there.stream(), there.collected)).toEqual(['MC-RATE-429']);
    expect(there.clock.now() - startedAt).toBeGreaterThanOrEqual(39_000);
    expect(balance(there, there.collected).missing).toEqual([]);
  });

  it.each(['500', '502', '503', '504'])('a server error %s', async (variant) => {
    const there = await world(kinds.audit, [{ fault: 'serverError', on: 'audit', variant, times: 1 }]);
    expect(await pollUntilDone(there, there.stream(), there.collected)).toEqual(['MC-SERVER-5XX']);
    expect(balance(there, there.collected).missing).toEqual([]);
  });
});

const damages = FAULT_NAMES.filter((fault) => FAULTS[fault].stage === 'damage');

describe('damage that stays', () => {
  it.each(damages)('%s: the file is given up, written down, and stops nobody', async (fault) => {
    // One bomb is enough for anybody.
    const there = await world(kinds.batch, [{ fault, match: fault === 'bombFile' ? 'receipt_000001' : '_000001' }]);
    const codes = await pollUntilDone(there, there.stream(), there.collected);
    expect(codes.length).toBeGreaterThan(0);
    const { missing, invented, twice } = balance(there, there.collected);
    const unrecoverable = new Set(there.simulator.truth().unrecoverable());
    expect(unrecoverable.size).toBeGreaterThan(0);
    expect(missing.length).toBeGreaterThan(0);
    expect({ lost: missing.filter((natural) => !unrecoverable.has(natural)), invented, twice }).toEqual({ lost: [], invented: [], twice: [] });
    // Every file that is given up is in quarantine and a gap.
    const files = new Set(there.simulator.requests().filter((request) => request.faults.includes(fault)).map((request) => request.path.split('/').at(-1)));
    const whole = there.collected.broken.filter((item) => item.code !== 'MC-LINE-BROKEN');
    expect(new Set(whole.map((item) => item.source))).toEqual(files);
    for (const file of files) expect(there.collected.gaps.filter((gap) => gap.why.english.includes(String(file))), file).toHaveLength(1);
    // And nobody asks for it for ever.
    there.clock.advance(60_000);
    const asked = there.simulator.requests().length;
    await poll(there, there.stream(), there.collected);
    expect(there.simulator.requests().slice(asked).filter((request) => request.endpoint === 'siem.file')).toEqual([]);
  });

  it.each(['serverError', 'proxyHtml', 'resetMidBody'] as const)('%s for one file: all others go on, and it is asked for until it comes', async (fault) => {
    const there = await world(kinds.batch, [{ fault, on: 'siem.file', match: 'receipt_000001' }]);
    await expect(pollUntilDone(there, there.stream(), there.collected, 8)).rejects.toThrow('Never succeeded');
    const unrecoverable = new Set(there.simulator.truth().unrecoverable());
    expect(balance(there, there.collected).missing.filter((natural) => !unrecoverable.has(natural))).toEqual([]);
    expect(there.stream().notes(there.collected.cursor).map(({ english }) => english).join(' ')).toContain('tried again: 1.');
    there.simulator.setFaults([]);
    expect(await pollUntilDone(there, there.stream(), there.collected)).toEqual([]);
    expect(balance(there, there.collected)).toEqual({ missing: [], invented: [], twice: [] });
    expect(there.collected).toMatchObject({ broken: [], gaps: [] });
  });

  it('an outage of the storage is not tried file by file, and loses nothing', async () => {
    const there = await world(kinds.batch, [{ fault: 'serverError', on: 'siem.file' }]);
    for (let round = 0; round < 5; round += 1) {
      await expect(poll(there, there.stream(), there.collected)).rejects.toThrow('Mimecast has a problem');
      there.clock.advance(86_400_000 / 2);
    }
    expect(there.simulator.requests().filter((request) => request.endpoint === 'siem.file')).toHaveLength(15);
    there.simulator.setFaults([]);
    expect(await pollUntilDone(there, there.stream(), there.collected)).toEqual([]);
    expect(balance(there, there.collected)).toEqual({ missing: [], invented: [], twice: [] });
    expect(there.collected).toMatchObject({ broken: [], gaps: [] });
  });
});

describe('a fault that stays', () => {
  it.each(['poisonedCursor', 'expiredCursor'] as const)('streaming goes on by date: %s', async (fault) => {
    const there = await world(kinds.streaming, [{ fault, on: 'siem.streaming' }]);
    expect(await pollUntilDone(there, there.stream(), there.collected)).toEqual([]);
    expect(balance(there, there.collected)).toEqual({ missing: [], invented: [], twice: [] });
  });

  it('a poisoned position of the batch list is never kept, and never green while something is out of reach', async () => {
    const there = await world(kinds.batch, [{ fault: 'poisonedCursor', on: 'siem.batch' }]);
    await expect(pollUntilDone(there, there.stream(), there.collected, 5)).rejects.toThrow('MC-ANSWER-SHAPE');
    expect(there.collected.events.size).toBeGreaterThan(200);
    there.simulator.setFaults([]);
    await pollUntilDone(there, there.stream(), there.collected);
    expect(balance(there, there.collected)).toEqual({ missing: [], invented: [], twice: [] });
  });

  it.each(['forbidden403', 'appForbidden', 'notLicensed404', 'serverError', 'failIn200', 'proxyHtml', 'emptyBody'] as const)('%s is never taken for an empty log', async (fault) => {
    for (const kind of [kinds.batch, kinds.streaming, kinds.dlp, kinds.audit, kinds.hold]) {
      const there = await world(kind, [{ fault }]);
      await expect(poll(there, there.stream(), there.collected), kind.name).rejects.toThrow();
      expect(there.collected.events.size).toBe(0);
      there.simulator.setFaults([]);
      await poll(there, there.stream(), there.collected);
      expect(balance(there, there.collected), kind.name).toEqual({ missing: [], invented: [], twice: [] });
    }
  });

  it.each([kinds.batch, kinds.streaming])('enhancedLoggingOff, $name: the events come when it is switched on', async (kind) => {
    const there = await world(kind, [{ fault: 'enhancedLoggingOff' }]);
    await poll(there, there.stream(), there.collected);
    expect(there.collected.events.size).toBe(0);
    there.simulator.setFaults([]);
    there.clock.advance(60_000);
    // The streaming feed is read again from ten minutes before the last poll only.
    await poll(there, there.stream(), there.collected);
    if (kind === kinds.batch) expect(balance(there, there.collected)).toEqual({ missing: [], invented: [], twice: [] });
  });

  it.each([
    { kind: kinds.batch, ms: 3_600_000 },
    { kind: kinds.streaming, ms: 300_000 },
    { kind: kinds.dlp, ms: 600_000 },
    { kind: kinds.audit, ms: 600_000 },
  ])('lateEvents, $kind.name: what appears late is still found', async ({ kind, ms }) => {
    const there = await world(kind, [{ fault: 'lateEvents', ms }], { liveEventsPerSecond: 1, liveFileSeconds: 30 });
    const stream = there.stream();
    for (let round = 0; round < 12; round += 1) {
      await poll(there, stream, there.collected);
      there.clock.advance(120_000);
    }
    const offered = [...there.simulator.truth().keys(kind.source)];
    there.clock.advance(2_000);
    await poll(there, stream, there.collected);
    const seen = new Set(there.collected.events.values());
    expect(offered.filter((natural) => !seen.has(natural))).toEqual([]);
    expect(balance(there, there.collected)).toMatchObject({ invented: [], twice: [] });
  });

  it('raw records are kept to the byte: int64 numbers and own keys named __proto__', async () => {
    for (const kind of [kinds.batch, kinds.streaming, kinds.dlp, kinds.audit, kinds.hold]) {
      const there = await world(kind, [{ fault: 'int64Ids' }, { fault: 'protoKeys' }]);
      await poll(there, there.stream(), there.collected);
      const lines = [...there.collected.raw.values()];
      expect(lines.some((line) => line.includes('"internalId":9223372036854775807')), kind.name).toBe(true);
      expect(lines.some((line) => line.startsWith('{"__proto__":{"polluted":true}')), kind.name).toBe(true);
      expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    }
  });
});
