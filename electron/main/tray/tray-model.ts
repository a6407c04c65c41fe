import type { Pause } from '../../../shared/model/background';
import type { CollectionStatus, StreamStatus } from '../../../shared/model/collection';
import { conditionsOf } from '../../../shared/model/condition';
import type { HealthState } from '../../../shared/model/health';
import { healthSeverity, isConcern } from '../../../shared/model/health';
import { t } from '../../../shared/text/text';

/** Shapes, not only colours: tick, triangle, cross, bars, ring. */
export type TrayIcon = 'active' | 'degraded' | 'failed' | 'paused' | 'idle';

export type TrayAction = 'open' | 'open-status' | 'open-logs' | 'open-settings' | 'poll-now' | 'pause-15' | 'pause-60' | 'pause' | 'resume' | 'quit';

export type TrayItem =
  | { readonly kind: 'text'; readonly label: string }
  | { readonly kind: 'action'; readonly label: string; readonly action: TrayAction; readonly enabled: boolean }
  | { readonly kind: 'menu'; readonly label: string; readonly items: readonly { readonly label: string; readonly action: TrayAction }[] }
  | { readonly kind: 'separator' };

export type TrayModel = { readonly icon: TrayIcon; readonly tooltip: string; readonly items: readonly TrayItem[] };

export type TrayFacts = {
  readonly status: CollectionStatus;
  readonly demo: boolean;
  /** The pause of the whole collection. */
  readonly pause: Pause | null;
  readonly now: number;
  /** Seconds between two polls of the stream, as configured. */
  readonly pollSecondsOf: (stream: StreamStatus) => number;
  /** A time of day in the zone the administrator chose. */
  readonly timeOf: (ms: number) => string;
};

/** Proof is recent for three poll intervals, and never for less than this: one slow answer is no reason for alarm. */
const proofAtLeastMs = 15 * 60_000;

/** Windows cuts longer tooltips, in the middle of a word. */
const longestTooltip = 120;

type Verdict = { readonly icon: TrayIcon; readonly line: string };

/** Icon, tooltip and menu for the whole collection. Law: the tick is shown only while every running stream was proven to work recently. */
export function trayModel(facts: TrayFacts): TrayModel {
  const { icon, line } = verdictOf(facts);
  const text = facts.demo ? t('desktop.tray.demo', { state: line }) : line;
  const anyStream = facts.status.streams.some((stream) => stream.health.state !== 'paused');
  const waiting = facts.status.outputs.reduce((sum, output) => sum + output.waiting, 0);
  const needsPerson = icon === 'failed' || icon === 'degraded';
  return {
    icon,
    tooltip: tooltip(text, waiting, facts),
    items: [
      { kind: 'text', label: escapeLabel(text) },
      ...(waiting > 0 ? [{ kind: 'text', label: waitingLine(waiting) } as const] : []),
      { kind: 'separator' },
      { kind: 'action', label: t('desktop.tray.open'), action: 'open', enabled: true },
      ...(needsPerson ? [{ kind: 'action', label: t('desktop.tray.wrong'), action: 'open-status', enabled: true } as const] : []),
      { kind: 'action', label: t('desktop.tray.pollNow'), action: 'poll-now', enabled: anyStream && facts.pause === null },
      ...pauseItems(facts),
      { kind: 'action', label: t('desktop.tray.logs'), action: 'open-logs', enabled: true },
      { kind: 'action', label: t('desktop.tray.settings'), action: 'open-settings', enabled: true },
      { kind: 'separator' },
      { kind: 'action', label: t('desktop.stopAndQuit'), action: 'quit', enabled: true },
    ],
  };
}

const pauseMenu = (): TrayItem => ({
  kind: 'menu',
  label: t('desktop.tray.pause'),
  items: [
    { label: t('desktop.tray.pauseQuarter'), action: 'pause-15' },
    { label: t('desktop.tray.pauseHour'), action: 'pause-60' },
    { label: t('desktop.tray.pauseOpen'), action: 'pause' },
  ],
});

function pauseItems({ pause, status }: TrayFacts): readonly TrayItem[] {
  if (pause !== null) return [{ kind: 'action', label: t('desktop.tray.resume'), action: 'resume', enabled: true }];
  return status.streams.some((stream) => stream.health.state !== 'paused') ? [pauseMenu()] : [];
}

/** State and worst part, age of the newest event, depth of the queue. The facts stay whole: names are cut. */
function tooltip(text: string, waiting: number, { status, now }: TrayFacts): string {
  const last = newestEvent(status);
  const facts = [...(last === null ? [] : [t('desktop.tray.lastEvent', { age: ago(now - last) })]), ...(waiting === 0 ? [] : [t('desktop.tray.waiting', { count: waiting })])];
  const end = facts.map((fact) => ` · ${fact}`).join('');
  return `${cut(`Mimecast Connector – ${text}`, longestTooltip - end.length)}${end}`;
}

