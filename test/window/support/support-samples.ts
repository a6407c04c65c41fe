import type { Diagnostics, LogLine, Storage } from '../../../shared/model/diagnostics';
import { say } from '../../../shared/text/message';

/** One run of the diagnostics with each kind of finding. */
export function diagnosed(): Diagnostics {
  return {
    at: Date.parse('2026-11-22T12:00:00Z'),
    durationMs: 1_850,
    steps: [
      { id: 'keychain', title: say('diagnostics.keychain'), state: 'ok', message: say('diagnostics.keychain.answers'), code: null, payload: {} },
      { id: 'disk', title: say('diagnostics.disk'), state: 'warning', message: say('diagnostics.disk.low'), code: 'PC-DISK-FULL', payload: { freeMiB: 812, spoolMiB: 37 } },
      { id: 'network', title: say('diagnostics.network'), state: 'failed', message: say('failure.NET-PROXY-REFUSED.sentence'), code: 'NET-PROXY-REFUSED', payload: { reach: 'failed', detail: 'The proxy proxy.example.com:8080 answered HTTP 403 to CONNECT.' } },
    ],
    text: 'Mimecast Connector: diagnostics report\nMade 2026-11-22T12:00:00.000Z\n\nSteps\n[ok] Keychain: It answers.\n',
  };
}

export const logLines: readonly LogLine[] = [
  { at: '2026-11-22T12:00:03.000Z', level: 'error', event: 'window.page-lost', fields: '{"reason":"crashed"}' },
  { at: '2026-11-22T12:00:02.000Z', level: 'warn', event: 'ipc.call-failed', fields: '{"code":"NET-DNS"}' },
  { at: '2026-11-22T12:00:01.000Z', level: 'info', event: 'app.started', fields: '' },
];

export const storageSample: Storage = {
  parts: [
    { id: 'spool', path: '/home/admin/.config/mimecast-connector/spool', bytes: 39_845_888, files: 3 },
    { id: 'events', path: '/home/admin/.config/mimecast-connector/events', bytes: 1_288_490_188, files: 412 },
    { id: 'logs', path: '/home/admin/.config/mimecast-connector/logs', bytes: 1_048_576, files: 1 },
    { id: 'configuration', path: '/home/admin/.config/mimecast-connector', bytes: 4_096, files: 6 },
  ],
  spoolCopy: { path: '/home/admin/.config/mimecast-connector/spool/spool.v4-20261120T081500Z.db', bytes: 37_748_736, at: Date.parse('2026-11-20T08:15:00Z') },
  freeBytes: 51_539_607_552,
};
