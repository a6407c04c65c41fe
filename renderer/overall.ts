import type { CollectionStatus } from '../shared/model/collection';
import { conditionsOf, worstOf } from '../shared/model/condition';
import { t } from '../shared/text/text';
import type { Overall } from './components/AppShell';

/** The worst of everything that collects or delivers; null while nothing is known or nothing is set up. */
export function overallOf(status: CollectionStatus | null, now = Date.now()): Overall | null {
  const worst = status === null ? null : worstOf(conditionsOf(status, now));
  if (status === null || worst === null) return null;
  const parts = [...status.streams, ...status.outputs];
  return { state: worst, text: t('status.activeOf', { active: parts.filter((part) => part.health.state === 'active').length, all: parts.length }) };
}
