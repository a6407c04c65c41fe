import type { ReactElement } from 'react';

import type { ArrivalStatus } from '../../shared/model/proof';
import { t } from '../../shared/text/text';
import { formatShort } from '../format/time';
import { Rich } from '../text/Rich';
import { Ago } from './Moment';
import { useZone } from './zone';

/** "Arrival proven 2 h ago", or since when it is not. */
export function Arrival({ arrival: { provenAt, failure, triedAt } }: { readonly arrival: ArrivalStatus }): ReactElement {
  const zone = useZone();
  if (provenAt === null) return <>{t(triedAt === null ? 'components.arrival.first' : 'components.arrival.never')}</>;
  return failure === null ? <Rich id="components.arrival.proven" values={{ time: <Ago at={provenAt} /> }} /> : <>{t('components.arrival.notProven', { time: formatShort(provenAt, zone) })}</>;
}
