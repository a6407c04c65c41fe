import type { ISocketFactory, KafkaConfig, Producer } from 'kafkajs';

import type { KafkaOutputConfig } from '../../../../shared/model/output';
import { outputNeedsSecret } from '../../../../shared/model/output';
import { isAbort, untilAborted } from '../../kit/abort';
import type { Clock } from '../../kit/clock';
import { failure, FailureError } from '../../kit/failure-error';
import type { Network } from '../../kit/network';
import { processNetwork } from '../../kit/network';
import type { Secret } from '../../kit/secret';
import { ndjson } from '../http/http-body';
import { paceOf } from '../limits/pace';
import type { TlsMaterial } from '../net/tls-material';
import { readTls, strictTls } from '../net/tls-material';
import type { Delivery, Output, RenderedBatch, ResumeState } from '../output';
import type { Verdict } from '../parts/part-delivery';
import { PartDelivery } from '../parts/part-delivery';
import type { Span } from '../parts/span';
import { eventsOf, idOf, lineOf } from '../parts/span';
import type { Listener } from '../transcript';
import { BrokerSockets } from './broker-sockets';
import { judgeKafkaError } from './kafka-failure';

export type KafkaTimeouts = { readonly connectMs: number; readonly requestMs: number };

const kafkaTimeouts: KafkaTimeouts = { connectMs: 10_000, requestMs: 30_000 };

const bytesPerKiB = 1024;

// Above this the broker's own limits decide; the client serializes all of a call at once.
const mostEvents = 5_000;

// How long the client may take to say goodbye; a broker that hangs must not hold up the end of the program.
const farewellMs = 2_000;

export type KafkaOutputOptions = {
  readonly config: KafkaOutputConfig;
  readonly clock: Clock;
  /** Reads the password from the vault; null when there is none. */
  readonly secret: () => Promise<Secret | null>;
  readonly version: string;
  readonly timeouts?: KafkaTimeouts;
  /** How connections are made; a parameter so that tests can cut them. */
  readonly socketFactory?: ISocketFactory;
  readonly network?: Network;
  readonly listener?: Listener;
};

export type KafkaMessage = { readonly key: string; readonly value: Buffer; readonly headers: { readonly id: string; readonly logType: string } };

/** The records of a part. */
export function kafkaMessages(part: readonly Span[], { key }: Pick<KafkaOutputConfig, 'key'>): KafkaMessage[] {
  return [...eventsOf(part)].map(({ batch, index }) => {
    const id = idOf(batch, index);
    return { key: key === 'event-id' ? id : `${batch.connectorName}/${batch.logType}`, value: lineOf(batch, index), headers: { id, logType: batch.logType } };
  });
}

/**
 * Kafka and what speaks its protocol. Every produce call waits for all in-sync replicas. At least once: a call whose
 * answer was lost is sent again; its records carry the event's id as header `id`.
 */
export class KafkaOutput implements Output {
  readonly #options: KafkaOutputOptions;
  readonly #parts: PartDelivery;
  readonly #closing = new AbortController();
  readonly #sockets: BrokerSockets;
  #producer: Producer | null = null;
  #secret: Secret | null = null;
  #tls: TlsMaterial = {};

