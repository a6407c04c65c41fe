import type { OutputConfig } from '../../../shared/model/output';
import type { RenderedBatch } from './output';
import { renderBatch } from './render';

/** Why an event that nobody collected is sent: by a person's wish, or as the scheduled proof of arrival. */
export type Mark = 'test' | 'canary';

/** How a receiver's searches find marked events again, and keep them out of statistics. */
export const markedTypes: { readonly [M in Mark]: string } = { test: 'connector test', canary: 'connector canary' };

const subjects: { readonly [M in Mark]: string } = {
  test: 'Test event of Mimecast Connector. It reports no e-mail and can be ignored.',
  canary: 'Canary of Mimecast Connector: proves that events arrive. It reports no e-mail and can be ignored.',
};

/** What the raw record of a marked event names as its aggregate; `id` is the event's id in hex. */
export function markedAggregate(mark: Mark, id: string): string {
  return `connector-${mark}-${id}`;
}

/**
 * One event that says of itself that it was made by this program, in the output's format. `id` are 16 random bytes, `at` is
 * epoch ms. It looks like a SIEM record of an unknown type, so that it takes the way that real events take.
 */
export function markedBatch(config: OutputConfig, options: { readonly mark: Mark; readonly id: Uint8Array; readonly at: number }): RenderedBatch {
  const { mark, id, at } = options;
  const record = { type: markedTypes[mark], timestamp: at, subject: subjects[mark], aggregateId: markedAggregate(mark, Buffer.from(id).toString('hex')) };
  const lines = new Uint8Array(Buffer.from(`${JSON.stringify(record)}\n`));
  return renderBatch({ seq: 0, connectorName: `Connector ${mark}`, logType: 'SIEM', count: 1, lines, ids: id }, config.format, config.model, config.dropFields);
}
