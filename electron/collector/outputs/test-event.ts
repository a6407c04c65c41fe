import type { EventFormat, EventModel } from '../../../shared/model/output';
import type { RenderedBatch } from './output';
import { renderBatch } from './render';

/** How a receiver's searches find test events again. */
export const testEventType = 'connector test';

/**
 * One event that says of itself that it is a test, in the output's format. `id` are 16 random bytes, `at` is epoch ms.
 * It looks like a SIEM record of an unknown type, so that it takes the way that real events take.
 */
export function testBatch(format: EventFormat, options: { readonly id: Uint8Array; readonly at: number; readonly connectorName: string; readonly model?: EventModel }): RenderedBatch {
  const record = {
    type: testEventType,
    timestamp: options.at,
    subject: 'Test event of Mimecast Connector. It reports no e-mail and can be ignored.',
    aggregateId: `connector-test-${Buffer.from(options.id).toString('hex')}`,
  };
  const lines = new Uint8Array(Buffer.from(`${JSON.stringify(record)}\n`));
  return renderBatch({ seq: 0, connectorName: options.connectorName, logType: 'SIEM', count: 1, lines, ids: options.id }, format, options.model);
}
