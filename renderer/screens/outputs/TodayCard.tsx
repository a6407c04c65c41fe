import type { ReactElement } from 'react';

import type { ArrivalStatus } from '../../../shared/model/proof';
import { parseStatusWords } from '../../../shared/model/proof';
import { useSession } from '../../bridge/session';
import { Arrival } from '../../components/Arrival';
import { Card } from '../../components/Card';
import { countOf, formatBytes } from '../../format/numbers';
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
      <section className={volume.card} aria-label="Today">
        <h2 className={styles.sectionTitle}>Today, since 00:00 UTC</h2>
        <VolumeBar volume={status.volume} />
        {byLogType.length === 0 ? null : (
          <dl className={volume.table}>
            {byLogType.map(([logType, bytes]) => [<dt key={`${logType} name`}>{logType}</dt>, <dd key={logType}>{formatBytes(bytes)}</dd>])}
          </dl>
        )}
        {status.filtered === undefined || status.filtered === 0 ? null : (
          <p>{countOf(status.filtered, 'event')} left out by the filter so far: neither sent nor counted as delivered.</p>
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
      {sighting === null ? null : ` Last seen ${sighting.stream === null ? 'in DNIF' : `in the stream ${sighting.stream}`}. ${sighting.parse === null ? '' : parseStatusWords[sighting.parse]}`}
    </p>
  );
}
