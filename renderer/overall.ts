import type { CollectionStatus } from '../shared/model/collection';
import { healthSeverity } from '../shared/model/health';
import type { Overall } from './components/AppShell';

/** The worst state of everything that collects or delivers; null while nothing is known or nothing is set up. */
export function overallOf(status: CollectionStatus | null): Overall | null {
  if (status === null) return null;
  const states = [...status.streams, ...status.outputs].map((part) => part.health.state);
  const first = states[0];
  if (first === undefined) return null;
  const worst = states.reduce((left, right) => (healthSeverity[right] > healthSeverity[left] ? right : left), first);
  const active = states.filter((state) => state === 'active').length;
  return { state: worst, text: `${String(active)} of ${String(states.length)} active` };
}
