import { useEffect, useState } from 'react';

import type { CollectionStatus, StreamStatus } from '../../../shared/model/collection';
import { useSession } from '../../bridge/session';

/** The rate is a mean over this time: polls come in bursts, minutes apart. */
export const rateSpanMs = 5 * 60_000;
/** Less than this was not watched long enough to tell a rate. */
const shortestMs = 30_000;
/** Snapshots come several times a second while much arrives; more of them would tell nothing new. */
const sampleEveryMs = 5_000;

type Sample = { readonly at: number; readonly fetched: ReadonlyMap<string, number> };
export type Samples = readonly Sample[];

/** Mean of events fetched per second, and the time it was taken over, ms. */
export type Rate = { readonly perSecond: number; readonly overMs: number };

const keyOf = ({ connectorId, logType }: Pick<StreamStatus, 'connectorId' | 'logType'>): string => `${connectorId} ${logType}`;

/** The samples with the present figures; what is older than the span goes, but one stays to count from. */
export function withSample(samples: Samples, status: CollectionStatus, at: number): Samples {
  const last = samples.at(-1);
  if (last !== undefined && at - last.at < sampleEveryMs) return samples;
  const sample = { at, fetched: new Map(status.streams.map((stream) => [keyOf(stream), stream.counts.fetched])) };
  const firstInside = samples.findIndex((each) => at - each.at <= rateSpanMs);
  return [...(firstInside === -1 ? [] : samples.slice(firstInside)), sample];
}

/** The rate of one log type; null while it was not watched long enough, or when its count began anew. */
export function rateOf(samples: Samples, stream: StreamStatus, now: number): Rate | null {
  const key = keyOf(stream);
  const from = samples.find((sample) => sample.fetched.has(key));
  const before = from?.fetched.get(key);
  if (from === undefined || before === undefined || now - from.at < shortestMs || stream.counts.fetched < before) return null;
  return { perSecond: (stream.counts.fetched - before) / ((now - from.at) / 1000), overMs: now - from.at };
}

// The counts only ever grow, so a look elsewhere leaves no hole.
let kept: Samples = [];

/** Samples of the counts for as long as the screen is looked at, and of the minutes before. */
export function useRates(): Samples {
  const status = useSession((session) => session.status);
  const [samples, setSamples] = useState(kept);
  useEffect(() => {
    if (status === null) return;
    kept = withSample(kept, status, Date.now());
    setSamples(kept);
  }, [status]);
  return samples;
}
