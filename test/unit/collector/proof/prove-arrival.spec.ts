import { describe, expect, it, onTestFinished } from 'vitest';

import { systemClock } from '../../../../electron/collector/kit/clock';
import { Secret } from '../../../../electron/collector/kit/secret';
import type { Mark } from '../../../../electron/collector/outputs/test-event';
import { markedBatch } from '../../../../electron/collector/outputs/test-event';
import { keysOf } from '../../../../electron/collector/proof/find-marked';
import { proveArrival } from '../../../../electron/collector/proof/prove-arrival';
import type { HttpOutputConfig, OutputConfig } from '../../../../shared/model/output';
import { DnifConsole } from '../../../receivers/dnif-console';
import { HttpReceiver } from '../../../receivers/http-receiver';
import { never } from '../../../support/api';
import { listeningLog } from '../../../support/doubles';

/** A tenant: what its HTTP connector takes, its console gives back. */
async function tenant() {
  const [receiver, server] = await Promise.all([HttpReceiver.start(), DnifConsole.start()]);
  onTestFinished(() => Promise.all([receiver.stop(), server.stop()]).then(() => undefined));
  const config: HttpOutputConfig = {
    id: 'o', name: 'DNIF', enabled: true, format: 'normalized', type: 'http', url: receiver.url, auth: { kind: 'none' }, maxEvents: 10, maxKiB: 64, gzip: false,
    proof: { consoleUrl: server.url, clusterId: 'c1', scopeId: 'default' },
  };
  const prove = (parts: Partial<HttpOutputConfig> = {}, token: Secret | null = new Secret('search-token'), mark: Mark = 'test') =>
    proveArrival({ ...config, ...parts }, { output: null, token }, mark, { totalMs: 300, everyMs: 20 }, { clock: systemClock, log: listeningLog() }, never);
  return { receiver, server, config, prove };
}

const states = (proof: Awaited<ReturnType<typeof proveArrival>>): string => proof.report.items.map((item) => `${item.id} ${item.state}`).join(', ');

describe('proof of arrival', () => {
  it.each([
    ['PAD', 'passed', 'as its extractor describes it'],
    ['PER', 'warning', 'extracting failed'],
    ['NLF', 'warning', 'no extractor'],
    ['XYZ', 'warning', 'does not say'],
  ] as const)('finds the event with stream and parse status %s', async (status, state, words) => {
    const { receiver, server, prove } = await tenant();
    server.matches = (row, field, value) => field === '@id' && (row['event'] as { id?: string }).id === value;
    Object.defineProperty(server, 'rows', { get: () => receiver.events.map((event) => ({ event, $Stream: 'EMAIL', $PStatus: status })) });
    const proof = await prove();
    expect(states(proof)).toBe(`send passed, search passed, arrival passed, parse ${state}`);
    expect(proof.report.passed).toBe(true);
    expect(proof.report.items[2]?.message.english).toContain('in the stream EMAIL');
    expect(proof.report.items[3]?.message.english).toContain(words);
    expect(proof.sighting).toEqual({ stream: 'EMAIL', parse: status === 'XYZ' ? null : status });
  });

  it('says "not yet" with the age, and does not take another event for its own', async () => {
    const { server, prove } = await tenant();
    // A console that does not understand the condition gives back whatever it has.
    server.matches = () => true;
    server.rows = [{ $Stream: 'FIREWALL', $PStatus: 'PAD' }];
    const proof = await prove();
    expect(states(proof)).toBe('send passed, search passed, arrival failed, parse skipped');
    expect(proof.report.items[2]).toMatchObject({ failure: { code: 'OUT-ARRIVAL' }, message: { english: expect.stringMatching(/^Not yet: sent \d+ s ago/) as string } });
    expect(proof.sighting).toBeNull();
  });

  it('believes a row without the id only when the same question about nobody finds nothing', async () => {
    const { receiver, server, prove } = await tenant();
    server.matches = (_row, field, value) => field === '@id' && receiver.ids.includes(value);
    server.rows = [{ $Stream: 'OTHER', $PStatus: 'NLF' }];
    expect((await prove()).sighting).toEqual({ stream: 'OTHER', parse: 'NLF' });
  });

  it('says who must act when DNIF refuses the token, or there is none', async () => {
    const { prove } = await tenant();
    for (const token of [new Secret('wrong'), null]) {
      const proof = await prove({}, token);
      expect(states(proof)).toBe('send passed, search failed, arrival skipped, parse skipped');
      expect(proof.report.items[1]?.failure?.code).toBe('OUT-SEARCH-AUTH');
    }
  });

  it('does not look for what could not be sent', async () => {
    const { receiver, server, prove } = await tenant();
    receiver.script.push({ kind: 'status', status: 503 });
    expect(states(await prove())).toBe('send failed, search skipped, arrival skipped, parse skipped');
    expect(server.calls).toEqual([]);
  });

  it('marks a canary as one', async () => {
    const { receiver, prove } = await tenant();
    await prove({}, new Secret('search-token'), 'canary');
    expect(receiver.events).toMatchObject([{ eventType: 'connector canary' }]);
  });
});

describe('where the id is', () => {
  const id = new Uint8Array(16).fill(0xcd);
  it.each([['raw', undefined], ['normalized', 'connector'], ['both', 'dnif'], ['normalized', 'ecs'], ['normalized', 'ocsf']] as const)('in %s %s', (format, model) => {
    const config = { format, ...(model === undefined ? {} : { model }) } as OutputConfig;
    const event = JSON.parse(Buffer.from(markedBatch(config, { mark: 'test', id, at: 1 }).lines).toString('utf8')) as unknown;
    const key = keysOf(config, { mark: 'test', id: 'cd'.repeat(16) }).find((each) => each.field.startsWith('@'));
    const path = key?.field.slice(1).split('.') ?? [];
    expect(path.reduce<unknown>((value, part) => (value as Record<string, unknown>)[part], event)).toBe(key?.value);
  });
});
