import type { ReactElement } from 'react';

import { describeFailure } from '../../../shared/failures/catalogue';
import type { StreamStatus } from '../../../shared/model/collection';
import type { Condition } from '../../../shared/model/condition';
import { streamCondition } from '../../../shared/model/condition';
import { textOf } from '../../../shared/text/message';
import { t } from '../../../shared/text/text';
import { Ago } from '../../components/Moment';
import { StatusBadge } from '../../components/StatusBadge';
import table from '../../components/table.module.css';
import { useNow } from '../../components/use-now';
import { useZone } from '../../components/zone';
import { formatSpan } from '../../format/time';
import { Rich } from '../../text/Rich';
import { spokenRow, stateWord } from './row-words';
import styles from './status.module.css';

/** Word and shape, and under them why, or what proves it. A screen reader hears the row as one sentence. */
export function RowState({ stream }: { readonly stream: StreamStatus }): ReactElement {
  const now = useNow();
  const condition = streamCondition(stream, now);
  const word = stateWord(stream, condition, useZone());
  return (
    <>
      <span className="visually-hidden">{spokenRow(stream, word, now)}</span>
      <span aria-hidden="true"><StatusBadge state={condition} word={word} /></span>
      <span className={`${table.sub ?? ''} ${styles.underBadge ?? ''}`}><Reason stream={stream} condition={condition} now={now} /></span>
    </>
  );
}

function Reason({ stream, condition, now }: { readonly stream: StreamStatus; readonly condition: Condition; readonly now: number }): ReactElement {
  const { health } = stream;
  if (health.failure !== null && (health.state === 'failed' || health.state === 'degraded')) return <Short text={describeFailure(health.failure.code).title} />;
  if (condition === 'catching-up') return <Short text={behindText(stream, now)} />;
  if (stream.lastPollAt === null && (health.state === 'active' || health.state === 'starting')) return <Short text={t('status.reason.firstPoll')} />;
  if (health.state === 'active' && health.provenAt !== null) return <Rich id="status.reason.proven" values={{ ago: <Ago at={health.provenAt} /> }} />;
  if (health.note !== null) return <Short text={textOf(health.note)} />;
  return <Rich id="status.reason.since" values={{ ago: <Ago at={health.since} /> }} />;
}

/** The read of the past is named first: the present may be up to date beside it. */
function behindText({ backfill, lastEventAt }: StreamStatus, now: number): string {
  if (backfill?.state === 'running') return backfill.progress === null ? t('status.reason.pastUnknown') : t('status.reason.past', { percent: Math.floor(backfill.progress * 100) });
  return t('status.reason.behind', { span: formatSpan(now - (lastEventAt ?? now)) });
}

/** Text that may be cut off: whole on hover. */
function Short({ text }: { readonly text: string }): ReactElement {
  return <span title={text}>{text}</span>;
}
