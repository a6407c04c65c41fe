import { create } from 'zustand';

import type { LogType } from '../../../shared/model/log-type';
import type { CustomRange, RangeName } from './time-range';

/** What the ledger shows; kept while the administrator looks at other screens. */
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
