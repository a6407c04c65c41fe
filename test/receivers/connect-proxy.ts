import type { AddressInfo, Socket } from 'node:net';
import { connect, createServer as createTcpServer } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';

import { privateCa } from './private-ca';

export type ProxyOptions = {
  /** `user:password` that it demands. */
  readonly credentials?: string;
  /** Answer to every CONNECT instead of a tunnel. */
  readonly refuse?: string;
  /** Take the connection and never answer. */
  readonly hangs?: boolean;
  /** TLS to the proxy itself. */
  readonly secure?: boolean;
  /** Where a name leads, `host:port` to a port on loopback; what is not named leads nowhere (502). */
  readonly hosts?: Readonly<Record<string, number>>;
  /** Where names lead whose port does not matter. */
  readonly anyPortOf?: Readonly<Record<string, number>>;
};

/** A proxy as companies have one: CONNECT only, its own name resolution, credentials if wanted. */
export class ConnectProxy {
  readonly asked: { readonly target: string; readonly authorization: string | null }[] = [];
  readonly #sockets = new Set<Socket>();
  readonly #server;
  #options: ProxyOptions;

  private constructor(options: ProxyOptions) {
    this.#options = options;
    const serve = (socket: Socket): void => this.#serve(socket);
    this.#server = options.secure === true ? createTlsServer({ key: privateCa.key, cert: privateCa.cert }, serve) : createTcpServer(serve);
    this.#server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.on('error', () => undefined);
      socket.once('close', () => this.#sockets.delete(socket));
    });
    this.#server.on('tlsClientError', () => undefined);
  }

  static async start(options: ProxyOptions = {}): Promise<ConnectProxy> {
    const proxy = new ConnectProxy(options);
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `${this.#options.secure === true ? 'https' : 'http'}://127.0.0.1:${String(this.port)}`;
  }

  change(options: ProxyOptions): void {
    this.#options = options;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #serve(socket: Socket): void {
    socket.on('error', () => undefined);
    let head = Buffer.alloc(0);
    const read = (piece: Buffer): void => {
      head = Buffer.concat([head, piece]);
      const end = head.indexOf('\r\n\r\n');
      if (end === -1) return;
      socket.off('data', read);
      this.#answer(socket, head.subarray(0, end).toString('latin1').split('\r\n'));
    };
    socket.on('data', read);
  }

  #answer(socket: Socket, [first = '', ...lines]: string[]): void {
    const target = first.split(' ')[1] ?? '';
    const authorization = lines.map((line) => /^proxy-authorization:\s*(.*)$/i.exec(line)?.[1]).find((found) => found !== undefined) ?? null;
    this.asked.push({ target, authorization });
    const { credentials, refuse, hangs, hosts = {}, anyPortOf = {} } = this.#options;
    if (hangs === true) return;
    const end = (status: string): void => void socket.end(`HTTP/1.1 ${status}\r\nproxy-authenticate: Basic realm="x"\r\ncontent-length: 0\r\n\r\n`);
    if (refuse !== undefined) return end(refuse);
    if (credentials !== undefined && authorization !== `Basic ${Buffer.from(credentials).toString('base64')}`) return end('407 Proxy Authentication Required');
    const port = hosts[target] ?? anyPortOf[target.replace(/:\d+$/, '')];
    if (!first.startsWith('CONNECT ') || port === undefined) return end('502 Bad Gateway');
    const upstream = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      socket.pipe(upstream).pipe(socket);
    });
    upstream.on('error', () => socket.destroy());
    socket.on('close', () => upstream.destroy());
  }
}
