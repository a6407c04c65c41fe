import type { ElasticsearchAuth, ElasticsearchOutputConfig } from '../../../../shared/model/output';
import type { Secret } from '../../kit/secret';
import type { BulkDeps } from '../http/bulk-output';
import { BulkOutput } from '../http/bulk-output';
import { authHeaders, headerProblem } from '../http/http-auth';
import type { Span } from '../parts/span';
import { eventsOf, idOf, lineOf } from '../parts/span';
import { judgeBulk } from './bulk-answer';

// One item answers with some 50 bytes, a refused one with a few hundred.
const longestAnswer = 16 * 1024 * 1024;

/** The address of the bulk requests. Only what is judged is asked for: otherwise the answer is as long as the request. */
export function bulkUrl(base: string, index: string): string {
  const url = new URL(base);
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/${encodeURIComponent(index)}/_bulk`;
  url.search = 'filter_path=errors,error,items.*.status,items.*.error';
  return url.href;
}

/**
 * Bulk API of Elasticsearch and OpenSearch: `create` under the event's id, so that a repeat is recognized (409) and counts
 * as arrived. Behind an alias or data stream that has rolled over, ids of an older index are not seen.
 */
export class ElasticsearchOutput extends BulkOutput {
  constructor({ config, ...deps }: { readonly config: ElasticsearchOutputConfig } & BulkDeps) {
    const { auth } = config;
    super(
      config,
      {
        url: bulkUrl(config.url, config.index),
        contentType: 'application/x-ndjson',
        body: bulkBody,
        headers: (secret, payload) => bulkHeaders(auth, secret, payload),
        secretProblem: (secret) => (auth.kind === 'basic' ? null : headerProblem(secret)),
        judge: judgeBulk,
        longestAnswer,
      },
      deps,
    );
  }
}

function bulkHeaders(auth: ElasticsearchAuth, secret: Secret | null, payload: Uint8Array): Readonly<Record<string, string>> {
  if (auth.kind !== 'api-key') return authHeaders(auth, secret, payload);
  return secret === null ? {} : { authorization: `ApiKey ${secret.reveal()}` };
}

const lineEnd = Buffer.from('\n');

/** The body of a bulk request: action and document, line by line. */
export function bulkBody(part: readonly Span[]): Buffer {
  const pieces: Buffer[] = [];
  for (const { batch, index } of eventsOf(part)) {
    pieces.push(Buffer.from(`{"create":{"_id":"${idOf(batch, index)}"}}\n`), lineOf(batch, index), lineEnd);
  }
  return Buffer.concat(pieces);
}
