import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';

import { describe, expect, it, onTestFinished } from 'vitest';

import { systemClock } from '../../../../electron/collector/kit/clock';
import { Secret } from '../../../../electron/collector/kit/secret';
import { judgeKafkaError } from '../../../../electron/collector/outputs/kafka/kafka-failure';
import { KafkaOutput } from '../../../../electron/collector/outputs/kafka/kafka-output';
import type { KafkaOutputConfig } from '../../../../shared/model/output';
import { idsOf, lawBatch } from '../../../laws/output-law';
import { KafkaBroker } from '../../../receivers/kafka-broker';
import { selfSigned } from '../../../receivers/self-signed';
import { byLine,StreamReceiver } from '../../../receivers/stream-receiver';

const never = new AbortController().signal;

const configOf = (parts: Partial<KafkaOutputConfig> = {}): KafkaOutputConfig => ({
  id: 'k', name: 'Kafka', enabled: true, format: 'both', type: 'kafka', brokers: ['127.0.0.1:1'], topic: 'mimecast', tls: { enabled: false }, sasl: { kind: 'none' }, key: 'event-id', gzip: false, maxKiB: 900, ...parts,
});

async function opened(config: KafkaOutputConfig, broker: KafkaBroker | null, secret: string | null = null, timeouts = { connectMs: 1_000, requestMs: 1_000 }): Promise<KafkaOutput> {
  const output = new KafkaOutput({
    config,
    clock: systemClock,
    secret: () => Promise.resolve(secret === null ? null : new Secret(secret)),
    version: '0.0.0',
    timeouts,
    ...(broker === null ? {} : { socketFactory: broker.socketFactory }),
  });
  onTestFinished(() => output.close());
  await output.open(null, never);
  return output;
}

const brokerError = (type: string): Error => Object.assign(new Error('the words'), { type, retriable: true });
const wrapped = (error: Error): Error => Object.assign(new Error('Retries exceeded'), { cause: error });

describe('kafka output', () => {
  it('ends a delivery that hangs by abort and by close, and delivers afterwards', async () => {
    const broker = await KafkaBroker.start();
    onTestFinished(() => broker.stop());
    const output = await opened(configOf({ brokers: broker.brokers }), broker, null, { connectMs: 30_000, requestMs: 30_000 });
    expect((await output.deliver([lawBatch(1)], never)).kind).toBe('delivered');
    const thaw = broker.freeze();
    const stop = new AbortController();
    const aborted = output.deliver([lawBatch(2)], stop.signal);
    setImmediate(() => {
      stop.abort(new Error('deadline'));
    });
    await expect(aborted).rejects.toThrow('deadline');
    const other = await opened(configOf({ brokers: broker.brokers }), broker, null, { connectMs: 30_000, requestMs: 30_000 });
    const closed = other.deliver([lawBatch(2)], never);
    await other.close();
    expect(await closed).toMatchObject({ kind: 'retry', failure: { code: 'APP-CANCELLED' } });
    thaw();
    expect((await output.deliver([lawBatch(2)], never)).kind).toBe('delivered');
    const ids = new Set((await broker.received()).map((value) => (JSON.parse(value) as { readonly id: string }).id));
    expect(ids).toEqual(new Set(idsOf([lawBatch(1), lawBatch(2)])));
  });

  it('says when nobody listens', async () => {
    const output = await opened(configOf(), null);
    expect(await output.deliver([lawBatch(1)], never)).toMatchObject({ kind: 'retry', failure: { code: 'OUT-UNREACHABLE' } });
  });

  it('does not trust a certificate that nobody vouches for', async () => {
    const secure = await StreamReceiver.start(byLine, selfSigned);
    onTestFinished(() => secure.stop());
    const output = await opened(configOf({ brokers: [`127.0.0.1:${secure.port}`], tls: { enabled: true } }), null);
    expect(await output.deliver([lawBatch(1)], never)).toMatchObject({ kind: 'retry', failure: { code: 'NET-TLS' } });
  });

  it('sends no password without its secret, and none before the connection is secure', async () => {
    await expect(opened(configOf({ tls: { enabled: true }, sasl: { kind: 'plain', username: '$ConnectionString' } }), null)).rejects.toMatchObject({ failure: { code: 'OUT-SECRET-MISSING' } });
    const heard: string[] = [];
    const plain = createServer((socket) => {
      socket.on('data', (chunk: Buffer) => heard.push(chunk.toString('latin1')));
      socket.on('error', () => undefined);
    });
    await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      plain.close();
    });
    const port = (plain.address() as AddressInfo).port;
    const output = await opened(configOf({ brokers: [`127.0.0.1:${port}`], tls: { enabled: true }, sasl: { kind: 'plain', username: '$ConnectionString' } }), null, 'canary-password', { connectMs: 300, requestMs: 300 });
    expect((await output.deliver([lawBatch(1)], never)).kind).toBe('retry');
    expect(heard.join('')).not.toContain('canary-password');
    await output.close();
  });
});

describe('what a broker says', () => {
  it.each([
    ['MESSAGE_TOO_LARGE', 'unacceptable', 'OUT-REFUSED'],
    ['RECORD_LIST_TOO_LARGE', 'unacceptable', 'OUT-REFUSED'],
    ['SASL_AUTHENTICATION_FAILED', 'later', 'OUT-AUTH'],
    ['TOPIC_AUTHORIZATION_FAILED', 'later', 'OUT-AUTH'],
    ['UNKNOWN_TOPIC_OR_PARTITION', 'later', 'OUT-UNREACHABLE'],
    ['NOT_ENOUGH_REPLICAS', 'later', 'OUT-UNREACHABLE'],
    ['THROTTLING_QUOTA_EXCEEDED', 'later', 'OUT-THROTTLED'],
  ])('%s, also wrapped', (type, kind, code) => {
    for (const error of [brokerError(type), wrapped(brokerError(type))]) {
      expect(judgeKafkaError(error, null, 1)).toMatchObject({ kind, failure: { code, detail: `${type}: the words` } });
    }
  });

  it('knows a refused login without a type, and hides the password', () => {
    const error = Object.assign(new Error('SASL PLAIN authentication failed: canary-password is wrong'), { name: 'KafkaJSSASLAuthenticationError' });
    const verdict = judgeKafkaError(error, new Secret('canary-password'), 1);
    expect(verdict).toMatchObject({ kind: 'later', failure: { code: 'OUT-AUTH', retryAfterMs: 300_000 } });
    expect(JSON.stringify(verdict)).not.toContain('canary');
  });
});
