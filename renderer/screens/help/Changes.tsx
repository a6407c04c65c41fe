import { Button } from '@fluentui/react-components';
import type { ReactElement } from 'react';

import { t } from '../../../shared/text/text';
import { useCall } from '../../bridge/use-call';
import { Card } from '../../components/Card';
import { FailureCard } from '../../components/FailureCard';
import { LoadingLines } from '../../components/Loading';
import type { ChangeBlock } from './changelog';
import { readChangelog } from './changelog';
import styles from './help.module.css';

/** What is new, version by version. */
export function Changes(): ReactElement {
  const { state, reload } = useCall('support.changes', undefined);
  if (state.kind === 'pending') return <LoadingLines label={t('help.changesLoading')} />;
  if (state.kind === 'failed') return <FailureCard failure={state.failure} urgency="alert" actions={<Button onClick={reload}>{t('common.tryAgain')}</Button>} />;
  const blocks = readChangelog(state.value.text);
  const starts = blocks.flatMap(({ kind }, index) => (kind === 'version' ? [index] : []));
  if (starts.length === 0) return <p className={styles.soft}>{t('help.changesNone')}</p>;
  return (
    <>
      {starts.map((start, at) => (
        <Card key={start} title={blocks[start]?.text ?? ''}>
          <div className={styles.changes}>{groups(blocks.slice(start + 1, starts[at + 1] ?? blocks.length))}</div>
        </Card>
      ))}
    </>
  );
}

/** Items that follow each other are one list. */
function groups(blocks: readonly ChangeBlock[]): ReactElement[] {
  const shown: ReactElement[] = [];
  let items: string[] = [];
  const flush = (): void => {
    if (items.length === 0) return;
    const list = items;
    items = [];
    shown.push(<ul key={shown.length} className={styles.bullets}>{list.map((text) => <li key={text}>{text}</li>)}</ul>);
  };
  for (const { kind, text } of blocks) {
    if (kind === 'item') items.push(text);
    else {
      flush();
      shown.push(kind === 'section' ? <h3 key={shown.length} className={styles.section}>{text}</h3> : <p key={shown.length}>{text}</p>);
    }
  }
  flush();
  return shown;
}
