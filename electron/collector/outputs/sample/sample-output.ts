import { hostname } from 'node:os';

import type { LogType } from '../../../../shared/model/log-type';
import type { OutputConfig } from '../../../../shared/model/output';
import type { OutputSample } from '../../../../shared/model/output-sample';
import { bulkBody } from '../elasticsearch/elasticsearch-output';
import { keepWanted } from '../filter/keep-wanted';
import { ndjson } from '../http/http-body';
import { httpBody } from '../http/http-output';
import { kafkaMessages } from '../kafka/kafka-output';
import type { RenderedBatch } from '../output';
import { renderBatch } from '../render';
import { envelopes } from '../splunk/splunk-output';
import { syslogFrame } from '../syslog/syslog-output';
import { tcpFrame } from '../tcp/tcp-output';
import { sampleRecord } from './sample-records';

const idBytes = 16;

/** What an output would send for one example event, made by the code that sends. Nothing leaves the computer. */
export function sampleOutput(config: OutputConfig, logType: LogType, now: number): OutputSample {
  const lines = new Uint8Array(Buffer.from(`${JSON.stringify(sampleRecord(logType, now))}\n`));
  const stored = { seq: 0, connectorName: 'Example', logType, count: 1, lines, ids: new Uint8Array(idBytes).fill(0xab) };
  const { batch } = keepWanted(stored, config.filter);
  if (batch.count === 0) return { kind: 'left-out' };
  const bytes = bytesOf(config, renderBatch(batch, config.format, config.model, config.dropFields), now);
  return bytes === null ? { kind: 'too-large' } : { kind: 'sent', text: Buffer.from(bytes).toString('utf8'), bytes: bytes.length };
}

/** Null when the event is too large for the output. */
function bytesOf(config: OutputConfig, batch: RenderedBatch, now: number): Uint8Array | null {
  const part = [{ batch, from: 0, to: batch.count }];
  switch (config.type) {
    case 'file':
      return batch.lines;
    case 'http':
      return httpBody(config)(part);
    case 'http-ndjson':
      return ndjson(part);
    case 'splunk-hec':
      return envelopes(part, config);
    case 'elasticsearch':
      return bulkBody(part);
    case 'kafka':
      return Buffer.from(kafkaMessages(part, config).map(({ key, headers, value }) => `key ${key}, headers ${JSON.stringify(headers)}\n${value.toString('utf8')}\n`).join(''));
    case 'tcp':
      return tcpFrame(batch, 0);
    case 'syslog': {
      const frame = syslogFrame(config, () => now, hostname())(batch, 0);
      return frame instanceof Uint8Array ? frame : null;
    }
  }
}
