import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it, onTestFinished } from 'vitest';

import { Secret } from '../../../../electron/collector/kit/secret';
import { Canary } from '../../../../electron/collector/proof/canary';
import { ProofStore } from '../../../../electron/collector/proof/proof-store';
import type { HttpOutputConfig } from '../../../../shared/model/output';
import { DnifConsole } from '../../../receivers/dnif-console';
import { HttpReceiver } from '../../../receivers/http-receiver';
import { listeningLog } from '../../../support/doubles';
import { HeldClock } from '../../../support/fake-clock';
import { tempDir } from '../../../support/temp-dir';
import { until } from '../../../support/until';

const hour = 3_600_000;

async function tenant() {
  const [receiver, server] = await Promise.all([HttpReceiver.start(), DnifConsole.start()]);
  onTestFinished(() => Promise.all([receiver.stop(), server.stop()]).then(() => undefined));
  server.matches = (_row, field, value) => field === '@id' && receiver.ids.includes(value);
  server.rows = [{ $Stream: 'EMAIL', $PStatus: 'PAD' }];
  const config: HttpOutputConfig = {
    id: 'o', name: 'DNIF', enabled: true, format: 'normalized', type: 'http', url: receiver.url, auth: { kind: 'none' }, maxEvents: 10, maxKiB: 64, gzip: false,
    proof: { consoleUrl: server.url, clusterId: 'c1', scopeId: 'default', canaryHours: 6 },
  };
  const clock = new HeldClock();
  const dir = tempDir();
  const canaryOf = (parts: Partial<HttpOutputConfig> = {}): Canary | null => {
    const secrets = { connectorSecret: () => Promise.resolve(null), outputSecret: () => Promise.resolve(null), proofToken: () => Promise.resolve(new Secret('search-token')) };
    const canary = Canary.of({ config: { ...config, ...parts }, store: new ProofStore(dir), secrets, clock, log: listeningLog(), changed: () => undefined, patience: { totalMs: 0, everyMs: 1 } });
    if (canary !== null) onTestFinished(() => canary.stop());
    return canary;
  };
  /** Time passes in small steps while the canary waits; a try under way talks to real servers, for which time stands still. */
  const pass = async (canary: Canary | null, ms: number, done: () => boolean): Promise<void> => {
    const end = clock.now() + ms;
    await until('so much time has passed, or it is done', () => {
      const waits = (canary?.status.nextAt ?? 0) > clock.now();
      if (waits && !done() && clock.now() < end) clock.advance(Math.min(60_000, end - clock.now()));
      return done() || (waits && clock.now() >= end);
    });
  };
  return { receiver, server, clock, canaryOf, pass, dir };
}

describe('the canary', () => {
  it('is off unless hours were chosen, and for an output that is off', async () => {
    const { canaryOf } = await tenant();
    expect(canaryOf({ enabled: false })).toBeNull();
    expect(canaryOf({ proof: { consoleUrl: 'https://dnif.example.com', clusterId: 'c1', scopeId: 'default' } })).toBeNull();
  });

  it('sends one marked event every few hours and remembers the proof across restarts', async () => {
    const { receiver, clock, canaryOf, pass } = await tenant();
    const first = canaryOf();
    first?.start();
    await pass(first, 10 * 60_000, () => first?.status.provenAt !== null);
    expect(first?.status).toMatchObject({ everyHours: 6, sighting: { stream: 'EMAIL', parse: 'PAD' }, failure: null });
    expect(first?.concern).toBeNull();
    const provenAt = first?.status.provenAt;
    await first?.stop();
    const second = canaryOf();
    expect(second?.status.provenAt).toBe(provenAt);
    second?.start();
    await pass(second, 5 * hour, () => receiver.events.length > 1);
    expect(receiver.events).toHaveLength(1);
    await pass(second, 2 * hour, () => receiver.events.length > 1 && second?.status.provenAt !== provenAt);
    expect(receiver.events).toHaveLength(2);
    expect(receiver.events).toMatchObject([{ eventType: 'connector canary' }, { eventType: 'connector canary' }]);
    expect(clock.now() - (second?.status.provenAt ?? 0)).toBeLessThan(10 * 60_000);
  });

  it('is a concern as long as nothing is proven, keeps the last proof, and heals with the next one', async () => {
    const { server, canaryOf, pass } = await tenant();
    const canary = canaryOf();
    canary?.start();
    await pass(canary, 10 * 60_000, () => canary?.status.provenAt !== null);
    const provenAt = canary?.status.provenAt;
    const { rows } = server;
    server.rows = [];
    await pass(canary, 7 * hour, () => canary?.concern !== null);
    expect(canary?.concern?.code).toBe('OUT-ARRIVAL');
    expect(canary?.status.provenAt).toBe(provenAt);
    server.rows = rows;
    // Sooner than six hours: what is not proven is tried again.
    await pass(canary, 2 * hour, () => canary?.concern === null);
    expect(canary?.concern).toBeNull();
    expect(canary?.status.provenAt).not.toBe(provenAt);
  });

  it('tells a search that is not possible from an event that is not there', async () => {
    const { server, canaryOf, pass } = await tenant();
    server.token = 'another';
    const canary = canaryOf();
    canary?.start();
    await pass(canary, 10 * 60_000, () => canary?.concern !== null);
    expect(canary?.concern?.code).toBe('OUT-SEARCH-AUTH');
  });

  it('claims nothing for another receiver, and nothing from a damaged file', async () => {
    const { canaryOf, pass, dir } = await tenant();
    const canary = canaryOf();
    canary?.start();
    await pass(canary, 10 * 60_000, () => canary?.status.provenAt !== null);
    await canary?.stop();
    expect(canaryOf({ url: 'https://other.example.com/events' })?.status).toMatchObject({ provenAt: null, triedAt: null });
    expect(canaryOf()?.status.provenAt).not.toBeNull();
    writeFileSync(join(dir, 'proofs.json'), '{"version":1,"outputs":{"o":{"provenAt":"x"');
    expect(canaryOf()?.status.provenAt).toBeNull();
  });

  it('forgets an output that is no more', () => {
    const dir = tempDir();
    const store = new ProofStore(dir);
    store.put('o', { destination: 'd', provenAt: 1, sighting: null, triedAt: 1, failure: null });
    expect(new ProofStore(dir).get('o')?.provenAt).toBe(1);
    store.forget('o');
    expect(new ProofStore(dir).get('o')).toBeNull();
  });
});
