import type { OutputConfig } from '../../../shared/model/output';

/** Where an output sends to, in one line. */
export function targetOf(config: OutputConfig): string {
  switch (config.type) {
    case 'file':
      return config.path;
    case 'http':
    case 'http-ndjson':
    case 'splunk-hec':
      return config.url;
    case 'elasticsearch':
      return `${config.url} · ${config.index}`;
    case 'kafka':
      return `${config.topic} · ${config.brokers.join(', ')}`;
    case 'tcp':
      return `${config.tls.enabled ? 'tls' : 'tcp'}://${config.host}:${String(config.port)}`;
    case 'syslog':
      return `${config.transport}://${config.host}:${String(config.port)}`;
  }
}
