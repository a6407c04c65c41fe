import type { OutputConfig } from '../../../shared/model/output';
import type { Clock } from '../kit/clock';
import type { Probe } from '../kit/probe';
import { noProbe } from '../kit/probe';
import type { Secret } from '../kit/secret';
import { ElasticsearchOutput } from './elasticsearch/elasticsearch-output';
import { FileOutput } from './file/file-output';
import { HttpOutput } from './http/http-output';
import { HttpNdjsonOutput } from './http-ndjson/http-ndjson-output';
import { KafkaOutput } from './kafka/kafka-output';
import type { Output } from './output';
import type { OutputLog } from './output-log';
import { SplunkOutput } from './splunk/splunk-output';
import { SyslogOutput } from './syslog/syslog-output';
import { TcpOutput } from './tcp/tcp-output';
import type { Listener } from './transcript';

export type OutputDeps = {
  readonly clock: Clock;
  readonly log: OutputLog;
  /** Reads the output's secret from the vault; null when there is none. */
  readonly secret: () => Promise<Secret | null>;
  /** Of this program; receivers see it in the User-Agent. */
  readonly version: string;
  readonly probe?: Probe;
  /** Hears what is sent and answered; for tests of an output only. */
  readonly listener?: Listener;
};

/** The output of a config. To add one: a variant in shared/model/output.ts, a folder here, a case, and the law suite. */
export function createOutput(config: OutputConfig, deps: OutputDeps): Output {
  const { clock, log, secret, version, probe = noProbe } = deps;
  const listening = deps.listener === undefined ? {} : { listener: deps.listener };
  switch (config.type) {
    case 'file':
      return new FileOutput({ config, clock, log, probe });
    case 'http':
      return new HttpOutput({ config, clock, log, secret, version, ...listening });
    case 'http-ndjson':
      return new HttpNdjsonOutput({ config, clock, log, secret, version, ...listening });
    case 'splunk-hec':
      return new SplunkOutput({ config, clock, log, secret, version, ...listening });
    case 'elasticsearch':
      return new ElasticsearchOutput({ config, clock, log, secret, version, ...listening });
    case 'kafka':
      return new KafkaOutput({ config, clock, secret, version, ...listening });
    case 'tcp':
      return new TcpOutput({ config, clock, ...listening });
    case 'syslog':
      return new SyslogOutput({ config, clock, ...listening });
  }
}
