import { create } from 'zustand';

import type { LogType } from '../shared/model/log-type';

export const rangeNames = ['day', 'week', 'month', 'quarter', 'custom'] as const;
export type RangeName = (typeof rangeNames)[number];

/** The two inputs as they stand, in the zone of the window; "" for an empty one. */
export type CustomRange = { readonly from: string; readonly to: string };

/** What the ledger shows: kept while the administrator looks at other screens, which can point it at something. */
export type LedgerView = {
  readonly range: RangeName;
  readonly custom: CustomRange;
  /** null: all of them. */
  readonly connectorId: string | null;
  readonly logType: LogType | null;
  /** Only hours with something that did not become a settled event. */
  readonly findings: boolean;
};

export const useLedgerView = create<LedgerView>(() => ({ range: 'day', custom: { from: '', to: '' }, connectorId: null, logType: null, findings: false }));

export function changeView(change: Partial<LedgerView>): void {
  useLedgerView.setState(change);
}
