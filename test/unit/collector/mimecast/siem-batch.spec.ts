import { gzipSync } from 'node:zlib';

import { describe, expect, it } from 'vitest';

import { FailureError } from '../../../../electron/collector/kit/failure-error';
import { SiemBatchStream } from '../../../../electron/collector/sources/mimecast/streams/siem-batch';
import { readListing } from '../../../../electron/collector/sources/mimecast/streams/siem-listing';
import type { PollContext } from '../../../../electron/collector/sources/source';
import type { FailureCode } from '../../../../shared/failures/catalogue';
import { clientOf, failureOf, never } from '../../../support/api';
import { FakeClock } from '../../../support/fake-clock';
import { inlinePool } from '../../../support/inline-pool';
import type { Asked, Reply } from '../../../support/web-server';
import { json, serve } from '../../../support/web-server';

const page = (body: Record<string, unknown>) => ({ body, text: JSON.stringify(body), bytesText: null });

describe('readListing', () => {
  it('names files by their path, because the signature changes with every listing', () => {
    const { files } = readListing(page({ value: [{ url: 'https://b.example/a/email_receipt_1.json.gz?X-Amz-Signature=1', size: 12 }, { url: 'https://b.example/a/email_receipt_1.json.gz?X-Amz-Signature=2' }, { url: 'https://b.example/b.gz', size: -1 }], isCaughtUp: true }), 1);
    expect(files.map(({ key, name, size }) => [key, name, size])).toEqual([['/a/email_receipt_1.json.gz', 'email_receipt_1.json.gz', 12], ['/b.gz', 'b.gz', null]]);
  });

  it('an entry without an address is written down, without what might be a secret', () => {
    const { files, broken } = readListing(page({ value: [null, 'x', { url: 7 }, { link: 'https://b.example/a.gz?X-Amz-Signature=canary' }], isCaughtUp: false }), 1);
    expect(files).toEqual([]);
    expect(broken.map((item) => item.code)).toEqual(Array.from({ length: 4 }, () => 'MC-ANSWER-SHAPE'));
    expect(broken.map((item) => Buffer.from(item.bytes).toString()).join()).not.toContain('canary');
  });

  it.each([{}, { value: null }, { value: {} }, { value: 'x', isCaughtUp: true }, { '@nextPage': 'x', isCaughtUp: false }])('%j is no list', (body) => {
    expect(() => readListing(page(body), 1)).toThrow('Answer not understood');
  });

  it('an answer may leave the list out when it says that there is nothing', () => {
    expect(readListing(page({ isCaughtUp: true, '@nextPage': 'n' }), 1)).toEqual({ files: [], broken: [], next: 'n', caughtUp: true });
    expect(readListing(page({ value: [], '@nextPage': '' }), 1)).toEqual({ files: [], broken: [], next: null, caughtUp: null });
  });
});

type Query = { readonly type: string; readonly nextPage: string | null; readonly day: string | null };

/** A vendor whose list a test writes; files hold one event that names them. */
async function vendor(list: (query: Query, number: number) => unknown, file: (name: string) => Reply = (name) => ({ body: gzipSync(JSON.stringify({ processingId: name, timestamp: 1 })) })) {
  const clock = new FakeClock();
  const queries: Query[] = [];
  const downloads: string[] = [];
  let url = '';
  const answer = (asked: Asked): Reply => {
    const target = new URL(asked.url, 'http://host');
    if (target.pathname === '/oauth/token') return json({ access_token: 't' });
    if (target.pathname.startsWith('/files/')) {
      downloads.push(target.pathname.slice(7));
      return file(target.pathname.slice(7));
    }
    const query = { type: target.searchParams.get('type') ?? '', nextPage: target.searchParams.get('nextPage'), day: target.searchParams.get('dateRangeStartsAt') };
    queries.push(query);
    const reply = list(query, queries.length);
    return typeof reply === 'number' ? { status: reply, body: '' } : json(reply);
  };
  const server = await serve((asked) => ({ ...answer(asked) }));
  url = server.url;
  const entry = (name: string) => ({ url: `${url}/files/${name}?X-Amz-Signature=${queries.length}`, size: undefined });
  const client = clientOf(url, clock);
  const state = { cursor: null as unknown };
  const events: string[] = [];
  const gaps: string[] = [];
  const poll = async (): Promise<FailureCode | null> => {
    const context: PollContext = { cursor: state.cursor, startFrom: clock.now() - 86_400_000 * 3, newest: null, loadState: () => Promise.resolve([]), clock, signal: never };
    try {
      for await (const step of new SiemBatchStream({ client, pool: inlinePool, platform: 'cloud-integrated' }).poll(context)) {
        state.cursor = JSON.parse(JSON.stringify(step.cursor)) as unknown;
        gaps.push(...step.gaps.map((gap) => gap.why.english));
        if (step.chunk !== null) events.push(...Buffer.from(step.chunk.lines).toString('utf8').split('\n').slice(0, -1).map((line) => (JSON.parse(line) as { processingId: string }).processingId));
      }
      return null;
    } catch (error) {
      if (error instanceof FailureError) return error.failure.code;
      throw error;
    }
  };
  return { clock, queries, downloads, entry, poll, state, events, gaps };
}

