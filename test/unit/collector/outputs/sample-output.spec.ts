import { describe, expect, it, onTestFinished } from 'vitest';

import { systemClock } from '../../../../electron/collector/kit/clock';
import { checkOutput } from '../../../../electron/collector/outputs/check-output';
import { sampleOutput } from '../../../../electron/collector/outputs/sample/sample-output';
import { logTypes } from '../../../../shared/model/log-type';
import type { OutputConfig } from '../../../../shared/model/output';
import { eventFormats, eventModels } from '../../../../shared/model/output';
import { HttpReceiver } from '../../../receivers/http-receiver';
import { never } from '../../../support/api';
import { listeningLog } from '../../../support/doubles';

const now = Date.UTC(2026, 0, 5, 8, 11, 2, 124);
const base = { id: '', name: 'Out', enabled: true, format: 'normalized' as const };
const request = { maxEvents: 10, maxKiB: 64, gzip: false };
const file: OutputConfig = { ...base, type: 'file', path: '/srv', rotateMiB: 1 };
const syslog: OutputConfig = { ...base, type: 'syslog', host: 'h', port: 514, transport: 'tcp', protocol: 'rfc5424', framing: 'octet-counting', facility: 'local0', appName: 'mimecast', structuredData: true, maxKiB: 64 };

function textOf(config: OutputConfig, logType: Parameters<typeof sampleOutput>[1] = 'SIEM'): string {
  const sample = sampleOutput(config, logType, now);
  if (sample.kind !== 'sent') throw new Error(`nothing would be sent: ${sample.kind}`);
  expect(sample.bytes).toBe(Buffer.byteLength(sample.text));
  return sample.text;
}

describe('the example of an output', () => {
  it.each(logTypes.flatMap((logType) => eventFormats.flatMap((format) => eventModels.map((model) => [logType, format, model] as const))))('is one readable event of %s in %s, %s', (logType, format, model) => {
    const text = textOf({ ...file, format, model }, logType);
    expect(text.endsWith('\n')).toBe(true);
    expect(Object.keys(JSON.parse(text) as object).length).toBeGreaterThan(5);
  });

  it('is wrapped as the receiver wants it', () => {
    const auth = { kind: 'none' } as const;
    expect(textOf({ ...base, ...request, type: 'http', url: 'https://x.example', auth })).toMatch(/^\[\{.*\}\]$/);
    expect(textOf({ ...base, ...request, type: 'http', url: 'https://x.example', auth, mode: 'single' })).toMatch(/^\{.*\}$/);
    expect(textOf({ ...base, ...request, type: 'http-ndjson', url: 'https://x.example', auth })).toMatch(/^\{.*\}\n$/);
    expect(textOf({ ...base, ...request, type: 'splunk-hec', url: 'https://x.example', index: 'mail' })).toMatch(/^\{"time":1767600662\.124,"host":"Example","index":"mail","event":\{.*\}\}\n$/);
    expect(textOf({ ...base, ...request, type: 'elasticsearch', url: 'https://x.example', index: 'logs', auth })).toMatch(/^\{"create":\{"_id":"(ab){16}"\}\}\n\{.*\}\n$/);
    expect(textOf({ ...base, type: 'tcp', host: 'h', port: 1, tls: { enabled: false } })).toMatch(/^\{.*\}\n$/);
    expect(textOf({ ...base, type: 'kafka', brokers: ['k:1'], topic: 't', tls: { enabled: false }, sasl: { kind: 'none' }, key: 'stream', gzip: false, maxKiB: 900 })).toMatch(/^key Example\/SIEM, headers .*\n\{.*\}\n$/);
    const message = textOf(syslog);
    expect(message).toMatch(/^\d+ <134>1 2026-01-05T08:11:02\.124Z \S+ mimecast - SIEM \[mimecastConnector@32473 /);
    expect(Number.parseInt(message, 10)).toBe(Buffer.byteLength(message.slice(message.indexOf(' ') + 1)));
  });

  it('leaves out what the output leaves out', () => {
    expect(textOf({ ...file, model: 'dnif' })).toContain('"Subject":"Quarterly figures"');
    expect(textOf({ ...file, model: 'dnif', dropFields: ['Subject'] })).not.toContain('Quarterly figures');
    expect(sampleOutput({ ...file, filter: { logTypes: ['DLP'] } }, 'SIEM', now)).toEqual({ kind: 'left-out' });
    expect(sampleOutput({ ...file, filter: { eventTypes: { mode: 'exclude', types: ['Receipt'] } } }, 'SIEM', now)).toEqual({ kind: 'left-out' });
    expect(sampleOutput({ ...syslog, format: 'both', maxKiB: 1 }, 'SIEM', now)).toEqual({ kind: 'too-large' });
  });

  it('has the form of what a test event really sends', async () => {
    const server = await HttpReceiver.start();
    onTestFinished(() => server.stop());
    const config: OutputConfig = { ...base, ...request, type: 'http', model: 'dnif', url: server.url, auth: { kind: 'none' } };
    const report = await checkOutput(config, null, { clock: systemClock, log: listeningLog() }, never);
    const sent = report.items[0]?.exchange?.sent.split('\n').at(-1) ?? '';
    const common = (text: string): unknown => {
      const [event] = JSON.parse(text) as [Record<string, unknown>];
      return Object.fromEntries(['LogType', 'SourceName'].map((key) => [key, event[key]]));
    };
    expect(common(textOf(config))).toEqual(common(sent));
  });
});
