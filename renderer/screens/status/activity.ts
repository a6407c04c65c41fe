import { useEffect, useState } from 'react';

import type { LedgerRow } from '../../../shared/model/collection';
import { useSession } from '../../bridge/session';
import { useCall } from '../../bridge/use-call';
import { figuresOf } from '../../collection-figures';

const hourMs = 3_600_000;
const hoursShown = 24;
/** The ledger is asked at most this often, however fast events arrive. */
const askEveryMs = 30_000;

/** Records fetched per hour by `connectorId logType`: 24 figures, oldest first. */
export type Activity = ReadonlyMap<string, readonly number[]>;

/** The rows of the ledger as figures of the 24 hours that end with the one `now` is in; hours without a row count 0. */
export function activityOf(rows: readonly LedgerRow[], now: number): Activity {
  const first = Math.floor(now / hourMs) * hourMs - (hoursShown - 1) * hourMs;
  const found = new Map<string, number[]>();
  for (const row of rows) {
    const index = Math.round((row.hour - first) / hourMs);
    if (index < 0 || index >= hoursShown) continue;
    const key = `${row.connectorId} ${row.logType}`;
    const hours = found.get(key) ?? Array.from({ length: hoursShown }, () => 0);
    hours[index] = (hours[index] ?? 0) + row.fetched;
    found.set(key, hours);
  }
  return found;
}

const nothing: Activity = new Map();

/** The activity on screen: asked when figures change, never more often than every half minute. */
export function useActivity(): Activity {
  const figures = useSession((session) => figuresOf(session.status));
  const [asked, setAsked] = useState(() => ({ figures, at: Date.now() }));
  const [shown, setShown] = useState<Activity>(nothing);
  useEffect(() => {
    if (asked.figures === figures) return;
    const timer = setTimeout(() => { setAsked({ figures, at: Date.now() }); }, Math.max(0, asked.at + askEveryMs - Date.now()));
    return () => { clearTimeout(timer); };
  }, [figures, asked]);
  const { state } = useCall('ledger.rows', { from: Math.max(0, asked.at - hoursShown * hourMs), to: asked.at });
  useEffect(() => {
    // While the next answer is on its way the last one stays.
    if (state.kind === 'ok') setShown(activityOf(state.value, asked.at));
  }, [state, asked]);
  return shown;
}
