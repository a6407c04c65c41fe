import { Readable } from 'node:stream';

import { describe, expect, it } from 'vitest';

import type { NormalizeLinesOptions } from '../../../../electron/collector/cli/normalize-lines';
import { guessedLogType, normalizeLines } from '../../../../electron/collector/cli/normalize-lines';
import type { Json } from './support';
import { fixtures } from './support';

async function run(input: string | Uint8Array, options: Partial<NormalizeLinesOptions> = {}, piece = 7): Promise<{ readonly events: readonly Json[]; readonly problems: readonly string[]; readonly text: string; readonly bad: number; readonly lines: number }> {
  const bytes = Buffer.from(input as string);
  const pieces = Array.from({ length: Math.ceil(bytes.length / piece) }, (_, index) => bytes.subarray(index * piece, (index + 1) * piece));
  let text = '';
  const problems: string[] = [];
  const counts = await normalizeLines(
    Readable.from(pieces),
    { target: 'ecs', logType: null, connector: 'stdin', ...options },
    (line) => {
      text += line;
    },
    (number, problem) => problems.push(`${number}: ${problem}`),
  );
  return { events: text === '' ? [] : text.trimEnd().split('\n').map((line) => JSON.parse(line) as Json), problems, text, ...counts };
}

const receipt = JSON.stringify({ type: 'receipt', aggregateId: 'x', action: 'Acc', subject: 'Grüße' });

describe('normalizeLines', () => {
  it('prints one line for each line, in order', async () => {
    const { events, problems, lines } = await run([1, 2, 3].map((n) => JSON.stringify({ type: 'receipt', aggregateId: `m${n}` })).join('\n'));
    expect(events.map((event) => (event['email'] as Json)['local_id'])).toEqual(['m1', 'm2', 'm3']);
    expect({ problems, lines }).toEqual({ problems: [], lines: 3 });
  });

  it('reports bad lines with their numbers and prints the others', async () => {
    const { events, problems, bad } = await run(`${receipt}\nnot json\n\n[1]\n"text"\n${receipt}\n`);
    expect(events.length).toBe(2);
    expect(bad).toBe(3);
    expect(problems.map((problem) => problem.split(':')[0])).toEqual(['2', '4', '5']);
  });

  it('takes CRLF, a BOM and a missing last line end', async () => {
    const { events, problems } = await run(`\ufeff${receipt}\r\n${receipt}`);
    expect(problems).toEqual([]);
    expect(events.map((event) => (event['email'] as Json)['subject'])).toEqual(['Grüße', 'Grüße']);
  });

  it('does not split at U+2028 and U+0085', async () => {
    const { events } = await run(JSON.stringify({ type: 'receipt', subject: 'a\u2028b\u0085c' }));
    expect((events[0]?.['email'] as Json)['subject']).toBe('a\u2028b\u0085c');
  });

  it('refuses bytes that are no UTF-8, and records nested too deep', async () => {
    const { problems, events } = await run(Buffer.concat([Buffer.from('{"type":"'), Buffer.from([0xff, 0xfe]), Buffer.from(`"}\n{"type":"x","a":${'['.repeat(60_000)}${']'.repeat(60_000)}}\n${receipt}\n`)]), {}, 4096);
    expect(problems.length).toBe(2);
    expect(events.length).toBe(1);
  });

  it('gives up a line that is too long, and goes on', async () => {
    const { problems, events } = await run(Buffer.concat([Buffer.alloc(17 * 1024 * 1024, 'x'), Buffer.from(`\n${receipt}\n`)]), {}, 1024 * 1024);
    expect(problems).toEqual([expect.stringMatching(/^1: The line is longer/)]);
    expect(events.length).toBe(1);
  });

  it('waits for the writer', async () => {
    let inside = 0;
    await normalizeLines(Readable.from([Buffer.from(`${receipt}\n${receipt}\n`)]), { target: 'dnif', logType: 'SIEM', connector: 'c' }, async () => {
      inside += 1;
      expect(inside).toBe(1);
      await Promise.resolve();
      inside -= 1;
    }, () => undefined);
  });

  it('tells the log type of every fixture', () => {
    const told = fixtures.filter(({ name }) => name !== 'nothing-usable');
    expect(told.map(({ name, raw }) => [name, guessedLogType(raw)])).toEqual(told.map(({ name, logType }) => [name, logType]));
  });

  it('believes the log type that is named', async () => {
    const { events } = await run('{"subject":"x"}', { target: 'connector', logType: 'DLP' });
    expect(events[0]).toMatchObject({ logType: 'DLP', eventType: 'dlp', subject: 'x', connector: 'stdin' });
  });
});
