import { appendFile, mkdtemp, open, readdir, readFile, rm, stat, symlink, truncate, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { systemClock } from '../../../../electron/collector/kit/clock';
import { FailureError } from '../../../../electron/collector/kit/failure-error';
import { FileOutput } from '../../../../electron/collector/outputs/file/file-output';
import type { OpenFile } from '../../../../electron/collector/outputs/file/output-folder';
import type { Delivery, RenderedBatch, ResumeState } from '../../../../electron/collector/outputs/output';
import type { FileOutputConfig } from '../../../../shared/model/output';
import { idsOf, lawBatch } from '../../../laws/output-law';
import { dataFiles, readIds, readLines } from '../../../receivers/file-reader';

const never = new AbortController().signal;
const mebibyte = 1024 * 1024;

/** A batch whose lines have about `bytes` bytes. */
function bulk(seq: number, bytes: number): RenderedBatch {
  const batch = lawBatch(seq, 1);
  const event = JSON.parse(Buffer.from(batch.lines).toString()) as object;
  const lines = new Uint8Array(Buffer.from(`${JSON.stringify({ ...event, filler: 'x'.repeat(bytes) })}\n`));
  return { ...batch, lines, ends: new Uint32Array([lines.length]) };
}

describe('file output', () => {
  let folder: string;
  const outputs: FileOutput[] = [];
  const notes: string[] = [];

  const make = async (resume: ResumeState | null, options: { readonly id?: string; readonly openFile?: OpenFile } = {}): Promise<FileOutput> => {
    const config: FileOutputConfig = { id: options.id ?? 'f', name: 'Files', enabled: true, format: 'both', type: 'file', path: folder, rotateMiB: 1 };
    const output = new FileOutput({
      config,
      clock: systemClock,
      log: (_, text) => notes.push(text),
      ...(options.openFile === undefined ? {} : { openFile: options.openFile }),
    });
    outputs.push(output);
    await output.open(resume, never);
    return output;
  };
  const delivered = async (output: FileOutput, batches: readonly RenderedBatch[]): Promise<ResumeState> => {
    const delivery = await output.deliver(batches, never);
    if (delivery.kind !== 'delivered' || delivery.resume === undefined) throw new Error(`not delivered: ${JSON.stringify(delivery)}`);
    return JSON.parse(JSON.stringify(delivery.resume)) as ResumeState;
  };
  const files = async (): Promise<string[]> => (await dataFiles(folder)).sort();

  beforeEach(async () => {
    folder = join(await mkdtemp(join(tmpdir(), 'file-output-')), 'logs');
    notes.length = 0;
  });

  afterEach(async () => {
    for (const output of outputs.splice(0)) await output.close();
    await rm(join(folder, '..'), { recursive: true, force: true });
  });

  it('names files by connector and log type and keeps them to the user', async () => {
    const output = await make(null);
    await delivered(output, [lawBatch(1), lawBatch(2, 2, { logType: 'Audit_Events', connectorName: 'mimecast_connector' })]);
    expect(await files()).toEqual([expect.stringMatching(/^head-office-[0-9a-f]{8}_SIEM_000001\.ndjson$/), 'mimecast_connector_Audit_Events_000001.ndjson']);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    for (const file of await files()) expect((await stat(join(folder, file))).mode & 0o777).toBe(0o600);
    await output.close();
    expect((await readdir(folder)).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it('begins the next number at the size limit and splits no batch', async () => {
    const output = await make(null);
    const batches = [bulk(1, 0.6 * mebibyte), bulk(2, 0.6 * mebibyte), bulk(3, 0.3 * mebibyte), bulk(4, 2 * mebibyte), bulk(5, 10)];
    await delivered(output, batches);
    expect((await readLines(folder)).map(({ file }) => file.slice(-13, -7))).toEqual(['000001', '000002', '000002', '000003', '000004']);
    expect(await readIds(folder)).toEqual(idsOf(batches));
  });

  it('cuts off the tail of an interrupted delivery, also within a line', async () => {
    const first = await make(null);
    const resume = await delivered(first, [lawBatch(1)]);
    const [name = ''] = await files();
    await appendFile(join(folder, name), Buffer.from(lawBatch(2).lines).subarray(0, 100));
    const second = await make(resume);
    await delivered(second, [lawBatch(2)]);
    expect(await files()).toEqual([name]);
    expect(await readIds(folder)).toEqual(idsOf([lawBatch(1), lawBatch(2)]));
    expect(notes.join()).toContain('100 bytes of an interrupted delivery');
  });

  it.each([0, 1, 60, 0.6 * mebibyte])('goes on after a crash in the middle of rotation, with the new file cut at %d bytes', async (cut) => {
    const first = await make(null);
    const resume = await delivered(first, [bulk(1, 0.6 * mebibyte)]);
    await first.deliver([bulk(2, 0.2 * mebibyte), bulk(3, 0.6 * mebibyte), bulk(4, 0.6 * mebibyte)], never);
    const [, second = '', third = ''] = await files();
    await unlink(join(folder, third));
    await truncate(join(folder, second), Math.floor(cut));
    const next = await make(resume);
    await delivered(next, [bulk(2, 0.2 * mebibyte), bulk(3, 0.6 * mebibyte)]);
    await delivered(next, [bulk(4, 0.6 * mebibyte), bulk(5, 10)]);
    expect(await readIds(folder)).toEqual(idsOf([1, 2, 3, 4, 5].map((seq) => lawBatch(seq, 1))));
    expect((await files()).length).toBe(3);
  });

  it('leaves a file of the same name alone when nothing is to be resumed', async () => {
    const first = await make(null);
    await delivered(first, [lawBatch(1)]);
    await first.close();
    const [name = ''] = await files();
    const before = await readFile(join(folder, name));
    // The same output and the same events, but the spool begins anew.
    const second = await make(null);
    await delivered(second, [lawBatch(1), lawBatch(2)]);
    expect((await readFile(join(folder, name))).equals(before)).toBe(true);
    expect((await files()).length).toBe(2);
  });

  it('never takes up a file of another output, or one with other contents', async () => {
    const resume = await delivered(await make(null), [bulk(1, 0.9 * mebibyte)]);
    const [name = ''] = await files();
    const foreign = join(folder, name.replace('000001', '000002'));
    const other = await make(null, { id: 'other' });
    await delivered(other, [bulk(2, 0.9 * mebibyte)]);
    const before = await readFile(foreign);
    // An interrupted run of ours had begun number 3, with a batch that does not come again.
    const interrupted = await make(resume);
    await interrupted.deliver([bulk(8, 0.9 * mebibyte)], never);
    const again = await make(resume);
    await delivered(again, [bulk(2, 0.9 * mebibyte)]);
    expect((await readFile(foreign)).equals(before)).toBe(true);
    expect((await readIds(folder)).filter((id) => idsOf([lawBatch(8, 1)]).includes(id)).length).toBe(1);
    expect((await files()).length).toBe(4);
  });

  it('begins the next number when the known file is missing, shorter, replaced or grown', async () => {
    let resume = await delivered(await make(null), [lawBatch(1, 9)]);
    const path = async (): Promise<string> => join(folder, (await files()).at(-1) ?? '');
    await truncate(await path(), 20);
    await writeFile(await path(), '');
    resume = await delivered(await make(resume), [lawBatch(2)]);
    await unlink(await path());
    resume = await delivered(await make(resume), [lawBatch(3)]);
    const running = await make(resume);
    await delivered(running, [lawBatch(4)]);
    await unlink(await path());
    await delivered(running, [lawBatch(5)]);
    await appendFile(await path(), '{"id":"foreign"}\n');
    await delivered(running, [lawBatch(6)]);
    expect((await files()).map((name) => name.slice(-13, -7))).toEqual(['000001', '000004', '000005']);
    expect(await readIds(folder)).toEqual([...idsOf([lawBatch(5)]), 'foreign', ...idsOf([lawBatch(6)])]);
    expect(notes.length).toBe(4);
  });

  it('answers a full disk with retry, cuts the half-written line back and goes on', async () => {
    let full = false;
    const openFile: OpenFile = async (path, flags, mode) => {
      const handle = await open(path, flags, mode);
      return new Proxy(handle, {
        get(target, property) {
          if (property === 'write') {
            return async (bytes: Uint8Array, from: number, length: number, at: number) => {
              if (!full) return target.write(bytes, from, length, at);
              await target.write(bytes, from, Math.floor(length / 2), at);
              throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
            };
          }
          const value: unknown = Reflect.get(target, property, target);
          return typeof value === 'function' ? (value.bind(target) as unknown) : value;
        },
      });
    };
    const output = await make(null, { openFile });
    full = true;
    const failures: Delivery[] = [];
    for (let i = 0; i < 3; i += 1) failures.push(await output.deliver([lawBatch(1), lawBatch(2, 3, { logType: 'DLP' })], never));
    expect(failures.map((delivery) => delivery.kind === 'retry' && delivery.failure.code)).toEqual(['PC-DISK-FULL', 'PC-DISK-FULL', 'PC-DISK-FULL']);
    expect((await files()).length).toBe(1);
    full = false;
    await delivered(output, [lawBatch(1), lawBatch(2, 3, { logType: 'DLP' })]);
    full = true;
    expect((await output.deliver([lawBatch(3)], never)).kind).toBe('retry');
    expect([...(await readIds(folder))].sort()).toEqual([...idsOf([lawBatch(1), lawBatch(2)])].sort());
    full = false;
    await delivered(output, [lawBatch(3)]);
    expect([...(await readIds(folder))].sort()).toEqual([...idsOf([lawBatch(1), lawBatch(2), lawBatch(3)])].sort());
    expect((await files()).length).toBe(2);
  });

  it('does not write through a symbolic link and warns of one as the folder', async () => {
    const resume = await delivered(await make(null), [lawBatch(1)]);
    const [name = ''] = await files();
    const victim = join(folder, '..', 'victim');
    await writeFile(victim, 'untouched and longer than what was acknowledged'.repeat(100));
    await unlink(join(folder, name));
    await symlink(victim, join(folder, name));
    await delivered(await make(resume), [lawBatch(2)]);
    expect((await readFile(victim, 'utf8')).startsWith('untouched')).toBe(true);
    expect(await files()).toEqual([name, name.replace('000001', '000002')]);
  });

  it('rejects open with OUT-FILE when the folder cannot be', async () => {
    await writeFile(folder, 'a file stands where the folder should be');
    await expect(make(null)).rejects.toSatisfy((error) => error instanceof FailureError && error.failure.code === 'OUT-FILE');
  });

  it('ignores a resume state that is not its own', async () => {
    const output = await make({ files: { '../evil_SIEM': { name: '../evil_SIEM_000001.ndjson', length: 0 }, x: null, y: { name: 7 } } });
    await delivered(output, [lawBatch(1)]);
    expect(await readIds(folder)).toEqual(idsOf([lawBatch(1)]));
  });
});
