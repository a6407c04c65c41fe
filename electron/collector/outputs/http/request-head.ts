import { redact } from '../../kit/failure-error';
import { mask } from '../transcript';
import type { BulkProtocol } from './bulk-output';

/** The first lines of a request for a person: every header that proves who sends is masked, and so is a query. */
export function requestHead(protocol: Pick<BulkProtocol, 'url' | 'contentType'>, zipped: boolean, proofs: Readonly<Record<string, string>>): string {
  return [
    `POST ${redact(protocol.url)}`,
    `content-type: ${protocol.contentType}`,
    ...(zipped ? ['content-encoding: gzip (shown here as it was before)'] : []),
    ...Object.keys(proofs).map((name) => `${name}: ${mask}`),
  ].join('\n');
}
