import { createHash } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import { renderBatch } from '../../electron/collector/outputs/render';
import type { EventFormat } from '../../shared/model/output';
import { tempDir } from '../support/temp-dir';
import { benchMakers } from '../support/trial-benches';

const megabyte = 1024 * 1024;
const allControls = Array.from({ length: 32 }, (_, code) => String.fromCharCode(code)).join('');

/** What senders of mail can put into their fields. */
const attacks: readonly string[] = [
  'line\nbreak', 'carriage\r\nreturn\rs', `${allControls}\u007f\u0085\u2028\u2029`,
  'x\n<14>1 2026-01-01T00:00:00.000Z evil app - - - {"id":"forged"}', 'x\n{"id":"forged"}\n', '{"create":{"_id":"forged"}}\n{}',
  '"},{"id":"forged","a":"', '"}\n{"event":"forged"}', '\\" ] \\] "\\', "'; DROP TABLE logs; --", '120 <14>1 - - - - - - forged',
  '\ud800 lone', '\u202egnp.exe', '🙂 ärger', '<img src=x onerror=alert(1)>', '${jndi:ldap://192.0.2.1/a}', '=1+1', '',
];

function records(field: (text: string) => object): readonly string[] {
  return attacks.map((text) => JSON.stringify(field(text)));
}

const lines: readonly string[] = [
  ...records((text) => ({ type: 'receipt', timestamp: 1_767_225_600_000, subject: text, senderEnvelope: `${text}@example.com` })),
  ...records((text) => ({ type: text, timestamp: 1_767_225_600_000, action: text, [text]: text })),
  // Blanks that JSON allows between tokens.
  '{"type":\t"receipt",\r "timestamp": 1767225600000 ,\r"subject":"spread"}',
  JSON.stringify({ type: 'receipt', timestamp: 1_767_225_600_000, subject: 'M'.repeat(megabyte) }),
  JSON.stringify({ type: 'receipt', timestamp: 1_767_225_600_000, subject: '"\n'.repeat(megabyte / 4) }),
];

function batchOf(texts: readonly string[], format: EventFormat): ReturnType<typeof renderBatch> {
  const ids = texts.map((_, index) => createHash('sha256').update(`attack ${index}`).digest('hex').slice(0, 32));
  return renderBatch(
    {
      seq: 1,
      connectorName: 'HQ"] \\\n<13>1 forged\u0000',
      logType: 'SIEM',
      count: texts.length,
      lines: new Uint8Array(Buffer.from(texts.map((line) => `${line}\n`).join(''))),
      ids: new Uint8Array(Buffer.from(ids.join(''), 'hex')),
    },
    format,
  );
}

/** The event at a receiver, without what the receiver itself adds, in one spelling. */
function plain(record: Readonly<Record<string, unknown>>): string {
  const { _id, ...event } = record;
  return JSON.stringify(event);
}

describe('injection', () => {
  const formats: readonly EventFormat[] = ['both', 'raw'];
  it.each(benchMakers.flatMap(({ name, make }) => formats.map((format) => ({ name, make, format }))))(
    '$name ($format): one well-formed record for each event, whatever its fields hold',
    async ({ name, make, format }) => {
      const bench = await make(tempDir());
      const output = bench.make();
      try {
        await output.open(null, new AbortController().signal);
        const batch = batchOf(lines, format);
        const delivery = await output.deliver([batch], new AbortController().signal);
        await output.close();
        const tooLarge = name === 'syslog over UDP' ? [lines.length - 2, lines.length - 1] : [];
        if (tooLarge.length === 0) expect(delivery.kind).toBe('delivered');
        else expect(delivery).toMatchObject({ kind: 'refused', failure: { code: 'OUT-TOO-LARGE' }, events: new Map([[1, tooLarge]]) });
        const sent = Buffer.from(batch.lines).toString('utf8').split('\n').slice(0, -1).filter((_, index) => !tooLarge.includes(index));
        const received = (await bench.records()).map(plain);
        expect(received.length).toBe(sent.length);
        expect([...received].sort()).toEqual(sent.map((text) => plain(JSON.parse(text) as Readonly<Record<string, unknown>>)).sort());
      } finally {
        await output.close();
        await bench.dispose();
      }
    },
  );
});
