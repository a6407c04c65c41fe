import { createReadStream, openSync, readFileSync, statSync, writeSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createGunzip, gunzipSync, gzipSync } from 'node:zlib';

import { release } from '../../electron/collector/kit/release';
import type { RenderRequest } from '../../electron/collector/pipeline/chunk';
import { createWorkPool } from '../../electron/collector/pipeline/work-pool';
import type { DataSet } from './data';

/** What a child process reports about itself on its last line. */
export type Figures = { readonly elapsedMs: number; readonly cpuMs: number; readonly peakRssBytes: number };

export function ownFigures(startedAt: number): Figures {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  return { elapsedMs: Date.now() - startedAt, cpuMs: (userCPUTime + systemCPUTime) / 1000, peakRssBytes: maxRSS * 1024 };
}

/** The least that any program must do with these bytes: gunzip, JSON.parse, JSON.stringify, write; one thread (PERF.md §2, L1). */
export function runFloor(data: DataSet, out: string): Figures {
  const startedAt = Date.now();
  const file = openSync(out, 'w');
  for (const { name } of data.files) {
    const compressed = readFileSync(path.join(data.dir, name));
    const bytes = gunzipSync(compressed, { chunkSize: compressed.readUInt32LE(compressed.length - 4) + 64 });
    let lines = '';
    let from = 0;
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, from)) {
      lines += `${JSON.stringify(JSON.parse(bytes.toString('utf8', from, end)))}\n`;
      from = end + 1;
      if (lines.length > 1024 * 1024) {
        writeSync(file, lines);
        lines = '';
      }
    }
    writeSync(file, lines);
  }
  return ownFigures(startedAt);
}

/** The decode threads of the product over the same files, two at a time: no HTTP, no store, no output. */
export async function runThreads(data: DataSet, normalize: boolean): Promise<Figures> {
  const pool = createWorkPool(path.join(path.dirname(process.argv[1] ?? ''), 'decode-worker.js'));
  const request: RenderRequest = { connectorName: 'bench', pack: false, lines: true, forms: normalize ? [{ format: 'normalized', model: 'connector' }] : [] };
  const startedAt = Date.now();
  const names = data.files.map(({ name }) => name);
  let events = 0;
  const take = async (): Promise<void> => {
    for (let name = names.shift(); name !== undefined; name = names.shift()) {
      const bytes = new Uint8Array(readFileSync(path.join(data.dir, name)));
      for await (const { chunk } of pool.decodeFile('SIEM', { kind: 'bytes', bytes }, name, request)) {
        events += chunk?.count ?? 0;
        if (chunk !== null) release(chunk.lines, ...(chunk.rendered ?? []).map(({ lines }) => lines));
      }
    }
  };
  await Promise.all([take(), take()]);
  const figures = ownFigures(startedAt);
  await pool.close();
  if (events !== data.events) throw new Error(`${events} of ${data.events} events were decoded.`);
  return figures;
}

const pageFiles = 100;

/** A vendor with nothing to tell, until one file with one event is published. */
export async function serveLate() {
  let published = false;
  let polls = 0;
  let seen: ((at: number) => void) | null = null;
  const server = createServer((request, response) => {
    request.resume();
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
    response.setHeader('content-type', 'application/json');
    if (pathname === '/oauth/token') {
      response.end(JSON.stringify({ access_token: 'bench', token_type: 'Bearer', expires_in: 1799, scope: '' }));
    } else if (pathname.startsWith('/files/')) {
      response.end(gzipSync(`${JSON.stringify({ processingId: 'late', timestamp: Date.now(), type: 'receipt', subject: 'late-event' })}\n`));
    } else {
      const value = published ? [{ url: `http://${request.headers.host ?? ''}/files/email_receipt_late.json.gz?X-Amz-Signature=bench` }] : [];
      response.end(JSON.stringify({ value, '@nextPage': `p${polls}`, isCaughtUp: true }));
      polls += 1;
      if (published) seen?.(Date.now());
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    /** Resolves when the collector has asked and has nothing to do. */
    polled: async (): Promise<void> => {
      while (polls === 0) await delay(50);
      await delay(1000);
    },
    /** Resolves with the time, epoch ms, when the collector was told. */
    publish: (): Promise<number> => {
      published = true;
      return new Promise((resolve) => {
        seen = resolve;
      });
    },
    close: async (): Promise<void> => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Serves the prepared files as Mimecast would, from disk: a separate process whose CPU is in no figure. */
export function serveData(data: DataSet): void {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const json = (body: unknown): void => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(body));
    };
    request.resume();
    if (url.pathname === '/oauth/token') {
      json({ access_token: 'bench', token_type: 'Bearer', expires_in: 1799, scope: '' });
    } else if (url.pathname.startsWith('/files/')) {
      const file = path.join(data.dir, path.basename(url.pathname));
      response.setHeader('content-length', statSync(file).size);
      createReadStream(file, { highWaterMark: 256 * 1024 }).pipe(response);
    } else if (url.pathname === '/siem/v1/batch/events/cg') {
      const from = Number(url.searchParams.get('nextPage') ?? 0);
      const page = data.files.slice(from, from + Math.min(pageFiles, Number(url.searchParams.get('pageSize') ?? pageFiles)));
      const host = request.headers.host ?? '';
      json({
        value: page.map(({ name, size }) => ({ url: `http://${host}/files/${name}?X-Amz-Signature=bench`, expiry: new Date(Date.now() + 3_600_000).toISOString(), size })),
        '@nextPage': String(from + page.length),
        isCaughtUp: from + page.length >= data.files.length,
      });
    } else {
      response.statusCode = 404;
      response.end();
    }
  });
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    process.stdout.write(`${typeof address === 'object' && address !== null ? address.port : 0}\n`);
  });
}

/** An HTTP receiver that acknowledges whatever JSON array comes, compressed or not, and prints how many events at its end. */
export function serveReceiver(): void {
  let events = 0;
  const server = createServer((request, response) => {
    const body = request.headers['content-encoding'] === 'gzip' ? request.pipe(createGunzip()) : request;
    // Counted, not parsed: the receiver's own price is not ours. Every event starts with its id.
    let rest = '';
    body.on('data', (piece: Buffer) => {
      const text = rest + piece.toString('latin1');
      events += text.split('{"id":"').length - 1;
      rest = text.slice(-6);
    });
    body.on('end', () => response.end('{}'));
  });
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    process.stdout.write(`${typeof address === 'object' && address !== null ? address.port : 0}\n`);
  });
  process.on('SIGTERM', () => {
    process.stdout.write(`${events}\n`);
    process.exit(0);
  });
}
