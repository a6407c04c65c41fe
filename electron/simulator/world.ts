import { CG_FAMILIES, CI_FAMILIES, type EventLine,eventLine, processingId } from './data/events';
import { type Cast,createCast } from './data/people';
import { fraction } from './data/random';
import type { FaultEngine } from './fault-engine';
import { HeldList } from './held-list';
import type { ResolvedOptions } from './options';
import { type FamilyPlan,LogTimeline, SiemTimeline } from './timeline';

/** DLP and audit records and held messages per SIEM event in live mode: slow enough to watch, fast enough to see. */
const LIVE_SHARE = { dlp: 0.05, audit: 0.05, hold: 0.02 } as const;
/** Events happen up to this long after their message arrived; arrivals are moved back so that no event lies in the future. */
const LAG_ROOM_MS = 12_000;
/** The share of DLP and audit records that `lateEvents` withholds. */
const LATE_SHARE = 0.2;
const LATE_LOG_MS = 600_000;

/** Everything that exists in one simulated tenant, as functions of the time. */
export class World {
  readonly cast: Cast;
  readonly siem: SiemTimeline;
  readonly logs: Readonly<Record<'dlp' | 'audit', LogTimeline>>;
  readonly held: HeldList;

  constructor(
    readonly options: ResolvedOptions,
    private readonly faults: FaultEngine,
  ) {
    const { seed, startAt, historyHours, liveEventsPerSecond: rate } = options;
    const span = { startAt, historyMs: historyHours * 3_600_000 };
    const families = options.platform === 'cloud-gateway' ? CG_FAMILIES : CI_FAMILIES;
    this.cast = createCast(seed);
    this.siem = new SiemTimeline(span, options.eventsPerFile, options.liveFileSeconds * 1000, families, options.events, rate);
    this.logs = {
      dlp: new LogTimeline(span, seed, 301, options.dlpEvents, rate * LIVE_SHARE.dlp),
      audit: new LogTimeline(span, seed, 302, options.auditEvents, rate * LIVE_SHARE.audit),
    };
    this.held = new HeldList(seed, startAt, new LogTimeline(span, seed, 303, options.heldMessages, rate * LIVE_SHARE.hold));
  }

  /** SIEM event `index` of a family as a JSON line. */
  event(plan: FamilyPlan, index: number, naming: 'batch' | 'streaming', earlierByMs: number): EventLine {
    const messageIndex = this.siem.messageOf(plan, index);
    const { seed } = this.options;
    const messageTime = this.arrival(messageIndex);
    return eventLine({ seed, cast: this.cast, family: plan.family, index, messageIndex, messageTime, naming, earlierByMs });
  }

  /** The `processingId` of the same event. */
  eventKey(plan: FamilyPlan, index: number): string {
    return processingId(this.options.seed, plan.family, index, this.arrival(this.siem.messageOf(plan, index)));
  }

  private arrival(messageIndex: number): number {
    return Math.floor(this.siem.messageTime(messageIndex)) - LAG_ROOM_MS;
  }

  /** Is the DLP or audit record offered already? Only `lateEvents` makes the answer differ from "it has happened". */
  isVisible(source: 'dlp' | 'audit', index: number, now: number): boolean {
    const late = this.faults.standing('lateEvents', source);
    if (late === undefined || fraction(this.options.seed, 311, index) >= LATE_SHARE) return true;
    return this.logs[source].timeOf(index) + (late.ms ?? LATE_LOG_MS) <= now;
  }

  /** Must every record be asked for, because some may be withheld? */
  mayWithhold(source: 'dlp' | 'audit'): boolean {
    return this.faults.standing('lateEvents', source) !== undefined;
  }
}
