import { systemClock } from '../../electron/collector/kit/clock';
import { KafkaOutput } from '../../electron/collector/outputs/kafka/kafka-output';
import type { KafkaOutputConfig } from '../../shared/model/output';
import { KafkaBroker } from '../receivers/kafka-broker';
import type { OutputBench } from './output-law';
import { outputLaw } from './output-law';

type KafkaBench = OutputBench & { readonly broker: KafkaBroker };

outputLaw('kafka', async (): Promise<KafkaBench> => {
  const broker = await KafkaBroker.start();
  const config: KafkaOutputConfig = {
    id: 'k', name: 'Kafka', enabled: true, format: 'both', type: 'kafka', brokers: broker.brokers, topic: broker.topic,
    tls: { enabled: false }, sasl: { kind: 'none' }, key: 'stream', gzip: true, maxKiB: 900,
  };
  return {
    make: () =>
      new KafkaOutput({
        config,
        clock: systemClock,
        secret: () => Promise.resolve(null),
        version: '0.0.0',
        timeouts: { connectMs: 2_000, requestMs: 5_000 },
        socketFactory: broker.socketFactory,
      }),
    received: async () => (await broker.received()).map((value) => String((JSON.parse(value) as { readonly id?: unknown }).id)),
    breakOnce: () => Promise.resolve(broker.cut()),
    broker,
    dispose: () => broker.stop(),
  };
}, { repeatsAfterCrash: true });
