import { readFile, stat } from 'node:fs/promises';
import { isIP } from 'node:net';
import { createSecureContext } from 'node:tls';

import type { buildConnector } from 'undici';

import type { TlsFiles } from '../../../../shared/model/output';
import { bareHost } from '../../kit/along-routes';
import { failure, FailureError } from '../../kit/failure-error';
import type { Network, NetworkAccess } from '../../kit/network';
import { processNetwork } from '../../kit/network';
import { networkConnector } from '../../kit/network-connector';
import type { TlsRules } from '../../kit/tls-rules';
import { tlsRules } from '../../kit/tls-rules';
import type { Listener } from '../transcript';

/** What a connection needs beside its address: PEM texts and the name in the certificate. */
export type TlsMaterial = { readonly ca?: string; readonly cert?: string; readonly key?: string; readonly servername?: string };

/** For a connection that is made with Node's own tls. */
export type StrictTls = Omit<TlsMaterial, 'ca'> & Omit<TlsRules, 'ca'> & { readonly ca?: string | string[] };

// A bundle of every public authority is a quarter of a megabyte; a path to something huge is a mistake.
const largestFile = 4 * 1024 * 1024;

/** Reads and tries the files. Rejects with a FailureError (OUT-CERTIFICATE) that names the file. `at` is epoch ms. */
export async function readTls(files: TlsFiles | undefined, at: number): Promise<TlsMaterial> {
  if (files === undefined) return {};
  const { caFile, clientCertFile, clientKeyFile, serverName } = files;
  const broken = (detail: string, cause?: unknown): FailureError => new FailureError(failure('OUT-CERTIFICATE', { at, detail }), { cause });
  const pem = async (path: string | undefined): Promise<string | undefined> => {
    if (path === undefined) return undefined;
    try {
      if ((await stat(path)).size > largestFile) throw broken(`${path} is too large for a PEM file`);
      return await readFile(path, 'utf8');
    } catch (error) {
      throw error instanceof FailureError ? error : broken(error instanceof Error ? error.message : path, error);
    }
  };
  const ca = await pem(caFile);
  const cert = await pem(clientCertFile);
  const key = await pem(clientKeyFile);
  if (key !== undefined && /ENCRYPTED/.test(key)) throw broken(`${clientKeyFile ?? ''} is protected by a passphrase, which is not supported`);
  if (ca !== undefined && !ca.includes('-----BEGIN ')) throw broken(`${caFile ?? ''} is not a PEM file`);
  const material = {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    ...(serverName === undefined ? {} : { servername: serverName }),
  };
  try {
    createSecureContext(material);
  } catch (error) {
    const names = [caFile, clientCertFile, clientKeyFile].filter((name) => name !== undefined).join(', ');
    throw broken(`${names}: ${error instanceof Error ? error.message : String(error)}`, error);
  }
  return material;
}

/** `connect` for a client of one receiver: the way the computer's network settings say, with what this receiver needs. */
export function receiverConnector(url: string, material: TlsMaterial, timeoutMs: number, listener?: Listener, network: Network = processNetwork): buildConnector.connector {
  const { ca, ...own } = named(material, bareHost(new URL(url).hostname));
  return networkConnector(network, { timeoutMs, trying: (route) => listener?.trying(route), tls: { ...own, ...(ca === undefined ? {} : { ca: [ca] }) } });
}

/** The same for a connection of Node's own: the rules of the computer, then what this receiver needs; a CA of its own replaces all others. */
export function strictTls(material: TlsMaterial, host: string, access: NetworkAccess): StrictTls {
  return { ...tlsRules(access), ...named(material, host) };
}

/** An address has no name that a certificate could be asked for by SNI. */
function named(material: TlsMaterial, host: string): TlsMaterial {
  const servername = material.servername ?? (isIP(host) === 0 && host !== '' ? host : undefined);
  return { ...material, ...(servername === undefined ? {} : { servername }) };
}
