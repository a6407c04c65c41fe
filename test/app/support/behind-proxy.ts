import type { IncomingMessage, ServerResponse } from 'node:http';
import { request } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';

import { privateCa } from '../../receivers/private-ca';

const skipped = new Set(['content-length', 'transfer-encoding', 'connection', 'accept-encoding', 'host']);

/**
 * The simulated tenant as `https://api.example.com`, with its log files at `https://files.example.net`: names that only a
 * proxy can resolve, and a certificate that only the additional authority vouches for.
 */
export class TenantBehindProxy {
  readonly paths: string[] = [];
  readonly #server = createServer({ key: privateCa.key, cert: privateCa.cert }, (asked, answer) => {
    this.#forward(asked, answer);
  });

  private constructor(private readonly inner: URL) {}

  static async start(url: string): Promise<TenantBehindProxy> {
    const tenant = new TenantBehindProxy(new URL(url));
    tenant.#server.on('tlsClientError', () => undefined);
    await new Promise<void>((resolve) => tenant.#server.listen(0, '127.0.0.1', resolve));
    return tenant;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #forward(asked: IncomingMessage, answer: ServerResponse): void {
    this.paths.push(`${String(asked.headers.host)}${(asked.url ?? '').replace(/\?.*/, '')}`);
    const headers = Object.fromEntries(Object.entries(asked.headers).filter(([name]) => !skipped.has(name)));
    const inner = request({ host: this.inner.hostname, port: this.inner.port, path: asked.url, method: asked.method, headers }, (given) => {
      const pieces: Buffer[] = [];
      given.on('data', (piece: Buffer) => pieces.push(piece));
      given.on('end', () => {
        const body = Buffer.concat(pieces);
        const json = String(given.headers['content-type']).includes('json');
        const own = Object.fromEntries(Object.entries(given.headers).filter(([name]) => !skipped.has(name)));
        answer.writeHead(given.statusCode ?? 500, own);
        answer.end(json ? body.toString('utf8').replaceAll(this.inner.origin, 'https://files.example.net') : body);
      });
    });
    inner.on('error', () => answer.destroy());
    asked.pipe(inner);
  }
}
