import type { ReactElement } from 'react';

import type { ArrivalStatus } from '../../../shared/model/proof';
import { parseStatusText } from '../../../shared/model/proof';
import { t } from '../../../shared/text/text';
import { useSession } from '../../bridge/session';
import { Arrival } from '../../components/Arrival';
import { Card } from '../../components/Card';
import { formatBytes } from '../../format/numbers';
import styles from './outputs.module.css';
import volume from './volume.module.css';
import { VolumeBar } from './VolumeBar';

/** What this output did today: volume by log type, what its filter left out, and whether arrival is proven. */
export function TodayCard({ outputId }: { readonly outputId: string }): ReactElement | null {
  const status = useSession((session) => session.status?.outputs.find((each) => each.outputId === outputId) ?? null);
  if (status?.volume === undefined) return null;
  const byLogType = Object.entries(status.volume.byLogType).sort(([, left], [, right]) => right - left);
  return (
    <Card>
      <section className={volume.card} aria-label={t('outputs.today.name')}>
        <h2 className={styles.sectionTitle}>{t('outputs.today.title')}</h2>
        <VolumeBar volume={status.volume} />
        {byLogType.length === 0 ? null : (
          <dl className={volume.table}>
            {byLogType.map(([logType, bytes]) => [<dt key={`${logType} name`}>{logType}</dt>, <dd key={logType}>{formatBytes(bytes)}</dd>])}
          </dl>
        )}
        {status.filtered === undefined || status.filtered === 0 ? null : (
          <p>{t('outputs.today.filtered', { count: status.filtered })}</p>
        )}
        {status.arrival === undefined ? null : <ArrivalText arrival={status.arrival} />}
      </section>
    </Card>
  );
}

function ArrivalText({ arrival }: { readonly arrival: ArrivalStatus }): ReactElement {
  const { sighting } = arrival;
  return (
    <p>
      <Arrival arrival={arrival} />.
      {sighting === null ? null : ` ${sighting.stream === null ? t('outputs.today.seen') : t('outputs.today.seenInStream', { stream: sighting.stream })} ${sighting.parse === null ? '' : parseStatusText(sighting.parse)}`}
    </p>
  );
}
