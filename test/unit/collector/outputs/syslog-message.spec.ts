import { describe, expect, it } from 'vitest';

import { renderBatch } from '../../../../electron/collector/outputs/render';
import type { MessageContext } from '../../../../electron/collector/outputs/syslog/syslog-message';
import { lineFramed, octetCounted, syslogMessage } from '../../../../electron/collector/outputs/syslog/syslog-message';
import type { EventFormat } from '../../../../shared/model/output';
import { parseSyslog } from '../../../receivers/syslog-parser';

const now = Date.UTC(2026, 4, 6, 7, 8, 9, 10);
const base: MessageContext = { config: { protocol: 'rfc5424', facility: 'local0', appName: 'mimecast', structuredData: true }, hostName: 'collector-1', now };

function message(line: string, context: MessageContext = base, options: { readonly connectorName?: string; readonly format?: EventFormat } = {}): string {
  const batch = renderBatch(
    { seq: 1, connectorName: options.connectorName ?? 'HQ', logType: 'SIEM', count: 1, lines: new Uint8Array(Buffer.from(`${line}\n`)), ids: new Uint8Array(16).fill(0xab) },
    options.format ?? 'both',
  );
  return syslogMessage(batch, 0, context).toString('utf8');
}

describe('syslog message', () => {
  it('has the header of RFC 5424, the time of the event and the event as JSON', () => {
    const parsed = parseSyslog(message(JSON.stringify({ type: 'receipt', timestamp: 1_767_225_600_000, action: 'Acc' })));
    expect(parsed).toMatchObject({ facility: 16, time: '2026-01-01T00:00:00.000Z', host: 'collector-1', app: 'mimecast', messageId: 'SIEM' });
    expect(parsed.data).toEqual({ id: 'ab'.repeat(16), connector: 'HQ', logType: 'SIEM', eventType: 'receipt' });
    expect(JSON.parse(parsed.body)).toMatchObject({ eventType: 'receipt', raw: { action: 'Acc' } });
  });

  it.each([
    ['{"status":"failed"}', 4],
    ['{"Status":"FAILED"}', 4],
    ['{"event":{"outcome":"failure"}}', 4],
    ['{"status":"passed"}', 6],
    ['{"event":{"outcome":"success"}}', 6],
    ['{"subject":"status: failed"}', 6],
  ])('takes the severity of %s from its status', (line, severity) => {
    expect(parseSyslog(message(line, base, { format: 'raw' })).severity).toBe(severity);
  });

  it.each([
    ['{"time":"2026-02-03T04:05:06.789Z"}', '2026-02-03T04:05:06.789Z'],
    ['{"@timestamp":"2026-02-03T04:05:06Z"}', '2026-02-03T04:05:06.000Z'],
    ['{"time":1770091506789}', '2026-02-03T04:05:06.789Z'],
    ['{"SystemTstamp":1770091506}', '2026-02-03T04:05:06.000Z'],
    ['{"eventTime":"2026-02-03T04:05:06+0000"}', '2026-02-03T04:05:06.000Z'],
    ['{"time":"yesterday"}', new Date(now).toISOString()],
    ['{"time":1e300}', new Date(now).toISOString()],
    ['{}', new Date(now).toISOString()],
    ['[1]', new Date(now).toISOString()],
  ])('reads the time of %s', (line, time) => {
    expect(parseSyslog(message(line, base, { format: 'raw' })).time).toBe(time);
  });

  it('escapes structured data and leaves nothing in it that could end it', () => {
    const parsed = parseSyslog(message('{"type":"evil\\"] [x y=\\"z"}', base, { connectorName: 'HQ"] \\\n<13>1 forged' }));
    expect(parsed.data).toMatchObject({ connector: 'HQ"] \\ <13>1 forged', eventType: 'evil"] [x y="z' });
  });

  it('leaves structured data out when it is not wanted', () => {
    const parsed = parseSyslog(message('{"type":"receipt"}', { ...base, config: { ...base.config, structuredData: false } }));
    expect(parsed.data).toEqual({});
  });

  it('keeps the header printable whatever the computer is called', () => {
    expect(parseSyslog(message('{}', { ...base, hostName: 'my computer\n<13>ä' })).host).toBe('mycomputer<13>');
    expect(parseSyslog(message('{}', { ...base, hostName: '' })).host).toBe('-');
  });

  it('is one line without control characters, and the JSON means the same', () => {
    const line = `{"type":\t"receipt",\r "subject":"a\\r\\n\\u0000${'\u007f'}b"}`;
    const text = message(line, base, { format: 'raw' });
    expect(text).not.toMatch(/[\u0000-\u001f\u007f]/);
    expect(JSON.parse(parseSyslog(text).body)).toEqual({ type: 'receipt', subject: 'a\r\n\u0000\u007fb' });
  });

  it('writes RFC 3164 for old receivers', () => {
    const text = message('{"type":"receipt","timestamp":1767225600000}', { ...base, config: { ...base.config, protocol: 'rfc3164' } }, { format: 'raw' });
    expect(text).toBe('<134>Jan  1 00:00:00 collector-1 mimecast: {"type":"receipt","timestamp":1767225600000}');
  });

  it('frames by bytes or by line', () => {
    const bytes = Buffer.from('ärger');
    expect(octetCounted(bytes).toString()).toBe('6 ärger');
    expect(lineFramed(bytes).toString()).toBe('ärger\n');
  });
});
