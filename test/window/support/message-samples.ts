import type { CheckItem, CheckReport } from '../../../shared/model/check-report';
import type { CollectionStatus } from '../../../shared/model/collection';
import type { Message } from '../../../shared/text/message';
import { say, sentences, wordsOnly } from '../../../shared/text/message';
import { failure, health, outputStatus, stream } from './samples';

const hourMs = 3_600_000;

/** Every kind of text that the collector makes for somebody whose language it does not know. */
export function statusInMessages(): CollectionStatus {
  const now = Date.now();
  const gap = (hours: number, why: Message) => ({ from: new Date(now - (hours + 1) * hourMs).toISOString(), to: new Date(now - hours * hourMs).toISOString(), why, at: now - hours * hourMs });
  const paused = (note: Message) => health({ state: 'paused', since: now - hourMs, note });
  return {
    streams: [
      stream('SIEM', {
        health: paused(say('collector.room.spool', { used: '4.1 GiB', limit: '4.0 GiB' })),
        gaps: [gap(1, say('collector.gap.expired')), gap(3, say('collector.gap.noAddress', { count: 2 })), gap(5, say('collector.gap.unavailable', { name: 'receipt_20261121.gz' }))],
        notes: [say('collector.note.cloudGateway'), say('collector.note.oneType'), say('collector.note.owed', { count: 3 })],
      }),
      stream('DLP', { health: paused(say('collector.pausedByYou')) }),
      stream('Audit_Events', { health: paused(say('collector.room.disk', { free: '0.4 GiB' })) }),
    ],
    outputs: [
      outputStatus({ health: paused(say('collector.dailyLimit', { limit: '50 MiB' })) }),
      outputStatus({ outputId: 'o2', name: 'Archive', health: health({ state: 'starting', provenAt: null, note: say('collector.nothingSent') }) }),
    ],
    spoolBytes: 1_310_720,
  };
}

/** A test as the collector words it: passed, a warning, failed and skipped. */
export function reportInMessages(): CheckReport {
  const host = 'api.services.mimecast.com';
  const item = (id: string, title: Message, state: CheckItem['state'], message: Message, change: Partial<CheckItem> = {}): CheckItem => ({ id, title, logType: null, state, message, failure: null, durationMs: 84, ...change });
  return {
    passed: false, startedAt: Date.now() - 1200, durationMs: 1184,
    items: [
      item('dns', say('check.dns'), 'warning', sentences(say('check.dns.known', { host }), say('check.dns.noRegion', { code: 'xy', address: 'https://api.services.mimecast.com' }))),
      item('reach', say('check.reach', { host }), 'passed', sentences(say('check.network.answers', { status: 200 }), say('check.network.issuer', { protocol: 'TLSv1.3', name: 'DigiCert' }))),
      item('token', say('check.token'), 'passed', say('check.token.accepted')),
      item('SIEM', wordsOnly('SIEM'), 'passed', say('check.readable.records', { count: 412 }), { logType: 'SIEM' }),
      item('DLP', wordsOnly('DLP'), 'failed', say('check.permissionMissing', { permission: 'Monitoring | Data Leak Prevention | Read' }), { logType: 'DLP', failure: failure('MC-PERM-403', 'HTTP 403') }),
      item('arrival', say('check.proof.arrival'), 'passed', say('check.proof.arrivedIn', { age: say('check.proof.minutes', { count: 3 }), stream: 'EMAIL' })),
      item('clock', say('check.clock'), 'skipped', say('check.skipped')),
    ],
  };
}
