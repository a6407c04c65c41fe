import type { FailureCode } from '../../../shared/failures/catalogue';
import type { Failure } from '../../../shared/failures/failure';
import type { AppInfo } from '../../../shared/ipc/contract';
import type { CheckItem, CheckReport } from '../../../shared/model/check-report';
import type { CollectionStatus, OutputStatus, StreamStatus } from '../../../shared/model/collection';
import type { ConnectorView } from '../../../shared/model/connector';
import type { Health } from '../../../shared/model/health';
import type { LogType } from '../../../shared/model/log-type';
import type { OutputView } from '../../../shared/model/output';
import type { Message } from '../../../shared/text/message';
import { say, wordsOnly } from '../../../shared/text/message';

const minute = 60_000;
const dayMs = 24 * 60 * minute;

export const appInfo: AppInfo = {
  version: '0.1.0', electron: '33.2.1', demo: false, platform: 'linux x64', keychainName: 'Secret Service', keychainAvailable: true, sessionSecrets: false,
  profilePath: '/home/admin/.config/mimecast-connector',
};

export function failure(code: FailureCode, detail: string | null = null): Failure {
  return { code, detail, retryAfterMs: null, at: Date.now() - 4 * minute, ref: 'F7K2QX' };
}

export function connector(change: Partial<ConnectorView> = {}): ConnectorView {
  return {
    id: 'c1', name: 'Head office', baseUrl: 'https://api.services.mimecast.com', clientId: 'aB3dEfGhIjKlMnOpQrStUvWx0123456789YZ',
    logTypes: ['SIEM', 'DLP', 'Audit_Events', 'Hold_Message_List'], platform: 'cloud-gateway', siemDelivery: 'batch', startFrom: null, pollSeconds: null,
    outputs: ['o1'], enabled: true, secret: { kind: 'stored', savedAt: '2026-11-20T09:30:00.000Z' }, ...change,
  };
}

export const httpOutput: OutputView = {
  config: {
    id: 'o1', name: 'DNIF production', enabled: true, format: 'both', type: 'http', url: 'https://tenant.example.net:2882/https/mimecast/events',
    auth: { kind: 'bearer' }, maxEvents: 500, maxKiB: 1024, gzip: true,
  },
  secretStored: true,
  usedBy: ['Head office'],
};

export const fileOutput: OutputView = {
  config: { id: 'o2', name: 'Archive', enabled: true, format: 'raw', type: 'file', path: '/var/log/mimecast', rotateMiB: 64 },
  secretStored: false,
  usedBy: [],
};

export function health(change: Partial<Health> = {}): Health {
  const now = Date.now();
  return { state: 'active', since: now - 3 * 60 * minute, provenAt: now - 12_000, failure: null, note: null, ...change };
}

export function stream(logType: LogType, change: Partial<StreamStatus> = {}): StreamStatus {
  const now = Date.now();
  return {
    connectorId: 'c1', connectorName: 'Head office', logType, health: health(), polling: false, lastPollAt: now - 12_000, nextPollAt: now + 48_000,
    lastEventAt: now - 95_000,
    counts: { fetched: 184_223, duplicates: 1_204, quarantined: 0, spooled: 312, released: 182_707, delivered: { o1: 182_707 }, refused: { o1: 0 } },
    gaps: [],
    dataExpiresAt: null,
    horizonMs: { SIEM: 7 * dayMs, DLP: null, Audit_Events: 60 * dayMs, Hold_Message_List: null }[logType],
    backfill: null, notes: [], ...change,
  };
}

export function outputStatus(change: Partial<OutputStatus> = {}): OutputStatus {
  return {
    outputId: 'o1', name: 'DNIF production', health: health(), waiting: 312, delivered: 201_443, refused: 0, lastDeliveredAt: Date.now() - 4_000, ...change,
  };
}