const caughtUp = (value: readonly unknown[], next = 'n1') => ({ value, '@nextPage': next, isCaughtUp: true });

describe('SiemBatchStream', () => {
  it('sends the day first and only the position afterwards', async () => {
    const there = await vendor((query) => (query.nextPage === null ? caughtUp([there.entry('entities_1'), there.entry('mailflow_1'), there.entry('urlclick_1')]) : caughtUp([], 'n2')));
    expect(await there.poll()).toBeNull();
    expect(await there.poll()).toBeNull();
    expect(there.queries).toEqual([
      { type: 'entities,mailflow,urlclick', nextPage: null, day: '2026-03-07' },
      { type: 'entities,mailflow,urlclick', nextPage: 'n1', day: null },
    ]);
    expect(there.events).toEqual(['entities_1', 'mailflow_1', 'urlclick_1']);
  });

  it('never goes beyond the days that Mimecast still answers', async () => {
    const there = await vendor(() => caughtUp([]));
    await there.poll();
    there.clock.advance(30 * 86_400_000);
    there.state.cursor = { form: 'list', lanes: { '*': { day: '2026-03-07' } } };
    await there.poll();
    expect(there.queries.at(-4)?.day).toBe('2026-04-03');
  });

  it('a type that is refused does not stop the others', async () => {
    const there = await vendor((query) => (query.type.includes(',') || query.type === 'entities' ? 400 : caughtUp(query.nextPage === null ? [there.entry(`${query.type}_1`)] : [])));
    expect(await there.poll()).toBe('MC-REQUEST-400');
    expect(there.events).toEqual(['mailflow_1', 'urlclick_1']);
    expect(await there.poll()).toBe('MC-REQUEST-400');
    expect(there.events).toHaveLength(2);
  });

  it('a type that this account does not have is not missing from the list', async () => {
    const there = await vendor((query) => (query.type.includes(',') ? caughtUp([there.entry('entities_1')]) : query.type === 'urlclick' ? 400 : caughtUp([])));
    expect(await there.poll()).toBeNull();
    expect((there.state.cursor as { form: string }).form).toBe('list');
    const asked = there.queries.length;
    await there.poll();
    expect(there.queries.length).toBe(asked + 1);
  });

  it('a type that the list brought once and brings no more is asked for by itself', async () => {
    let stopped = false;
    const there = await vendor((query, number) => {
      if (!query.type.includes(',')) return caughtUp(stopped && query.type === 'mailflow' && query.nextPage === null ? [there.entry('mailflow_late')] : []);
      return caughtUp(number === 1 ? [there.entry('entities_1'), there.entry('mailflow_1'), there.entry('urlclick_1')] : [], `n${number}`);
    });
    await there.poll();
    there.clock.advance(2 * 86_400_000);
    expect(await there.poll()).toBeNull();
    expect((there.state.cursor as { form: string }).form).toBe('list');
    stopped = true;
    there.clock.advance(2 * 86_400_000);
    expect(await there.poll()).toBeNull();
    expect((there.state.cursor as { form: string }).form).toBe('single');
    expect(there.events).toContain('mailflow_late');
    expect(there.gaps).toEqual([]);
  });

  it('a file that came between the list and the question for its type is no proof against the list', async () => {
    const there = await vendor((query, number) => {
      const late = number > 6;
      if (!query.type.includes(',')) return caughtUp(late && query.type === 'mailflow' ? [there.entry('mailflow_2')] : []);
      if (number === 1) return caughtUp([there.entry('entities_1'), there.entry('mailflow_1'), there.entry('urlclick_1')]);
      return caughtUp(there.queries.some((asked) => asked.type === 'mailflow') && late ? [there.entry('mailflow_2')] : [], `n${number}`);
    });
    await there.poll();
    await there.poll();
    await there.poll();
    await there.poll();
    await there.poll();
    there.clock.advance(2 * 86_400_000);
    await there.poll();
    expect((there.state.cursor as { form: string }).form).toBe('list');
    expect(there.events.filter((name) => name === 'mailflow_2')).toHaveLength(1);
  });

  it('reads a list without a position again, but no file twice', async () => {
    let files = ['entities_1'];
    const there = await vendor(() => ({ value: files.map((name) => there.entry(name)), isCaughtUp: true }));
    await there.poll();
    files = ['entities_1', 'entities_2'];
    await there.poll();
    await there.poll();
    expect(there.downloads).toEqual(['entities_1', 'entities_2']);
  });

  it('an address that is not secure is a loss that is written down, and stops nobody', async () => {
    const there = await vendor((query) => (query.nextPage === null ? caughtUp([{ url: 'http://bucket.example/entities_0' }, there.entry('entities_1')]) : caughtUp([])));
    expect(await there.poll()).toBeNull();
    expect(there.events).toEqual(['entities_1']);
    expect(there.gaps).toEqual(['Mimecast listed the log file entities_0, but it cannot be downloaded.']);
  });

  it('a list that names the same page for ever is not taken for complete', async () => {
    const there = await vendor(() => ({ value: [there.entry('entities_1')], '@nextPage': 'same', isCaughtUp: false }));
    expect(await there.poll()).toBe('MC-ANSWER-SHAPE');
    expect(there.queries.length).toBeLessThan(6);
    expect(there.downloads).toEqual(['entities_1', 'entities_1']);
  });

  it('an answer that is no list fails', async () => {
    const there = await vendor(() => ({ message: 'ok' }));
    expect(await there.poll()).toBe('MC-ANSWER-SHAPE');
  });

  it('a file that was refused for long and comes at last is no loss', async () => {
    let refused = true;
    const there = await vendor(
      (query) => (query.day !== null && query.day <= '2026-03-10' ? caughtUp([there.entry('entities_1'), there.entry('entities_2')]) : caughtUp([])),
      (name) => (refused && name === 'entities_1' ? { status: 503, headers: { 'content-type': 'application/xml' }, body: '<Error/>' } : { body: gzipSync(JSON.stringify({ processingId: name })) }),
    );
    for (let round = 0; round < 10; round += 1) {
      expect(await there.poll()).toBe('MC-SERVER-5XX');
      there.clock.advance(3_600_000 * 12);
    }
    refused = false;
    expect(await there.poll()).toBeNull();
    expect([...there.events].sort()).toEqual(['entities_1', 'entities_2']);
    expect(there.gaps).toEqual([]);
  });

  it('and one that does not come within the days Mimecast keeps it is a gap', async () => {
    const there = await vendor(
      (query) => (query.nextPage === null ? caughtUp([there.entry('entities_1')]) : caughtUp([])),
      () => ({ status: 503, body: '' }),
    );
    for (let round = 0; round < 7; round += 1) {
      await there.poll();
      there.clock.advance(86_400_000);
    }
    expect(await there.poll()).toBeNull();
    expect(there.gaps).toEqual(['Mimecast listed the log file entities_1, but it cannot be downloaded.']);
  });

  it('ends without a trace when it is told to', async () => {
    const there = await vendor(() => caughtUp([]));
    const context: PollContext = { cursor: null, startFrom: 0, newest: null, loadState: () => Promise.resolve([]), clock: there.clock, signal: AbortSignal.abort(new Error('stop')) };
    const steps = new SiemBatchStream({ client: clientOf('http://127.0.0.1:1'), pool: inlinePool, platform: 'cloud-gateway' }).poll(context);
    await expect(steps.next()).rejects.toThrow('stop');
    expect(await failureOf(Promise.reject(new FailureError({ code: 'APP-BUG', detail: null, retryAfterMs: null, at: 1, ref: 'r' })))).toMatchObject({ code: 'APP-BUG' });
  });
});
