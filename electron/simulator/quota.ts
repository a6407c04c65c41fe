import type { Endpoint } from './faults';
import type { Answer, Call } from './http';
import { rateLimited } from './refusals';

/** The documented quotas per function, fixed windows (API.md §1.4). */
const QUOTAS: Partial<Readonly<Record<Endpoint, { readonly calls: number; readonly windowMs: number }>>> = {
  'siem.batch': { calls: 50, windowMs: 900_000 },
  'siem.streaming': { calls: 300, windowMs: 3_600_000 },
};

/** Counts calls per function and window. */
export class Quota {
  private readonly used = new Map<Endpoint, { window: number; calls: number }>();

  /** The 429 when the quota is used up, else null. */
  take(call: Call): Answer | null {
    const { endpoint } = call.faults;
    const quota = QUOTAS[endpoint];
    if (quota === undefined) return null;
    const window = Math.floor(call.now / quota.windowMs);
    const known = this.used.get(endpoint);
    const current = known?.window === window ? known : { window, calls: 0 };
    this.used.set(endpoint, current);
    current.calls += 1;
    if (current.calls <= quota.calls) return null;
    return rateLimited({ ms: Math.ceil((window + 1) * quota.windowMs - call.now) }, call.now, quota.calls);
  }
}
