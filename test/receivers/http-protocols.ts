import type { HttpProtocol } from './http-receiver';

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Complete lines that are JSON; null when one is not, or when the last one has no end. */
function linesOf(payload: Buffer): readonly unknown[] | null {
  const text = payload.toString('utf8');
  if (!text.endsWith('\n')) return null;
  const values = text.slice(0, -1).split('\n').map(jsonOf);
  return values.includes(undefined) ? null : values;
}

/** DNIF's bulk endpoint: a JSON array (DNIF.md §5). */
export const jsonArray: HttpProtocol = {
  contentType: 'application/json',
  parse: (payload) => {
    const value = jsonOf(payload.toString('utf8'));
    return Array.isArray(value) ? (value as readonly unknown[]) : null;
  },
};

/** DNIF's single endpoint: one JSON object. */
export const singleObject: HttpProtocol = {
  contentType: 'application/json',
  parse: (payload) => {
    const value = jsonOf(payload.toString('utf8'));
    return value !== null && typeof value === 'object' && !Array.isArray(value) ? [value] : null;
  },
};

export const ndjson: HttpProtocol = { contentType: 'application/x-ndjson', parse: linesOf };

type Envelope = { readonly event?: unknown; readonly time?: unknown };

/** Splunk HTTP Event Collector: envelopes one behind the other; stops at the first event it cannot take. */
export const splunkHec: HttpProtocol = {
  contentType: 'application/json',
  parse: (payload) => {
    const envelopes = linesOf(payload);
    if (envelopes === null || envelopes.some((one) => (one as Envelope).event === undefined)) return null;
    return envelopes.map((one) => (one as Envelope).event);
  },
  answer: (events, refuses) => {
    const invalid = events.findIndex(refuses);
    if (invalid === -1) return { status: 200, body: '{"text":"Success","code":0}', taken: events };
    return { status: 400, body: JSON.stringify({ text: 'Invalid data format', code: 6, 'invalid-event-number': invalid }), taken: [] };
  },
};

/** Bulk API of Elasticsearch: `create` by id, per-item results, 409 for an id that is there. Made anew for each receiver. */
export function elasticBulk(): HttpProtocol {
  const there = new Set<string>();
  return {
    contentType: 'application/x-ndjson',
    parse: (payload) => {
      const lines = linesOf(payload);
      if (lines === null || lines.length % 2 !== 0) return null;
      const documents: unknown[] = [];
      for (let at = 0; at < lines.length; at += 2) {
        const { create } = lines[at] as { readonly create?: { readonly _id?: unknown } };
        if (typeof create?._id !== 'string') return null;
        documents.push({ ...(lines[at + 1] as object), _id: create._id });
      }
      return documents;
    },
    answer: (events, refuses) => {
      const taken: unknown[] = [];
      const items = events.map((event) => {
        const { _id } = event as { readonly _id: string };
        if (there.has(_id)) return { create: { status: 409, error: { type: 'version_conflict_engine_exception', reason: 'document already exists' } } };
        if (refuses(event)) return { create: { status: 400, error: { type: 'document_parsing_exception', reason: 'failed to parse field [size] of type [long]' } } };
        there.add(_id);
        taken.push(event);
        return { create: { status: 201 } };
      });
      return { status: 200, body: JSON.stringify({ errors: items.some(({ create }) => create.status !== 201), items }), taken };
    },
  };
}
