import { readFile, stat } from 'node:fs/promises';
import { isIP } from 'node:net';
import { createSecureContext } from 'node:tls';

import type { buildConnector } from 'undici';

import type { TlsFiles } from '../../../../shared/model/output';
import { failure, FailureError } from '../../kit/failure-error';
import { processNetwork } from '../../kit/network';
import { networkConnector } from '../../kit/network-connector';

/** What a connection needs beside its address: PEM texts and the name in the certificate. */
export type TlsMaterial = { readonly ca?: string; readonly cert?: string; readonly key?: string; readonly servername?: string };

export type StrictTls = TlsMaterial & { readonly rejectUnauthorized: true; readonly minVersion: 'TLSv1.2' };

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
export function receiverConnector(url: string, material: TlsMaterial, timeoutMs: number): buildConnector.connector {
  const { ca, servername, cert, key } = strictTls(material, new URL(url).hostname.replace(/^\[|\]$/g, ''));
  const own = { ...(ca === undefined ? {} : { ca: [ca] }), ...(cert === undefined ? {} : { cert }), ...(key === undefined ? {} : { key }), ...(servername === undefined ? {} : { servername }) };
  return networkConnector(processNetwork, { timeoutMs, tls: own });
}

/** Options that every TLS connection of an output has. They say aloud what an environment variable could change. */
export function strictTls(material: TlsMaterial, host: string): StrictTls {
  const servername = material.servername ?? (isIP(host) === 0 ? host : undefined);
  return { ...material, ...(servername === undefined ? {} : { servername }), rejectUnauthorized: true, minVersion: 'TLSv1.2' };
}