/** One of each state, as a busy installation shows it. */
export function busyStatus(): CollectionStatus {
  const now = Date.now();
  return {
    streams: [
      stream('SIEM', { backfill: { state: 'running', from: now - 6 * 24 * 60 * minute, collected: 51_208, progress: 0.42, failure: null }, notes: [say('collector.note.allTypes')] }),
      stream('DLP', {
        health: health({ state: 'failed', since: now - 21 * minute, provenAt: null, failure: failure('MC-PERM-403', 'HTTP 403 app_forbidden: Forbidden. Insufficient permissions') }),
        lastEventAt: null,
        counts: { fetched: 0, duplicates: 0, quarantined: 0, spooled: 0, released: 0, delivered: {}, refused: {} },
      }),
      stream('Audit_Events', {
        health: health({ state: 'degraded', since: now - 2 * minute, failure: failure('MC-SERVER-5XX', 'HTTP 503 from api.services.mimecast.com') }),
        counts: { fetched: 4_112, duplicates: 12, quarantined: 3, spooled: 0, released: 4_097, delivered: { o1: 4_097 }, refused: { o1: 0 } },
        gaps: [{ from: '2026-11-21T02:00:00.000Z', to: '2026-11-21T02:15:00.000Z', why: say('collector.gap.unavailable', { name: 'receipt_20261121.gz' }), at: now - 30 * 60 * minute }],
      }),
      stream('Hold_Message_List', {
        health: health({ state: 'starting', since: now - 4_000, provenAt: null }), lastPollAt: null, lastEventAt: null, nextPollAt: now + 9_000,
        counts: { fetched: 0, duplicates: 0, quarantined: 0, spooled: 0, released: 0, delivered: {}, refused: {} },
      }),
    ],
    outputs: [outputStatus(), outputStatus({ outputId: 'o2', name: 'Archive', waiting: 0, delivered: 4_097 })],
    spoolBytes: 1_310_720,
  };
}

/** `message`: what this test calls it, or what the product says. */
function item(id: string, title: string | Message, message: string | Message, durationMs: number, change: Partial<CheckItem> = {}): CheckItem {
  const said = (text: string | Message): Message => (typeof text === 'string' ? wordsOnly(text) : text);
  return { id, title: said(title), logType: null, state: 'passed', message: said(message), failure: null, durationMs, ...change };
}

export function goodReport(): CheckReport {
  return {
    passed: true, startedAt: Date.now() - 1200, durationMs: 1184,
    items: [
      item('reach', 'Reach api.services.mimecast.com', 'TLS 1.3, certificate trusted', 84),
      item('token', 'Access token', 'valid for 30 minutes', 310),
      item('siem', 'SIEM', '1 of 412 records read', 402, { logType: 'SIEM' }),
      item('dlp', 'DLP', 'no records in the last day', 388, { logType: 'DLP' }),
    ],
  };
}

export function partlyReport(clientId: string): CheckReport {
  return {
    passed: false, startedAt: Date.now() - 1200, durationMs: 1601,
    items: [
      item('reach', 'Reach api.services.mimecast.com', 'TLS 1.3, certificate trusted', 84),
      item('token', 'Access token', 'valid for 30 minutes', 310),
      item('siem', 'SIEM', '1 of 412 records read', 402, { logType: 'SIEM' }),
      item('dlp', 'DLP', 'refused with 403', 205, { logType: 'DLP', state: 'failed', failure: failure('MC-PERM-403', `HTTP 403 for client ${clientId}`) }),
      item('audit', 'Audit_Events', '12 records read', 300, { logType: 'Audit_Events' }),
      item('hold', 'Hold_Message_List', 'empty', 300, { logType: 'Hold_Message_List' }),
      item('clock', 'Clock of this computer', '2 s ahead of Mimecast', 0, { state: 'warning' }),
    ],
  };
}

export function refusedReport(): CheckReport {
  return {
    passed: false, startedAt: Date.now() - 600, durationMs: 590,
    items: [
      item('reach', 'Reach api.services.mimecast.com', 'TLS 1.3, certificate trusted', 84),
      item('token', 'Access token', 'refused', 280, { state: 'failed', failure: failure('MC-AUTH-401', 'HTTP 401 invalid_client') }),
      item('siem', 'SIEM', 'not tried without a token', 0, { logType: 'SIEM', state: 'skipped' }),
    ],
  };
}
