import { gunzipSync } from 'node:zlib';

import { afterEach } from 'vitest';

import { type Simulator, type SimulatorOptions,startSimulator } from '../../../electron/simulator/simulator';

/** A moment far from midnight, so that a day's arithmetic in a test is not by accident right. */
export const NOON = Date.parse('2026-03-10T12:34:56.000Z');

export const ALL_TYPES = [
  'receipt', 'process', 'delivery', 'av', 'spam', 'internal email protect', 'impersonation protect', 'url protect', 'attachment protect', 'journal',
] as const;

export type Json = Readonly<Record<string, unknown>>;
export type Reply = { readonly status: number; readonly headers: Headers; readonly text: string; readonly body: Json };

const running: Simulator[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((simulator) => simulator.close()));
});

/** A simulator that ends with the test, and a clock the test moves. */
export async function start(options: SimulatorOptions = {}): Promise<{ simulator: Simulator; client: Client; clock: { now: number } }> {
  const clock = { now: NOON };
  const simulator = await startSimulator({ events: 300, dlpEvents: 30, auditEvents: 30, heldMessages: 30, eventsPerFile: 20, historyHours: 12, now: () => clock.now, ...options });
  running.push(simulator);
  return { simulator, client: new Client(simulator.url), clock };
}

export async function readReply(response: Response): Promise<Reply> {
  const text = await response.text();
  let body: Json = {};
  try {
    body = JSON.parse(text) as Json;
  } catch {
    // Some answers are not JSON on purpose; such a test looks at `text`.
  }
  return { status: response.status, headers: response.headers, text, body };
}

export type ListedFile = { readonly url: string; readonly expiry: string; readonly size: number };
export type Page = { readonly value: readonly ListedFile[]; readonly next: string; readonly caughtUp: boolean | undefined };

/** A plain client of the protocol; it shares nothing with the product's. */
export class Client {
  token = '';

  constructor(readonly url: string) {}

  buy(form: Record<string, string> = {}, headers: Record<string, string> = {}): Promise<Reply> {
    const body = new URLSearchParams({ client_id: 'demo-client-id', client_secret: 'demo-client-secret', grant_type: 'client_credentials', ...form });
    return fetch(`${this.url}/oauth/token`, { method: 'POST', body, headers }).then(readReply);
  }

  async login(): Promise<this> {
    this.token = String((await this.buy()).body.access_token);
    return this;
  }

  get(path: string, query: Record<string, string> = {}, headers: Record<string, string> = {}): Promise<Reply> {
    const search = new URLSearchParams(query);
    return fetch(`${this.url}${path}?${search}`, { headers: { authorization: `Bearer ${this.token}`, ...headers } }).then(readReply);
  }

  post(path: string, body: unknown): Promise<Reply> {
    return fetch(`${this.url}${path}`, {
      method: 'POST', headers: { authorization: `Bearer ${this.token}`, 'content-type': 'application/json' }, body: typeof body === 'string' ? body : JSON.stringify(body),
    }).then(readReply);
  }

  batch(query: Record<string, string>): Promise<Reply> {
    return this.get('/siem/v1/batch/events/cg', query);
  }

  list(path: string, filter: Json, pagination?: Json): Promise<Reply> {
    return this.post(path, { ...(pagination === undefined ? {} : { meta: { pagination } }), data: [filter] });
  }
}

export function page(reply: Reply): Page {
  const { value, '@nextPage': next, isCaughtUp } = reply.body;
  return { value: value as readonly ListedFile[], next: String(next), caughtUp: isCaughtUp as boolean | undefined };
}

export async function download(url: string): Promise<Buffer> {
  return Buffer.from(await (await fetch(url)).arrayBuffer());
}

export function lines(gzip: Buffer): readonly string[] {
  return gunzipSync(gzip).toString('utf8').split('\n').filter((line) => line.trim() !== '');
}

export type Event = Json & { readonly processingId: string; readonly timestamp: number };

