import type { LedgerRow } from '../../../shared/model/collection';
import type { ConnectorView } from '../../../shared/model/connector';
import { t } from '../../../shared/text/text';
import { shortenId } from '../../format/numbers';

/** Id and name of every connector that exists or still has hours, by name. */
export function namesOf(connectors: readonly ConnectorView[], rows: readonly LedgerRow[]): readonly (readonly [id: string, name: string])[] {
  const names = new Map(rows.map((row) => [row.connectorId, t('ledger.deletedConnector', { id: shortenId(row.connectorId) })]));
  for (const { id, name } of connectors) names.set(id, name);
  return [...names].sort(([, left], [, right]) => left.localeCompare(right));
}
