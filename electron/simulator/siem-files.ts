import { createHmac, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

import { ByteCache } from './byte-cache';
import { arrange, drawFileTwist, extraKeys, extraLines, twistRecord } from './content-faults';
import type { FaultScope } from './fault-engine';
import { FAULT_NAMES, type FaultName } from './faults';
import type { FamilyPlan } from './timeline';
import type { World } from './world';

/** One batch file: which slot of which family, whether only one subtype, and what faults did to it. */
export type FileRef = { readonly plan: FamilyPlan; readonly sequence: number; readonly subtype: string | null; readonly variant: string };

export const FILES_PATH = '/__files/';
const CACHE_BYTES = 128 * 1_048_576;
/** Lines made before other work gets a turn: about 5 ms, because the demo runs inside an application's main process. */
const CHUNK_LINES = 400;
const LATE_SIEM_MS = 3_600_000;
const compress = promisify(gzip);

/** Makes, remembers (bounded) and signs the batch files. */
export class SiemFiles {
  private readonly cache = new ByteCache(CACHE_BYTES);
  private readonly pending = new Map<string, Promise<Buffer>>();
  private readonly sizes = new Map<string, number>();
  /** Files that a content fault met; a file keeps its content however often it is listed. */
  private readonly variants = new Map<string, string>();

  constructor(private readonly world: World) {}

  objectName(plan: FamilyPlan, sequence: number, subtype: string | null): string {
    return `${plan.family.prefix}_${String(sequence).padStart(6, '0')}${subtype === null ? '' : `_${subtype}`}.json.gz`;
  }

  /** The file as it is to be listed now, content faults decided. */
  refer(plan: FamilyPlan, sequence: number, subtype: string | null, faults: FaultScope): FileRef {
    const name = this.objectName(plan, sequence, subtype);
    let variant = this.variants.get(name);
    if (variant === undefined) {
      const late = faults.standing('lateEvents', 'siem.file');
      const parts: string[] = drawFileTwist(faults, name);
      if (late !== undefined && (late.match === undefined || name.includes(late.match))) parts.push(`lateEvents=${late.ms ?? LATE_SIEM_MS}`);
      variant = parts.join('+');
      if (variant !== '') this.variants.set(name, variant);
    }
    return { plan, sequence, subtype, variant };
  }

  /** Compressed size in bytes; 0 for a subtype of which the slot has no event. */
  async size(file: FileRef): Promise<number> {
    return this.sizes.get(this.key(file)) ?? (await this.content(file)).length;
  }

  /** The gzip bytes; empty when no event matches. */
  async content(file: FileRef): Promise<Buffer> {
    const key = this.key(file);
    const cached = this.cache.get(key);
    if (cached !== undefined) return cached;
    let pending = this.pending.get(key);
    if (pending === undefined) {
      pending = this.build(file).finally(() => this.pending.delete(key));
      this.pending.set(key, pending);
    }
    const bytes = await pending;
    this.cache.put(key, bytes);
    this.sizes.set(key, bytes.length);
    return bytes;
  }

  /** A signed URL path with its expiry (epoch ms), in the manner of object storage. */
  sign(file: FileRef, now: number): { readonly path: string; readonly expiresAt: number } {
    const { signedUrlSeconds } = this.world.options;
    const day = new Date(this.world.siem.file(file.plan, file.sequence).createdAt).toISOString().slice(0, 10).replaceAll('-', '/');
    const path = `${FILES_PATH}${this.world.cast.account}/${day}/${this.objectName(file.plan, file.sequence, file.subtype)}`;
    const date = new Date(now).toISOString().replace(/[-:]|\.\d+/g, '');
    const version = file.variant === '' ? 'null' : Buffer.from(file.variant).toString('base64url');
    const query = new URLSearchParams({
      'X-Amz-Algorithm': 'AWS4-HMAC-SHA256', 'X-Amz-Date': date, 'X-Amz-Expires': String(signedUrlSeconds), versionId: version,
      'X-Amz-Signature': this.signature(path, date, String(signedUrlSeconds), version),
    });
    return { path: `${path}?${query.toString()}`, expiresAt: Math.floor(now / 1000) * 1000 + signedUrlSeconds * 1000 };
  }

  /** The file a signed URL names; `expired`/`forged` when it must not be served, null when there is no such object. */
  resolve(url: URL, now: number): FileRef | 'expired' | 'forged' | null {
    const query = url.searchParams;
    const [date, seconds, version] = [query.get('X-Amz-Date') ?? '', query.get('X-Amz-Expires') ?? '', query.get('versionId') ?? ''];
    const expected = Buffer.from(this.signature(url.pathname, date, seconds, version));
    const given = Buffer.from(query.get('X-Amz-Signature') ?? '');
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return 'forged';
    const signedAt = Date.parse(date.replace(/^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/, '$1-$2-$3T$4:$5:$6Z'));
    if (!(signedAt + Number(seconds) * 1000 > now)) return 'expired';
    const parts = /\/([a-z_]+)_(\d{6,})(?:_([\w.-]+))?\.json\.gz$/.exec(url.pathname);
    const plan = this.world.siem.plans.find(({ family }) => family.prefix === parts?.[1]);
    if (parts === null || plan === undefined) return null;
    const variant = version === 'null' ? '' : Buffer.from(version, 'base64url').toString();
    return { plan, sequence: Number(parts[2]), subtype: parts[3] ?? null, variant };
  }

  /** Keys of the events in a file's slot. */
  *keys(file: FileRef): Generator<string> {
    const slot = this.world.siem.file(file.plan, file.sequence);
    for (let i = slot.first; i < slot.end; i += 1) yield this.world.eventKey(file.plan, i);
  }

  /** Keys of the extra records that content faults put into listed files. */
  *extras(): Generator<string> {
    for (const [name, variant] of this.variants) yield* extraKeys(readVariant(variant).twist, name);
  }

  private key(file: FileRef): string {
    return `${this.objectName(file.plan, file.sequence, file.subtype)}?${file.variant}`;
  }

  private signature(...parts: readonly string[]): string {
    return createHmac('sha256', `simulator ${this.world.options.seed}`).update(parts.join('\n')).digest('hex');
  }

  private async build(file: FileRef): Promise<Buffer> {
    const { plan, subtype } = file;
    const name = this.objectName(plan, file.sequence, subtype);
    const slot = this.world.siem.file(plan, file.sequence);
    const { twist, lateMs } = readVariant(file.variant);
    const indexes = Array.from({ length: slot.end - slot.first }, (_, i) => slot.first + i);
    const order = arrange(indexes, twist, this.world.options.seed);
    const lineEnd = twist.has('crlfLines') ? '\r\n' : '\n';
    const extras = extraLines(twist, name, Math.floor(slot.createdAt));
    const pieces: Buffer[] = twist.has('bomMark') ? [Buffer.from([0xef, 0xbb, 0xbf])] : [];
    const middle = Math.floor(order.length / 2);
    let text = '';
    let lines = 0;
    for (const [position, index] of order.entries()) {
      if (position === middle && extras.length > 0) {
        pieces.push(Buffer.from(text));
        text = '';
        for (const extra of extras) pieces.push(extra, Buffer.from(lineEnd));
      }
      const event = this.world.event(plan, index, 'batch', lateMs > 0 && index % 7 === 0 ? lateMs : 0);
      if (subtype !== null && event.subtype?.toLowerCase() !== subtype.toLowerCase()) continue;
      lines += 1;
      text += twistRecord(event.text, twist, index, plan.family.type) + lineEnd;
      if (twist.has('crlfLines') && lines % 50 === 0) text += lineEnd;
      if (position % CHUNK_LINES === CHUNK_LINES - 1) {
        pieces.push(Buffer.from(text));
        text = '';
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
    if (lines === 0) return Buffer.alloc(0);
    pieces.push(Buffer.from(text));
    const whole = Buffer.concat(pieces);
    // The last line end is optional in this format (API.md §2.5): every other file leaves it out.
    const body = file.sequence % 2 === 1 ? whole.subarray(0, whole.length - lineEnd.length) : whole;
    return compress(body, { level: 1 });
  }
}

function readVariant(variant: string): { readonly twist: ReadonlySet<FaultName>; readonly lateMs: number } {
  const twist = new Set<FaultName>();
  let lateMs = 0;
  for (const part of variant.split('+')) {
    const [name, value] = part.split('=');
    const fault = FAULT_NAMES.find((known) => known === name);
    if (fault === 'lateEvents') lateMs = Number(value);
    else if (fault !== undefined) twist.add(fault);
  }
  return { twist, lateMs };
}
