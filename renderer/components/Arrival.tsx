import type { ReactElement } from 'react';

import type { ArrivalStatus } from '../../shared/model/proof';
import { formatShort } from '../format/time';
import { Ago } from './Moment';
import { useZone } from './zone';

/** "Arrival proven 2 h ago", or since when it is not. */
export function Arrival({ arrival: { provenAt, failure, triedAt } }: { readonly arrival: ArrivalStatus }): ReactElement {
  const zone = useZone();
  if (provenAt === null) return <>{triedAt === null ? 'First canary is on its way' : 'Arrival never proven'}</>;
  return failure === null ? <>Arrival proven <Ago at={provenAt} /></> : <>Arrival not proven since {formatShort(provenAt, zone)}</>;
}