  constructor(options: KafkaOutputOptions) {
    const { config, clock } = options;
    this.#options = options;
    this.#sockets = new BrokerSockets({
      network: options.network ?? processNetwork,
      timeoutMs: (options.timeouts ?? kafkaTimeouts).connectMs,
      gone: this.#closing.signal,
      way: config.way,
      listener: options.listener,
    });
    this.#parts = new PartDelivery({
      clock,
      limits: { maxEvents: mostEvents, maxBytes: config.maxKiB * bytesPerKiB },
      pace: paceOf(config.rateLimit, clock),
      offer: (part, signal) => this.#offer(part, signal),
    });
  }

  async open(_resume: ResumeState | null, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const { config, clock } = this.#options;
    await this.#readSecret();
    if (config.tls.enabled) this.#tls = await readTls(config.tls, clock.now());
    signal.throwIfAborted();
  }

  async deliver(batches: readonly RenderedBatch[], signal: AbortSignal): Promise<Delivery> {
    const either = AbortSignal.any([signal, this.#closing.signal]);
    try {
      return await this.#parts.deliver(batches, either);
    } catch (error) {
      signal.throwIfAborted();
      if (!isAbort(error, either)) throw error;
      return { kind: 'retry', failure: failure('APP-CANCELLED', { at: this.#options.clock.now() }) };
    }
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#dropProducer();
  }

  async #offer(part: readonly Span[], signal: AbortSignal): Promise<Verdict> {
    const { config, clock, listener } = this.#options;
    const messages = kafkaMessages(part, config);
    listener?.sent(messages.map((message) => `To topic ${config.topic}\nkey: ${message.key}`).join('\n'), ndjson(part));
    try {
      const producer = await untilAborted(this.#connected(), signal);
      const { CompressionTypes } = await import('kafkajs');
      const sent = producer.send({
        topic: config.topic,
        acks: -1,
        timeout: (this.#options.timeouts ?? kafkaTimeouts).requestMs,
        compression: config.gzip ? CompressionTypes.GZIP : CompressionTypes.None,
        messages,
      });
      const records = await untilAborted(sent, signal);
      listener?.answered(records.map((record) => `partition ${record.partition}, offset ${record.baseOffset ?? 'not told'}: on all in-sync replicas`).join('\n'), this.#secret);
      return { kind: 'arrived' };
    } catch (error) {
      const verdict = judgeKafkaError(this.#sockets.problem ?? error, this.#secret, clock.now());
      // Whatever state the client is in, a new one begins without it.
      if (verdict.kind === 'later') await this.#dropProducer();
      if (verdict.kind === 'later' && verdict.failure.code === 'OUT-AUTH') await this.#readSecret().catch(() => undefined);
      return verdict;
    }
  }

  async #connected(): Promise<Producer> {
    if (this.#producer !== null) return this.#producer;
    // Loaded at the first use: most installations have no Kafka.
    const { Kafka, logLevel, Partitioners } = await import('kafkajs');
    const { config, version, timeouts = kafkaTimeouts, socketFactory = this.#sockets.open } = this.#options;
    this.#sockets.problem = null;
    const settings: KafkaConfig = {
      clientId: `mimecast-connector-${version}`,
      brokers: this.#sockets.seeds(config.brokers),
      connectionTimeout: timeouts.connectMs,
      authenticationTimeout: timeouts.connectMs,
      requestTimeout: timeouts.requestMs,
      // The delivery worker decides when to try again; one more look covers a partition that just changed its leader.
      retry: { retries: 1, initialRetryTime: 200, maxRetryTime: 1_000 },
      // Its lines may hold addresses and payloads; what matters comes as errors.
      logLevel: logLevel.NOTHING,
      socketFactory,
      ...this.#security(),
    };
    const producer = new Kafka(settings).producer({ createPartitioner: Partitioners.DefaultPartitioner, allowAutoTopicCreation: false });
    this.#producer = producer;
    await producer.connect();
    return producer;
  }

  #security(): Pick<KafkaConfig, 'ssl' | 'sasl'> {
    const { tls, sasl } = this.#options.config;
    const { servername, ...material } = this.#tls;
    // Each broker has its own name, which the client fills in; a name from the settings is the same for all of them.
    const ssl = tls.enabled ? { ssl: { ...strictTls(material, '', (this.#options.network ?? processNetwork).access), ...(servername === undefined ? {} : { servername }) } } : {};
    if (sasl.kind === 'none' || this.#secret === null) return ssl;
    const login = { username: sasl.username, password: this.#secret.reveal() };
    switch (sasl.kind) {
      case 'plain':
        return { ...ssl, sasl: { mechanism: 'plain', ...login } };
      case 'scram-sha-256':
        return { ...ssl, sasl: { mechanism: 'scram-sha-256', ...login } };
      case 'scram-sha-512':
        return { ...ssl, sasl: { mechanism: 'scram-sha-512', ...login } };
    }
  }

  async #dropProducer(): Promise<void> {
    const producer = this.#producer;
    this.#producer = null;
    if (producer === null) return;
    const patience = new AbortController();
    const over = this.#options.clock.sleep(farewellMs, patience.signal).catch(() => undefined);
    await Promise.race([producer.disconnect().catch(() => undefined), over]);
    patience.abort();
  }

  async #readSecret(): Promise<void> {
    const { config, clock, secret } = this.#options;
    if (!outputNeedsSecret(config)) return;
    const found = await secret();
    if (found === null) throw new FailureError(failure('OUT-SECRET-MISSING', { at: clock.now() }));
    this.#secret = found;
  }
}
