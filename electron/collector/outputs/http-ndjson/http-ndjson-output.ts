import type { HttpNdjsonOutputConfig } from '../../../../shared/model/output';
import type { BulkDeps } from '../http/bulk-output';
import { BulkOutput } from '../http/bulk-output';
import { authHeaders, secretProblem } from '../http/http-auth';
import { ndjson } from '../http/http-body';

/** Newline JSON by POST, for receivers without a protocol of their own. A 2xx answer means that all lines were taken. */
export class HttpNdjsonOutput extends BulkOutput {
  constructor({ config, ...deps }: { readonly config: HttpNdjsonOutputConfig } & BulkDeps) {
    const { auth, url } = config;
    super(
      config,
      {
        url,
        contentType: 'application/x-ndjson',
        body: ndjson,
        headers: (secret, payload) => authHeaders(auth, secret, payload),
        secretProblem: (secret) => secretProblem(auth, secret),
      },
      deps,
    );
  }
}
