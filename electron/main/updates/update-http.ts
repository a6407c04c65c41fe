import type { IncomingMessage, RequestOptions } from 'node:http';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Socket } from 'node:net';

import { ElectronHttpExecutor } from 'electron-updater/out/electronHttpExecutor';

import { CodedError } from '../../collector/kit/failure-error';
import type { Network } from '../../collector/kit/network';
import { networkConnector } from '../../collector/kit/network-connector';

const connectWithinMs = 15_000;
/** The list of files of a version is a few kilobytes. */
const longestList = 256 * 1024;
/** Installers have about 120 MiB. */
const largestUpdate = 1024 * 1024 * 1024;

type Asked = RequestOptions & { readonly headers?: Record<string, string | undefined> };

/**
 * The updater's requests over the connections of the program: its proxies, its additional CA, its oldest TLS version. Law:
 * one origin, https (plain http on this computer only), no redirect, no more bytes than an update has, and nothing
 * that would tell one computer from another.
 */
export class UpdateHttp extends ElectronHttpExecutor {
  readonly #origin: string;
  readonly #connect: ReturnType<typeof networkConnector>;

  constructor(network: Network, address: string) {
    super();
    this.#origin = new URL(address).origin;
    this.#connect = networkConnector(network, { timeoutMs: connectWithinMs });
  }

  override createRequest(options: Asked, onAnswer: (answer: IncomingMessage) => void): never {
    const { protocol = 'https:', hostname, port, path = '/' } = options;
    const url = new URL(`${protocol}//${hostname ?? ''}${port === undefined || port === null || port === '' ? '' : `:${String(port)}`}${path}`);
    if (url.origin !== this.#origin) throw new CodedError('APP-UPDATE-SERVER', `The update names a file at ${url.origin}, which is not where updates come from.`);
    const { 'x-user-staging-id': _rollout, ...headers } = options.headers ?? {};
    const most = url.pathname.endsWith('.yml') ? longestList : largestUpdate;
    const asked = (url.protocol === 'https:' ? httpsRequest : httpRequest)(
      {
        ...options,
        protocol: url.protocol,
        headers: { ...headers, 'user-agent': 'Mimecast-Connector' },
        createConnection: (_options, done: (error: Error | null, socket: Socket) => void) => {
          this.#connect({ protocol: url.protocol, hostname: url.hostname, host: url.host, port: url.port }, (...[error, socket]) => {
            done(error, socket as Socket);
          });
          return undefined;
        },
      },
      (answer) => {
        const { statusCode = 0 } = answer;
        if (statusCode >= 300 && statusCode < 400) {
          answer.destroy();
          asked.emit('error', new CodedError('APP-UPDATE-SERVER', `The place for updates sends elsewhere (HTTP ${String(statusCode)}); give the address itself.`));
          return;
        }
        bound(answer, most);
        onAnswer(answer);
      },
    );
    // The base class names Electron's own request; it uses what both have in common.
    return asked as never;
  }

  /** Node's requests follow no redirect by themselves. */
  protected override addRedirectHandlers(): void {
    return;
  }
}

function bound(answer: IncomingMessage, most: number): void {
  let bytes = 0;
  answer.on('data', (chunk: { readonly length: number }) => {
    bytes += chunk.length;
    if (bytes > most) answer.destroy(new CodedError('APP-UPDATE-SERVER', 'The answer is larger than an update can be.'));
  });
}
