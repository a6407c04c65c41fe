import { execFile } from 'node:child_process';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { readdir, readFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';

/** A text that must be nowhere, under a name that may be shown. */
export type Canary = { readonly name: string; readonly text: string };

/** The forms in which a text travels: as it is, in JSON, in an address, in a header, in Chromium's own files. */
function forms({ text }: Canary): readonly Buffer[] {
  const inBase64 = [0, 1, 2].map((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), Buffer.from(text)]).toString('base64');
    // Only the part that does not depend on the neighbours.
    return encoded.slice(shift === 0 ? 0 : 4, Math.floor(encoded.length / 4) * 4 - 4);
  });
  const texts = [text, JSON.stringify(text).slice(1, -1), encodeURIComponent(text), Buffer.from(text).toString('hex'), ...inBase64];
  return [...new Set(texts)].map((form) => Buffer.from(form)).concat(Buffer.from(text, 'utf16le'));
}

function namesIn(content: Buffer, canaries: readonly Canary[]): readonly string[] {
  return canaries.filter((canary) => forms(canary).some((form) => content.includes(form))).map(({ name }) => name);
}

/** Every find as "file: canary", in all files below a folder. */
export async function findInFiles(folder: string, canaries: readonly Canary[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const content = await readFile(path);
    found.push(...namesIn(content, canaries).map((name) => `${relative(folder, path)}: ${name}`));
  }
  return found;
}

export function findInText(where: string, text: string, canaries: readonly Canary[]): readonly string[] {
  return namesIn(Buffer.from(text), canaries).map((name) => `${where}: ${name}`);
}

/** Command lines of every process of this machine: any user may read them. */
export async function findInProcesses(canaries: readonly Canary[]): Promise<readonly string[]> {
  const { stdout } = await promisify(execFile)('ps', ['-ewwo', 'args'], { maxBuffer: 64 * 1024 * 1024 });
  return findInText('ps', stdout, canaries);
}

/** Notes what requests carry that reach the servers of this process: the bearer tokens, and the signatures in addresses. */
export class RequestSecrets {
  readonly tokens = new Set<string>();
  readonly signatures = new Set<string>();
  readonly #note = (message: unknown): void => {
    const { request } = message as { readonly request: IncomingMessage };
    const [scheme, token] = (request.headers.authorization ?? '').split(' ');
    if (scheme === 'Bearer' && token !== undefined) this.tokens.add(token);
    const signature = new URL(request.url ?? '/', 'http://localhost').searchParams.get('X-Amz-Signature');
    if (signature !== null) this.signatures.add(signature);
  };

  constructor() {
    subscribe('http.server.request.start', this.#note);
  }

  stop(): void {
    unsubscribe('http.server.request.start', this.#note);
  }
}
