import type { LogType } from '../../../shared/model/log-type';
import type { OutputFilter } from '../../../shared/model/output';
import type { Acknowledgement, LeasedBatch } from '../spool/spool';
import { keepWanted } from './filter/keep-wanted';
import type { DailyVolume, Volume } from './limits/daily-volume';
import type { RenderedBatch } from './output';

/** What of a lease is settled in one go. */
export type Intake = {
  /** Leased batches to be acknowledged, those of which nothing is wanted among them. */
  readonly batches: readonly LeasedBatch[];
  /** What the output gets of them. */
  readonly rendered: readonly RenderedBatch[];
  /** By seq: the places that the rendered events had before the filter. */
  readonly kept: ReadonlyMap<number, Uint32Array>;
  /** Bytes of the rendered events. */
  readonly volume: Volume;
};

export type IntakeSettings = {
  readonly filter: OutputFilter | undefined;
  readonly budget: DailyVolume;
  readonly render: (batch: LeasedBatch) => Promise<RenderedBatch>;
};

/** Filters and renders the leased batches in their order, as far as the day's budget reaches. */
export async function takeIn(leased: readonly LeasedBatch[], settings: IntakeSettings): Promise<Intake> {
  const { filter, budget, render } = settings;
  const batches: LeasedBatch[] = [];
  const rendered: RenderedBatch[] = [];
  const places = new Map<number, Uint32Array>();
  const volume = new Map<LogType, number>();
  let bytes = 0;
  for (const batch of leased) {
    const { logType } = batch.stream;
    const { batch: wanted, kept } = keepWanted({ ...batch, logType }, filter);
    if (wanted.count > 0) {
      const lines = await render(wanted);
      if (!budget.allows(lines.lines.length, bytes)) break;
      bytes += lines.lines.length;
      volume.set(logType, (volume.get(logType) ?? 0) + lines.lines.length);
      rendered.push(lines);
    }
    if (kept !== null) places.set(batch.seq, kept);
    batches.push(batch);
  }
  return { batches, rendered, kept: places, volume };
}

/** What the filter left out, as the spool books it. */
export function filteredOf(intake: Intake): NonNullable<Acknowledgement['filtered']> {
  return [...intake.kept].map(([seq, kept]) => ({ seq, kept }));
}

/** Places of events in the leased batch, from their places in the rendered one. */
export function placesInLease(intake: Intake, seq: number, events: readonly number[]): readonly number[] {
  const kept = intake.kept.get(seq);
  return kept === undefined ? events : events.map((index) => kept[index]).filter((place) => place !== undefined);
}
