import { describe, expect, it, onTestFinished } from 'vitest';

import { FailureError } from '../../../../electron/collector/kit/failure-error';
import { Secret } from '../../../../electron/collector/kit/secret';
import { DnifSearch } from '../../../../electron/collector/proof/dnif-search';
import type { DnifProof } from '../../../../shared/model/proof';
import { DnifConsole } from '../../../receivers/dnif-console';
import { never } from '../../../support/api';
import { FakeClock } from '../../../support/fake-clock';

const query = '_fetch * from event where @id=abc AND $StartTime=2026-03-10T00:00:00 AND $EndTime=2026-03-10T01:00:00 limit 5';

/** The deadline of an answer is a wait: with a clock whose waits end at once, every answer would be late. */
class PatientClock extends FakeClock {
  override sleep(ms: number, signal: AbortSignal): Promise<void> {
    if (ms !== 20_000) return super.sleep(ms, signal);
    return new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => {
        reject(signal.reason as Error);
      }, { once: true });
    });
  }
}

async function setUp(parts: Partial<DnifProof> = {}, token = 'search-token', clock: FakeClock = new PatientClock()) {
  const server = await DnifConsole.start();
  onTestFinished(() => server.stop());
  const proof: DnifProof = { consoleUrl: server.url, clusterId: 'c1', scopeId: 'default', ...parts };
  const search = await DnifSearch.open(proof, new Secret(token), { clock });
  onTestFinished(() => search.close());
  return { server, search, clock };
}

async function failureOf(work: Promise<unknown>) {
  const error: unknown = await work.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(FailureError);
  return (error as FailureError).failure;
}

describe('the Search API of DNIF', () => {
  it('invokes, waits for the end of the task and reads its rows', async () => {
    const { server, search, clock } = await setUp();
    server.rows = [{ '@id': 'abc', $Stream: 'EMAIL', $PStatus: 'PAD' }, { '@id': 'other' }];
    server.states = [['PENDING', 'QUEUED'], ['PENDING', 'QUERY_WORKERS_DOWN'], ['EXECUTING', 'STARTED'], ['EXECUTED', 'SUCCESS']];
    expect(await search.rows(query, never)).toEqual([{ '@id': 'abc', $Stream: 'EMAIL', $PStatus: 'PAD' }]);
    expect(server.calls.map((call) => `${call.method} ${call.path}`)).toEqual([
      'POST /c1/wrk/api/job/invoke',
      ...Array.from({ length: 4 }, () => 'GET /c1/wrk/api/dispatcher/task/state/task-1-id-0'),
      'GET /c1/wrk/api/dispatcher/task/result/task-1-id-0?pagesize=10&pageno=1',
    ]);
    expect(JSON.parse(server.calls[0]?.query ?? '')).toEqual({ query_timezone: 'UTC', scope_id: 'default', job_type: 'dql', job_execution: 'on-demand', query });
    expect(clock.slept).toEqual([1_000, 1_000, 1_000]);
  });

  it('says that a task failed, and that one never ended', async () => {
    const { server, search } = await setUp();
    server.states = [['EXECUTING', 'STARTED'], ['FAILURE', 'FAILED']];
    expect(await failureOf(search.rows(query, never))).toMatchObject({ code: 'OUT-SEARCH', detail: expect.stringContaining('FAILURE FAILED') as string });
    server.states = [['PENDING', 'QUERY_WORKERS_DOWN']];
    expect(await failureOf(search.rows(query, never))).toMatchObject({ code: 'OUT-SEARCH', detail: expect.stringContaining('QUERY_WORKERS_DOWN') as string });
  });

  it('reads the error under HTTP 200', async () => {
    const { search } = await setUp({ scopeId: 'elsewhere' });
    expect(await failureOf(search.rows(query, never))).toMatchObject({ code: 'OUT-SEARCH', detail: expect.stringContaining('Unknown scope') as string });
    expect(await failureOf(search.rows('_fetch * from event', never))).toMatchObject({ code: 'OUT-SEARCH', detail: expect.stringContaining('Unknown scope') as string });
  });

  it('knows a token that is not accepted, and never repeats it', async () => {
    const { server, search } = await setUp({}, 'wrong-token-1');
    const refused = await failureOf(search.rows(query, never));
    expect(refused.code).toBe('OUT-SEARCH-AUTH');
    expect(refused.detail).not.toContain('wrong-token-1');
    server.faults.invoke = { kind: 'body', status: 401, body: '' };
    expect((await failureOf(search.rows(query, never))).code).toBe('OUT-SEARCH-AUTH');
    expect((await failureOf(DnifSearch.open({ consoleUrl: server.url, clusterId: 'c1', scopeId: 'default' }, new Secret('two\nlines'), { clock: new FakeClock() }))).code).toBe('OUT-SEARCH-AUTH');
  });

  it.each([
    ['HTML', { kind: 'body', body: '<!DOCTYPE html><html><body>Log in</body></html>' }, 'NET-NOT-API'],
    ['HTTP 502', { kind: 'body', status: 502, body: 'bad gateway' }, 'OUT-SEARCH'],
    ['a redirect', { kind: 'body', status: 302, body: '' }, 'OUT-SEARCH'],
    ['no JSON', { kind: 'body', body: 'OK' }, 'OUT-SEARCH'],
    ['no status', { kind: 'body', body: '{"data":[{"id":"x"}]}' }, 'OUT-SEARCH'],
    ['no task', { kind: 'body', body: '{"status":"success","data":[]}' }, 'OUT-SEARCH'],
    ['a task that leaves the address', { kind: 'body', body: '{"status":"success","data":[{"id":"../../x"}]}' }, 'OUT-SEARCH'],
    ['10 MB', { kind: 'huge', bytes: 10_000_000 }, 'OUT-SEARCH'],
    ['a cut connection', { kind: 'reset' }, 'OUT-SEARCH'],
  ] as const)('gives up on %s', async (_what, fault, code) => {
    const { server, search } = await setUp();
    server.faults.invoke = fault;
    expect((await failureOf(search.rows(query, never))).code).toBe(code);
    expect(server.calls).toHaveLength(1);
  });

  it('gives up on a result that is not as documented, and on a huge one', async () => {
    const { server, search } = await setUp();
    server.faults.result = { kind: 'body', body: '{"status":"success","result":"none"}' };
    expect((await failureOf(search.rows(query, never))).detail).toContain('not as documented');
    server.faults.result = { kind: 'huge', bytes: 10_000_000 };
    expect((await failureOf(search.rows(query, never))).detail).toContain('longer than');
  });

  it.each(['hang', 'drip'] as const)('does not wait for ever (%s)', async (kind) => {
    const { server, search } = await setUp({}, 'search-token', new FakeClock());
    server.faults.invoke = { kind };
    expect((await failureOf(search.rows(query, never))).code).toBe('OUT-SEARCH');
  });

  it('ends with the signal', async () => {
    const { server, search } = await setUp();
    server.faults.state = { kind: 'hang' };
    const stop = new AbortController();
    const asked = search.rows(query, stop.signal);
    await expect.poll(() => server.calls.length).toBe(2);
    stop.abort(new Error('stop now'));
    await expect(asked).rejects.toThrow('stop now');
  });
});
