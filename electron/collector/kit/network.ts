import type { Socket } from 'node:net';

import type { Secret } from './secret';

/** One way to a host: straight, or through an HTTP proxy (`secure`: TLS to the proxy itself). */
export type Route =
  | { readonly kind: 'direct' }
  | { readonly kind: 'proxy'; readonly secure: boolean; readonly host: string; readonly port: number; readonly credentials: ProxyCredentials | null };

/** Sent as Basic, to this proxy only. */
export type ProxyCredentials = { readonly username: string; readonly password: Secret };

export type NetworkAccess = {
  /** The ways to an address (`https://host:port/`), best first; later ones are for when a proxy does not answer. */
  readonly routesTo: (address: string) => Promise<readonly Route[]>;
  /** Certificates in PEM that are trusted beside those that come with the program; empty: only those. */
  readonly extraCa: readonly string[];
  readonly minVersion: 'TLSv1.2' | 'TLSv1.3';
  /** Decided by the organization: what a single output chose does not count. Absent: no. */
  readonly managed?: boolean;
};

/** Without any setting: straight, and the authorities that come with the program. */
export const directAccess: NetworkAccess = { routesTo: () => Promise.resolve([{ kind: 'direct' }]), extraCa: [], minVersion: 'TLSv1.2' };

/**
 * How this computer reaches the network. Law: `use` takes effect at once and for everything: connections that were made
 * under other rules are cut, so that nothing goes on over a proxy or with an authority that is no longer wanted.
 */
export class Network {
  readonly #sockets = new Set<Socket>();
  #access: NetworkAccess;
  #version = 0;

  constructor(access: NetworkAccess = directAccess) {
    this.#access = access;
  }

  get access(): NetworkAccess {
    return this.#access;
  }

  /** Grows with every change. */
  get version(): number {
    return this.#version;
  }

  use(access: NetworkAccess): void {
    this.#access = access;
    this.#version += 1;
    // Their requests end as broken connections, which every caller tries again.
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Remembers an open connection that was made under `version`; false (and cut) when the rules changed meanwhile. */
  adopt(socket: Socket, version: number): boolean {
    if (version !== this.#version) {
      socket.destroy();
      return false;
    }
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    return true;
  }
}

/** The network of this process: one computer has one. Whoever owns the process (shell, command line) tells it what to use. */
export const processNetwork = new Network();
