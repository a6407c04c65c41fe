import { createGzip } from 'node:zlib';

import { type FaultEngine,keepsFileBack } from './fault-engine';
import type { FaultName } from './faults';
import type { Answer, Call } from './http';
import type { FileRef, SiemFiles } from './siem-files';

/** What the bomb inflates to. */
export const BOMB_BYTES = 200 * 1_048_576;

/** Serves signed URLs in the manner of object storage and does the damage that faults ask for (API.md §2.5). */
export class FileServer {
  /** Files that were damaged and never arrived whole since. */
  private readonly damaged = new Map<string, FileRef>();
  private bomb: Promise<Buffer> | undefined;

  constructor(
    private readonly files: SiemFiles,
    private readonly faults: FaultEngine,
  ) {}

  async answer(call: Call): Promise<Answer> {
    // Object storage refuses a request with two kinds of credentials; a client that sends its bearer token leaks it.
    if (call.headers.authorization !== undefined) return storageError(400, 'InvalidArgument', 'Only one auth mechanism allowed');
    if (call.method !== 'GET') return storageError(405, 'MethodNotAllowed', 'The specified method is not allowed against this resource');
    const file = this.files.resolve(call.url, call.now);
    if (file === 'forged') return storageError(403, 'SignatureDoesNotMatch', 'The request signature does not match');
    if (file === 'expired') return storageError(403, 'AccessDenied', 'Request has expired');
    if (file === null) return storageError(404, 'NoSuchKey', 'The specified key does not exist');
    const content = await this.files.content(file);
    return (await this.damage(call, content)) ?? whole(content);
  }

  /** Notes how a download went, after every fault had its turn. */
  note(call: Call): void {
    const file = this.files.resolve(call.url, call.now);
    if (file === 'forged' || file === 'expired' || file === null) return;
    const name = this.files.objectName(file.plan, file.sequence, file.subtype);
    if (call.faults.acted.some(keepsFileBack)) this.damaged.set(name, file);
    else this.damaged.delete(name);
  }

  /** Keys that a collector may lack, because their file only ever arrived damaged and the damage is permanent. */
  *unrecoverable(): Generator<string> {
    for (const [name, file] of this.damaged) if (this.faults.permanentlyDamages(name)) yield* this.files.keys(file);
  }

  private async damage(call: Call, content: Buffer): Promise<Answer | null> {
    const hit = (fault: FaultName): boolean => call.faults.hit(fault) !== undefined;
    if (hit('signedUrl403')) return storageError(403, 'AccessDenied', 'Request has expired');
    if (hit('signedUrl404')) return storageError(404, 'NoSuchKey', 'The specified key does not exist');
    if (hit('truncatedFile')) return whole(content.subarray(0, Math.floor(content.length / 2)));
    if (hit('corruptFile')) return whole(corrupt(content));
    if (hit('emptyFile')) return whole(Buffer.alloc(0));
    if (hit('nonGzipFile')) return whole(Buffer.from('This is not a compressed file.\n'));
    if (hit('bombFile')) return whole(await (this.bomb ??= makeBomb()));
    return null;
  }
}

function whole(body: Buffer): Answer {
  return { status: 200, headers: { 'Content-Type': 'application/x-gzip', 'Accept-Ranges': 'bytes', Server: 'SimulatedStorage' }, body };
}

function storageError(status: number, code: string, message: string): Answer {
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  return { status, headers: { 'Content-Type': 'application/xml' }, body };
}

/** Flips bytes in the middle of the deflate stream and in the checksum, so that no decoder can miss it. */
function corrupt(content: Buffer): Buffer {
  const bytes = Buffer.from(content);
  const middle = Math.floor(bytes.length / 2);
  for (const at of [middle, middle + 1, middle + 2, bytes.length - 8, bytes.length - 7]) bytes[at] = (bytes[at] ?? 0) ^ 0x5a;
  return bytes;
}

async function makeBomb(): Promise<Buffer> {
  const stream = createGzip({ level: 9 });
  const spaces = Buffer.alloc(1_048_576, 0x20);
  const collected: Buffer[] = [];
  stream.on('data', (piece: Buffer) => collected.push(piece));
  const ended = new Promise<void>((resolve, reject) => stream.on('end', resolve).on('error', reject));
  for (let sent = 0; sent < BOMB_BYTES; sent += spaces.length) {
    if (!stream.write(spaces)) await new Promise((resolve) => stream.once('drain', resolve));
  }
  stream.end();
  await ended;
  return Buffer.concat(collected);
}
