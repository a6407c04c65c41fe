import type { EventFamily } from './data/events';
import { fraction } from './data/random';

/** When the simulated world began and how far its history reaches back. */
export type Span = { readonly startAt: number; readonly historyMs: number };

/** One event family with its amounts: what lies in the backlog and how fast it grows. */
export type FamilyPlan = { readonly family: EventFamily; readonly backlog: number; readonly perSecond: number };

export type FileSlot = { readonly first: number; readonly end: number; readonly createdAt: number };

/** Splits a total over weights so that the parts add up exactly and every family gets at least one where possible. */
export function share(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  const spare = total >= weights.length ? 1 : 0;
  const rest = total - spare * weights.length;
  const exact = weights.map((weight) => (rest * weight) / sum);
  const counts = exact.map((value) => Math.floor(value) + spare);
  const order = exact.map((value, i) => ({ i, part: value - Math.floor(value) })).sort((a, b) => b.part - a.part || a.i - b.i);
  let missing = total - counts.reduce((a, b) => a + b, 0);
  for (const { i } of order) {
    if (missing <= 0) break;
    counts[i] = (counts[i] ?? 0) + 1;
    missing -= 1;
  }
  return counts;
}

/**
 * Which SIEM event and which batch file exists at which time. Everything is arithmetic on the index: file k of the
 * backlog holds `eventsPerFile` consecutive events; after the start one file per family appears every `liveFileMs`.
 */
export class SiemTimeline {
  readonly plans: readonly FamilyPlan[];
  private readonly messages: FamilyPlan;

  constructor(
    private readonly span: Span,
    private readonly eventsPerFile: number,
    private readonly liveFileMs: number,
    families: readonly EventFamily[],
    events: number,
    eventsPerSecond: number,
  ) {
    const weights = families.map((family) => family.weight);
    const sum = weights.reduce((a, b) => a + b, 0);
    const counts = share(events, weights);
    this.plans = families.map((family, i) => ({ family, backlog: counts[i] ?? 0, perSecond: (eventsPerSecond * family.weight) / sum }));
    const first = this.plans[0];
    if (first === undefined) throw new RangeError('a timeline needs at least one family');
    // The heaviest family sets the message numbers: its event i belongs to message i.
    this.messages = { ...first, backlog: Math.max(1, first.backlog) };
  }

  plan(type: string): FamilyPlan | undefined {
    return this.plans.find((plan) => plan.family.type === type);
  }

  /** Live events of a family that files up to tick `tick` contain. */
  private liveCount(plan: FamilyPlan, tick: number): number {
    return Math.floor((tick * this.liveFileMs * plan.perSecond) / 1000);
  }

  private ticks(now: number): number {
    return Math.max(0, Math.floor((now - this.span.startAt) / this.liveFileMs));
  }

  private backlogFiles(plan: FamilyPlan): number {
    return Math.ceil(plan.backlog / this.eventsPerFile);
  }

  /** Events of the family offered so far. */
  count(plan: FamilyPlan, now: number): number {
    return plan.backlog + this.liveCount(plan, this.ticks(now));
  }

  /** Files of the family offered so far; live files of a quiet family can be empty and are then never listed. */
  files(plan: FamilyPlan, now: number): number {
    return this.backlogFiles(plan) + (plan.perSecond > 0 ? this.ticks(now) : 0);
  }

  file(plan: FamilyPlan, sequence: number): FileSlot {
    const backlogFiles = this.backlogFiles(plan);
    if (sequence < backlogFiles) {
      const first = sequence * this.eventsPerFile;
      const end = Math.min(first + this.eventsPerFile, plan.backlog);
      return { first, end, createdAt: this.span.startAt - this.span.historyMs * (1 - end / plan.backlog) };
    }
    const tick = sequence - backlogFiles + 1;
    return {
      first: plan.backlog + this.liveCount(plan, tick - 1),
      end: plan.backlog + this.liveCount(plan, tick),
      createdAt: this.span.startAt + tick * this.liveFileMs,
    };
  }

  /** The slot time of event `index`, never decreasing; used to order families and to answer time windows. */
  timeOf(plan: FamilyPlan, index: number): number {
    const { startAt, historyMs } = this.span;
    if (index < plan.backlog) return startAt - historyMs * (1 - (index + 0.5) / plan.backlog);
    return startAt + ((index - plan.backlog + 0.5) * 1000) / plan.perSecond;
  }

  /** The message that event `index` belongs to: neighbours in time across families share messages. */
  messageOf(plan: FamilyPlan, index: number): number {
    if (index < plan.backlog) return Math.floor((index * this.messages.backlog) / plan.backlog);
    return this.messages.backlog + Math.floor(((index - plan.backlog) * this.messages.perSecond) / plan.perSecond);
  }

  messageTime(message: number): number {
    return this.timeOf(this.messages, message);
  }

  /** The first file created at or after `time`. */
  fileAt(plan: FamilyPlan, time: number, now: number): number {
    return firstIndex(this.files(plan, now), (i) => this.file(plan, i).createdAt >= time);
  }

  /** The first event whose slot time is at or after `time`. */
  eventAt(plan: FamilyPlan, time: number, now: number): number {
    return firstIndex(this.count(plan, now), (i) => this.timeOf(plan, i) >= time);
  }
}

/** When the records of DLP, audit and hold happen: evenly spread with jitter, then at a steady rate. */
export class LogTimeline {
  constructor(
    private readonly span: Span,
    private readonly seed: number,
    private readonly salt: number,
    readonly backlog: number,
    readonly perSecond: number,
  ) {}

  /** Records that have happened so far. */
  count(now: number): number {
    return this.backlog + Math.max(0, Math.floor(((now - this.span.startAt) * this.perSecond) / 1000));
  }

  /** When record `index` happened, whole seconds (the vendor reports no more), never decreasing. Epoch ms. */
  timeOf(index: number): number {
    const { startAt, historyMs } = this.span;
    const time =
      index < this.backlog
        ? startAt - historyMs * (1 - (index + 0.1 + 0.8 * fraction(this.seed, this.salt, index)) / this.backlog)
        : startAt + ((index - this.backlog + 1) * 1000) / this.perSecond;
    return Math.floor(time / 1000) * 1000;
  }

  /** The first record at or after `time`. */
  indexAt(time: number, now: number): number {
    return firstIndex(this.count(now), (i) => this.timeOf(i) >= time);
  }
}

/** The smallest i in [0, count] for which `reached` holds (count when none does). */
export function firstIndex(count: number, reached: (index: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (reached(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
