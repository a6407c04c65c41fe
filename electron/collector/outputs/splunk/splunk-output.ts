import type { SplunkOutputConfig } from '../../../../shared/model/output';
import { eventFacts } from '../event-facts';
import type { BulkDeps } from '../http/bulk-output';
import { BulkOutput } from '../http/bulk-output';
import { headerProblem } from '../http/http-auth';
import type { Span } from '../parts/span';
import { eventsOf, idOf, lineOf } from '../parts/span';
import { judgeSplunk } from './splunk-answer';

const defaultPath = '/services/collector/event';

/** The address of the requests: the administrator's, with the collector's path where none was given. */
export function splunkUrl(text: string): string {
  const url = new URL(text);
  if (url.pathname === '/' || url.pathname === '') url.pathname = defaultPath;
  return url.href;
}

/**
 * Splunk HTTP Event Collector: one envelope per event. "Arrived" is the collector's own word (code 0); a token with
 * indexer acknowledgement is not supported, because asking for it holds every request until the indexer has written.
 */
export class SplunkOutput extends BulkOutput {
  constructor({ config, ...deps }: { readonly config: SplunkOutputConfig } & BulkDeps) {
    super(
      config,
      {
        url: splunkUrl(config.url),
        contentType: 'application/json',
        body: (part) => envelopes(part, config),
        headers: (secret): Readonly<Record<string, string>> => (secret === null ? {} : { authorization: `Splunk ${secret.reveal()}` }),
        secretProblem: headerProblem,
        judge: judgeSplunk,
      },
      deps,
    );
  }
}

/** The body of a request: one envelope per event. */
export function envelopes(part: readonly Span[], config: SplunkOutputConfig): Buffer {
  const { index, sourcetype, source, format } = config;
  const common = JSON.stringify({
    ...(index === undefined ? {} : { index }),
    ...(sourcetype === undefined ? {} : { sourcetype }),
    ...(source === undefined ? {} : { source }),
  }).slice(1, -1);
  const pieces: Buffer[] = [];
  for (const { batch, index: place } of eventsOf(part)) {
    const line = lineOf(batch, place);
    const { time } = eventFacts(line);
    const head = [
      ...(time === null ? [] : [`"time":${(time / 1000).toFixed(3)}`]),
      `"host":${JSON.stringify(batch.connectorName)}`,
      ...(common === '' ? [] : [common]),
      // A raw record does not name its id, by which repeats are found; the other formats do.
      ...(format === 'raw' ? [`"fields":{"event_id":"${idOf(batch, place)}"}`] : []),
    ];
    pieces.push(Buffer.from(`{${head.join(',')},"event":`), line, Buffer.from('}\n'));
  }
  return Buffer.concat(pieces);
}
