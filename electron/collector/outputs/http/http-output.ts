import type { HttpOutputConfig } from '../../../../shared/model/output';
import type { BulkDeps } from './bulk-output';
import { BulkOutput } from './bulk-output';
import { authHeaders, secretProblem } from './http-auth';
import { jsonArray, singleObject } from './http-body';

/** DNIF's HTTPS connector (DNIF.md §5): POST of JSON arrays to `…/events`, or of single objects to `…/event`. */
export class HttpOutput extends BulkOutput {
  constructor({ config, ...deps }: { readonly config: HttpOutputConfig } & BulkDeps) {
    const { auth, url } = config;
    const single = config.mode === 'single';
    super(
      config,
      {
        url,
        contentType: 'application/json',
        ...(single ? { mostEvents: 1 } : {}),
        body: single ? singleObject : jsonArray,
        headers: (secret, payload) => authHeaders(auth, secret, payload),
        secretProblem: (secret) => secretProblem(auth, secret),
      },
      deps,
    );
  }
}
