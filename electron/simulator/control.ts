import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import { json } from './envelope';
import { type FaultRule,parseFaultRules } from './faults';
import type { Answer } from './http';
import { type Source,SOURCES } from './options';
import { keysByName, type Truth } from './truth';

/** The out-of-process controls under /__simulator/, without a token (the server listens on the loopback only). */

export const CONTROL_PATH = '/__simulator/';
/** Keys per piece of the streamed lists. */
const CHUNK_KEYS = 1000;

export type Controls = {
  truth(): Truth;
  requests(): unknown;
  setFaults(rules: readonly FaultRule[]): void;
  setDenied(denied: readonly Source[]): void;
  rotateSecret(secret: string): void;
  release(indexes: readonly number[]): void;
};

/** Parses the list of denied sources. Throws TypeError. */
export function parseSources(value: unknown): readonly Source[] {
  if (!Array.isArray(value)) throw new TypeError('expected a JSON array');
  return value.map((item: unknown) => {
    const source = SOURCES.find((known) => known === item);
    if (source === undefined) throw new TypeError(`unknown source ${JSON.stringify(item)}; known: ${SOURCES.join(', ')}`);
    return source;
  });
}

function change(controls: Controls, what: string, value: unknown): boolean {
  if (what === 'PUT faults') controls.setFaults(parseFaultRules(value));
  else if (what === 'PUT denied') controls.setDenied(parseSources(value));
  else if (what === 'PUT secret' && typeof value === 'string' && value !== '') controls.rotateSecret(value);
  else if (what === 'POST release' && Array.isArray(value)) controls.release(value.map(Number));
  else return false;
  return true;
}

/** Answers a control request; null when the answer was already streamed. */
export async function control(controls: Controls, method: string, path: string, body: string, response: ServerResponse): Promise<Answer | null> {
  const name = path.slice(CONTROL_PATH.length);
  const truth = controls.truth();
  if (method === 'GET' && name === 'truth') {
    return json(200, { siem: truth.siem, dlp: truth.dlp, audit: truth.audit, hold: truth.hold });
  }
  if (method === 'GET' && name === 'requests') return json(200, controls.requests());
  const keys = method === 'GET' && name.startsWith('truth/') ? keysByName(truth, name.slice('truth/'.length)) : null;
  if (keys !== null) {
    response.writeHead(200, { 'Content-Type': 'text/plain; charset=utf-8' });
    await pipeline(Readable.from(lines(keys)), response);
    return null;
  }
  try {
    if (change(controls, `${method} ${name}`, JSON.parse(body === '' ? 'null' : body))) return { status: 204, body: '' };
  } catch (error) {
    return json(400, { error: error instanceof Error ? error.message : String(error) });
  }
  return json(404, { error: `no such control: ${method} ${name}` });
}

function* lines(keys: Iterable<string>): Generator<string> {
  let text = '';
  let count = 0;
  for (const key of keys) {
    text += `${key}\n`;
    count += 1;
    if (count % CHUNK_KEYS === 0) {
      yield text;
      text = '';
    }
  }
  if (text !== '') yield text;
}