/** Epoch ms; null: none yet. */
function newestEvent({ streams }: CollectionStatus): number | null {
  const times = streams.flatMap(({ lastEventAt }) => lastEventAt ?? []);
  return times.length === 0 ? null : Math.max(...times);
}

/** Whole minutes, hours or days: finer would only make the desktop draw more often. */
function ago(ms: number): string {
  const minutes = Math.max(0, Math.floor(ms / 60_000));
  if (minutes < 1) return t('desktop.tray.justNow');
  if (minutes < 60) return t('desktop.tray.minutesAgo', { count: minutes });
  return minutes < 48 * 60 ? t('desktop.tray.hoursAgo', { count: Math.floor(minutes / 60) }) : t('desktop.tray.daysAgo', { count: Math.floor(minutes / 1440) });
}

function waitingLine(waiting: number): string {
  return t('desktop.tray.waits', { count: waiting });
}

/** A single & in a menu label marks the access key instead of being shown. */
export function escapeLabel(text: string): string {
  return text.replaceAll('&', '&&');
}

/** Whether an active stream was seen to work so recently that the claim still holds. */
export function isProven(stream: StreamStatus, facts: Pick<TrayFacts, 'now' | 'pollSecondsOf'>): boolean {
  if (stream.health.provenAt === null) return false;
  return facts.now - stream.health.provenAt <= Math.max(proofAtLeastMs, 3 * facts.pollSecondsOf(stream) * 1000);
}

function verdictOf(facts: TrayFacts): Verdict {
  const { streams, outputs } = facts.status;
  if (streams.length === 0) return { icon: 'idle', line: t('desktop.tray.none') };
  const parts = [
    ...streams.map((stream) => ({ name: `${stream.connectorName}, ${stream.logType}`, state: stream.health.state })),
    ...outputs.map((output) => ({ name: output.name, state: output.health.state, ...(isConcern(output.health.failure) ? { concern: true } : {}) })),
  ];
  const worst = parts.reduce<HealthState>((so, part) => (healthSeverity[part.state] > healthSeverity[so] ? part.state : so), 'active');
  const those = parts.filter((part) => part.state === worst).map((part) => part.name);
  switch (worst) {
    case 'failed':
      return { icon: 'failed', line: t('desktop.tray.needed', { names: list(those) }) };
    case 'degraded':
      // Sending goes on: nothing is tried again.
      if (parts.every((part) => part.state !== worst || 'concern' in part)) return { icon: 'degraded', line: t('desktop.tray.concern', { names: list(those) }) };
      return { icon: 'degraded', line: t(isLimitedOnly(facts) ? 'desktop.tray.limited' : 'desktop.tray.disturbed', { names: list(those) }) };
    case 'paused':
      if (facts.pause !== null) return { icon: 'paused', line: facts.pause.until === null ? t('desktop.tray.pausedOpen') : t('desktop.tray.pausedUntil', { time: facts.timeOf(facts.pause.until) }) };
      return { icon: 'paused', line: those.length === parts.length ? pausedWords(facts) : t('desktop.tray.pausedThose', { paused: pausedWords(facts), names: list(those) }) };
    case 'stopping':
      return { icon: 'idle', line: t('health.stopping') };
    case 'stopped':
      return { icon: 'idle', line: t('health.stopped') };
    case 'starting':
      return { icon: 'idle', line: t('health.starting') };
    case 'active':
      return activeVerdict(facts);
    default:
      return unreachable(worst);
  }
}

/** Whether everything that is disturbed waits for a limit of the other side: the word that Collection Status has for it. */
function isLimitedOnly({ status, now }: TrayFacts): boolean {
  return !conditionsOf(status, now).includes('degraded');
}

/** The end of the pauses of single connectors, when they have the same one. */
function pausedWords({ status, timeOf }: TrayFacts): string {
  const ends = new Set(status.streams.filter(({ health }) => health.state === 'paused').map(({ pausedUntil }) => pausedUntil ?? null));
  const [end = null] = ends;
  return ends.size === 1 && end !== null ? t('desktop.tray.pausedUntil', { time: timeOf(end) }) : t('health.paused');
}

function activeVerdict(facts: TrayFacts): Verdict {
  const unproven = facts.status.streams.filter((stream) => !isProven(stream, facts));
  if (unproven.length > 0) {
    return { icon: 'degraded', line: t('desktop.tray.unproven', { names: list(unproven.map((stream) => `${stream.connectorName}, ${stream.logType}`)) }) };
  }
  return { icon: 'active', line: newestEvent(facts.status) === null ? t('desktop.tray.noEvents') : t('health.active') };
}

function list(names: readonly string[]): string {
  const [first = '', ...others] = names;
  return others.length === 0 ? first : t('desktop.andMore', { name: first, count: others.length });
}

function cut(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}

function unreachable(state: never): never {
  throw new Error(`unknown health state ${String(state)}`);
}
