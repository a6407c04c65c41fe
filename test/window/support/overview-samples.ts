import type { Overview, OverviewRange } from '../../../shared/model/overview';
import { overviewSpan, overviewSteps, topFacets } from '../../../shared/model/overview';
import type { WatchHit } from '../../../shared/model/watch-rules';

/** A wave, so that a chart has a form; the same in every run. */
const wave = (steps: number, height: number, shift: number): number[] => Array.from({ length: steps }, (_each, step) => Math.round(height * (1.2 + Math.sin((step + shift) / 2.7))));

export const historyStatus: Overview['history'] = { on: true, events: 184_223, bytes: 91_000_000, since: Date.UTC(2026, 0, 1), notIndexed: 0, waiting: 0, begunAnewAt: null, problem: null };

export function overviewSample(range: OverviewRange, change: Partial<Overview> = {}): Overview {
  const now = Date.now();
  const { steps, stepMs } = overviewSteps[range];
  const tops = {
    eventType: ['SIEM|receipt', 'SIEM|delivery', 'SIEM|process', 'SIEM|url protect', 'Audit_Events|User Logged On', 'DLP|dlp'],
    sender: ['news@example.org', 'billing@example.net', 'a-very-long-name-that-goes-on-and-on-and-never-ends-at-all-in-this-column@subdomain.example.net', '<b>bold</b>@example.org'],
    recipient: ['alice@example.com', 'bob@example.com', 'carol@uk.example.com'],
    attacker: ['login.example.net', 'xn--bcher-kva.example.net'],
    url: ['login.example.net/4f', 'files.example.net/a0/invoice'],
  };
  return {
    ...overviewSpan(range, now), stepMs, at: now,
    series: [
      { facet: 'outcome', key: 'SIEM|passed', counts: wave(steps, 900, 0) },
      { facet: 'outcome', key: 'SIEM|failed', counts: wave(steps, 160, 2) },
      { facet: 'outcome', key: 'SIEM|none', counts: wave(steps, 220, 4) },
      { facet: 'outcome', key: 'Audit_Events|none', counts: wave(steps, 30, 1) },
      { facet: 'outcome', key: 'DLP|failed', counts: wave(steps, 12, 3) },
      { facet: 'rejection', key: 'IP Found in RBL', counts: wave(steps, 40, 0) },
      { facet: 'rejection', key: 'Invalid Recipient Address', counts: wave(steps, 22, 3) },
      { facet: 'rejection', key: 'Virus Signature Detection', counts: wave(steps, 4, 6) },
      { facet: 'rejection', key: '(none)', counts: wave(steps, 2, 1) },
      { facet: 'rejection', key: '', counts: wave(steps, 6, 1) },
      { facet: 'hold', key: 'Moderate Spam Detection', counts: wave(steps, 9, 1) },
      { facet: 'hold', key: 'Default Impersonation Definition', counts: wave(steps, 5, 4) },
    ],
    tops: topFacets.map((facet) => ({ facet, items: tops[facet].map((key, index) => ({ key, count: Math.round(24_000 / (index + 1)) })), others: facet === 'sender' ? 8211 : 0 })),
    held: [{ policy: 'Moderate Spam Detection', ages: [4, 11, 38, 6, 0] }, { policy: 'Default Impersonation Definition', ages: [1, 0, 7, 2, 1] }],
    lag: wave(steps, 70_000, 0),
    missed: 0,
    history: historyStatus,
    ...change,
  };
}

export function hitSample(change: Partial<WatchHit> = {}): WatchHit {
  const at = Date.UTC(2026, 10, 22, 11, 40);
  return {
    id: 1, ruleId: 'malware', ruleName: 'Malware found', text: 'eventType=av', at, from: at - 600_000, to: at - 60_000, count: 12,
    events: [
      { id: '0f'.repeat(16), time: new Date(at - 60_000).toISOString(), arrivedAt: at, connector: 'Head office', logType: 'SIEM', eventType: 'av', action: null, status: null, sender: 'eve@example.net', recipients: 'alice@example.com', subject: 'Invoice <b>17</b>' },
    ],
    ...change,
  };
}
