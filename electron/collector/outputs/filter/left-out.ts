import type { StreamRef } from '../../spool/spool';
import type { ResumeState } from '../output';

const stateKey = 'filtered';

/** How many events of each stream an output's filter left out, e.g. { "c1/SIEM": 12 }. */
export type LeftOut = { readonly [stream: string]: number };

export const keyOf = ({ connectorId, logType }: StreamRef): string => `${connectorId}/${logType}`;

/**
 * The figures as they are saved beside the output's own state. The spool books what an output settled as delivered; only
 * with these figures can it be told what of it was never sent.
 */
export function savedLeftOut(resume: ResumeState | null): LeftOut {
  const saved = resume?.[stateKey];
  if (saved === null || typeof saved !== 'object') return {};
  return Object.fromEntries(Object.entries(saved).filter((entry): entry is [string, number] => Number.isSafeInteger(entry[1]) && entry[1] > 0));
}

export function withLeftOut(resume: ResumeState | null, leftOut: LeftOut): ResumeState {
  return { ...resume, [stateKey]: leftOut };
}

export function addLeftOut(before: LeftOut, more: LeftOut): LeftOut {
  const sums: Record<string, number> = { ...before };
  for (const [stream, count] of Object.entries(more)) sums[stream] = (sums[stream] ?? 0) + count;
  return sums;
}

export function totalLeftOut(leftOut: LeftOut): number {
  return Object.values(leftOut).reduce((sum, count) => sum + count, 0);
}
