import type { HttpOutputConfig } from '../../../../shared/model/output';
import type { Span } from '../parts/span';
import type { BulkDeps } from './bulk-output';
import { BulkOutput } from './bulk-output';
import { authHeaders, secretProblem } from './http-auth';
import { jsonArray, singleObject } from './http-body';

/** How a part becomes the body of a request. */
export function httpBody({ mode }: Pick<HttpOutputConfig, 'mode'>): (part: readonly Span[]) => Buffer {
  return mode === 'single' ? singleObject : jsonArray;
}

/** DNIF's HTTPS connector (DNIF.md §5): POST of JSON arrays to `…/events`, or of single objects to `…/event`. */
export class HttpOutput extends BulkOutput {
  constructor({ config, ...deps }: { readonly config: HttpOutputConfig } & BulkDeps) {
    const { auth, url } = config;
    super(
      config,
      {
        url,
        contentType: 'application/json',
        ...(config.mode === 'single' ? { mostEvents: 1 } : {}),
        body: httpBody(config),
        headers: (secret, payload) => authHeaders(auth, secret, payload),
        secretProblem: (secret) => secretProblem(auth, secret),
      },
      deps,
    );
  }
}