export async function events(file: ListedFile): Promise<readonly Event[]> {
  return lines(await download(file.url)).map((line) => JSON.parse(line) as Event);
}

/** Walks the batch listing from a query until caught up; every page is handed over. */
export async function walkBatch(client: Client, query: Record<string, string>, limit = 200): Promise<{ files: ListedFile[]; cursor: string; pages: number }> {
  const files: ListedFile[] = [];
  let current = query;
  for (let pages = 1; pages <= limit; pages += 1) {
    const reply = await client.batch(current);
    if (reply.status !== 200) throw new Error(`${reply.status} ${reply.text}`);
    const { value, next, caughtUp } = page(reply);
    files.push(...value);
    current = { ...query, nextPage: next };
    if (caughtUp !== false) return { files, cursor: next, pages };
  }
  throw new Error('never caught up');
}

export async function batchKeys(client: Client, query: Record<string, string>): Promise<string[]> {
  const { files } = await walkBatch(client, query);
  const all = await Promise.all(files.map((file) => events(file)));
  return all.flat().map((event) => event.processingId);
}

/** Walks the streaming pages until caught up. */
export async function walkStreaming(client: Client, query: Record<string, string>, limit = 200): Promise<{ events: Event[]; cursor: string }> {
  const found: Event[] = [];
  let current = query;
  for (let pages = 1; pages <= limit; pages += 1) {
    const { status, body, text } = await client.get('/siem/v1/events/cg', current);
    if (status !== 200) throw new Error(`${status} ${text}`);
    found.push(...(body.value as readonly Event[]));
    current = { pageSize: query.pageSize ?? '100', nextPage: String(body['@nextPage']) };
    if (body.isCaughtUp !== false) return { events: found, cursor: String(body['@nextPage']) };
  }
  throw new Error('never caught up');
}

export const PATHS = {
  dlp: '/api/dlp/get-logs',
  audit: '/api/audit/get-audit-events',
  hold: '/api/gateway/get-hold-message-list',
} as const;

export const FILTERS: Readonly<Record<keyof typeof PATHS, Json>> = {
  dlp: { from: '2026-03-09T00:00:00+0000', to: '2026-03-11T00:00:00+0000', oldestFirst: true },
  audit: { startDateTime: '2026-03-09T00:00:00+0000', endDateTime: '2026-03-11T00:00:00+0000' },
  hold: { admin: true, start: '2026-03-01T00:00:00+0000', end: '2026-03-11T00:00:00+0000' },
};

/** The records of a function's answer. */
export function records(source: keyof typeof PATHS, reply: Reply): readonly Json[] {
  const data = reply.body.data as readonly Json[];
  return source === 'dlp' ? data.flatMap((item) => item.dlpLogs as readonly Json[]) : data;
}

export function keyOf(source: keyof typeof PATHS, record: Json): string {
  return String(source === 'dlp' ? record.messageId : record.id);
}

export function nextToken(reply: Reply): string | undefined {
  const { pagination } = reply.body.meta as { pagination?: { next?: string } };
  return pagination?.next;
}

/** Follows meta.pagination.next to the end. */
export async function walkList(client: Client, source: keyof typeof PATHS, filter: Json, pageSize = 7, limit = 100): Promise<{ keys: string[]; replies: Reply[] }> {
  const keys: string[] = [];
  const replies: Reply[] = [];
  let pageToken: string | undefined = '';
  while (pageToken !== undefined) {
    if (replies.length >= limit) throw new Error('never ended');
    const reply = await client.list(PATHS[source], filter, { pageSize, pageToken });
    if (reply.status !== 200) throw new Error(`${reply.status} ${reply.text}`);
    replies.push(reply);
    keys.push(...records(source, reply).map((record) => keyOf(source, record)));
    pageToken = nextToken(reply);
  }
  return { keys, replies };
}

export function sorted(keys: Iterable<string>): string[] {
  return [...keys].sort();
}
