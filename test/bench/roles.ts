import { createReadStream, openSync, readFileSync, statSync, writeSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { createGunzip, gunzipSync } from 'node:zlib';

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

const pageFiles = 100;

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
