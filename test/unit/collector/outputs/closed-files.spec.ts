import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { FileOutput } from '../../../../electron/collector/outputs/file/file-output';
import type { RenderedBatch, ResumeState } from '../../../../electron/collector/outputs/output';
import type { FileOutputConfig } from '../../../../shared/model/output';
import { idsOf, lawBatch } from '../../../laws/output-law';
import { FakeClock } from '../../../support/fake-clock';
import { until } from '../../../support/until';

const never = new AbortController().signal;
const day = 86_400_000;

/** A batch of `kib` KiB in one event. */
function bulk(seq: number, kib: number): RenderedBatch {
  const batch = lawBatch(seq, 1, { connectorName: 'HQ' });
  const lines = new Uint8Array(Buffer.from(`${JSON.stringify({ id: idsOf([batch])[0], filler: 'x'.repeat(kib * 1024) })}\n`));
  return { ...batch, lines, ends: new Uint32Array([lines.length]) };
}

describe('closed files', () => {
  let folder = '';
  let clock = new FakeClock();
  const outputs: FileOutput[] = [];
  const notes: string[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'closed-files-'));
    clock = new FakeClock(Date.now());
    notes.length = 0;
  });

  afterEach(async () => {
    for (const output of outputs.splice(0)) await output.close();
    await rm(folder, { recursive: true, force: true });
  });

  const make = async (keep: Partial<FileOutputConfig>, resume: ResumeState | null = null): Promise<FileOutput> => {
    const config: FileOutputConfig = { id: 'f', name: 'Files', enabled: true, format: 'both', type: 'file', path: folder, rotateMiB: 1, ...keep };
    const output = new FileOutput({ config, clock, log: (_, text) => notes.push(text) });
    outputs.push(output);
    await output.open(resume, never);
    return output;
  };
  const deliver = async (output: FileOutput, seq: number, kib = 700): Promise<ResumeState> => {
    const delivery = await output.deliver([bulk(seq, kib)], never);
    if (delivery.kind !== 'delivered' || delivery.resume === undefined) throw new Error('not delivered');
    return JSON.parse(JSON.stringify(delivery.resume)) as ResumeState;
  };
  const names = async (): Promise<string[]> => (await readdir(folder)).filter((name) => !name.startsWith('.')).sort();
  const file = (number: number, ending = 'ndjson'): string => `HQ_SIEM_${String(number).padStart(6, '0')}.${ending}`;
  const age = async (name: string, days: number): Promise<void> => {
    const then = (clock.now() - days * day) / 1000;
    await utimes(join(folder, name), then, then);
  };

  it('are left alone unless that is asked for', async () => {
    const output = await make({});
    for (const seq of [1, 2, 3]) await deliver(output, seq);
    await output.close();
    expect(await names()).toEqual([file(1), file(2), file(3)]);
  });

  it('are compressed once an acknowledgement has passed them, and hold the same bytes', async () => {
    const output = await make({ gzipClosed: true });
    await deliver(output, 1);
    const before = await readFile(join(folder, file(1)));
    const { mtimeMs } = await stat(join(folder, file(1)));
    await deliver(output, 2);
    // The delivery that closed the first file is not acknowledged yet.
    expect(await names()).toEqual([file(1), file(2)]);
    await deliver(output, 3);
    await until('compressed', () => existsSync(join(folder, file(1, 'ndjson.gz'))) && !existsSync(join(folder, file(1))));
    expect(gunzipSync(await readFile(join(folder, file(1, 'ndjson.gz')))).equals(before)).toBe(true);
    const zipped = await stat(join(folder, file(1, 'ndjson.gz')));
    expect(Math.abs(zipped.mtimeMs - mtimeMs)).toBeLessThan(5);
    expect(zipped.mode & 0o777).toBe(0o600);
    expect(await names()).toEqual([file(1, 'ndjson.gz'), file(2), file(3)]);
  });

  it('are found again after a restart', async () => {
    const first = await make({ gzipClosed: true });
    await deliver(first, 1);
    const resume = await deliver(first, 2);
    await first.close();
    await make({ gzipClosed: true }, resume);
    await until('compressed', () => existsSync(join(folder, file(1, 'ndjson.gz'))));
    expect(existsSync(join(folder, file(2)))).toBe(true);
  });

  it('are deleted by age, but never the one that is written', async () => {
    const output = await make({ keepDays: 30 });
    for (const seq of [1, 2, 3]) await deliver(output, seq);
    for (const number of [1, 2, 3]) await age(file(number), number === 2 ? 29 : 31);
    clock.advance(2 * 3_600_000);
    await deliver(output, 4, 10);
    await until('deleted', () => !existsSync(join(folder, file(1))));
    await output.close();
    expect(await names()).toEqual([file(2), file(3)]);
  });

  it('are deleted by size, the oldest first', async () => {
    const output = await make({ keepMiB: 2 });
    for (const seq of [1, 2, 3, 4]) {
      await deliver(output, seq);
      await age(file(seq), 10 - seq);
    }
    clock.advance(2 * 3_600_000);
    await deliver(output, 5, 10);
    await until('deleted', () => !existsSync(join(folder, file(2))));
    await output.close();
    expect(await names()).toEqual([file(3), file(4)]);
  });

  it('of others are never touched: not lower numbers, not taken ones, not other names', async () => {
    await writeFile(join(folder, file(1)), 'not ours\n');
    await writeFile(join(folder, file(3)), 'not ours\n');
    await writeFile(join(folder, 'notes.txt'), 'not ours\n');
    await writeFile(join(folder, `other-${file(2)}`), 'not ours\n');
    const output = await make({ keepDays: 1 });
    // Begins behind the highest number there is.
    await deliver(output, 1);
    expect(await names()).toContain(file(4));
    await writeFile(join(folder, file(5)), 'not ours either\n');
    for (const seq of [2, 3, 4]) await deliver(output, seq);
    for (const name of await names()) await age(name, 100);
    clock.advance(2 * 3_600_000);
    await deliver(output, 5, 10);
    await until('ours are gone', () => !existsSync(join(folder, file(4))));
    await output.close();
    const left = await names();
    for (const name of [file(1), file(3), file(5), 'notes.txt', `other-${file(2)}`]) expect(left).toContain(name);
    expect(await readFile(join(folder, file(5)), 'utf8')).toBe('not ours either\n');
  });

  it('skip a number that somebody else took under the compressed name', async () => {
    const output = await make({ gzipClosed: true });
    await writeFile(join(folder, file(1, 'ndjson.gz')), 'somebody else');
    for (const seq of [1, 2, 3]) await deliver(output, seq);
    await until('compressed', () => existsSync(join(folder, file(2, 'ndjson.gz'))) && !existsSync(join(folder, file(2))));
    await output.close();
    expect(await readFile(join(folder, file(1, 'ndjson.gz')), 'utf8')).toBe('somebody else');
    expect(await names()).toEqual([file(1, 'ndjson.gz'), file(2, 'ndjson.gz'), file(3), file(4)]);
  });

  it('stay as they are when the compressed name is taken after they were begun', async () => {
    const output = await make({ gzipClosed: true });
    await deliver(output, 1);
    await writeFile(join(folder, file(1, 'ndjson.gz')), 'somebody else');
    for (const seq of [2, 3]) await deliver(output, seq);
    await until('noted', () => notes.some((note) => note.includes(`${file(1)} is not compressed`)));
    await output.close();
    expect(await readFile(join(folder, file(1, 'ndjson.gz')), 'utf8')).toBe('somebody else');
    expect(await names()).toEqual([file(1), file(1, 'ndjson.gz'), file(2), file(3)]);
  });

  it('leave no half-made file behind', async () => {
    const output = await make({ gzipClosed: true });
    for (const seq of [1, 2, 3]) await deliver(output, seq);
    await output.close();
    expect((await readdir(folder)).filter((name) => name.endsWith('.part'))).toEqual([]);
    expect((await names()).filter((name) => name.startsWith('HQ_SIEM_000001'))).toHaveLength(1);
  });
});
