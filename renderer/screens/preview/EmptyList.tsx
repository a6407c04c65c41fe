import { Button } from '@fluentui/react-components';
import { FilterDismissRegular, PauseCircleRegular, TextBulletListSquareRegular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';

import type { CollectionStatus } from '../../../shared/model/collection';
import type { PreviewReply } from '../../../shared/model/preview';
import { t } from '../../../shared/text/text';
import { EmptyState } from '../../components/EmptyState';
import { navigate } from '../../navigation';
import { routes } from '../../routes';
import styles from './preview.module.css';

type Props = {
  readonly kind: 'nothing-yet' | 'filtered' | 'paused-before';
  readonly reply: PreviewReply;
  readonly status: CollectionStatus | null;
  readonly onClearFilter: () => void;
  readonly onResume: () => void;
};

/** An empty list for one of three reasons, each with its own way out. */
export function EmptyList({ kind, reply, status, onClearFilter, onResume }: Props): ReactElement {
  switch (kind) {
    case 'filtered':
      return (
        <div className={styles.cover}>
          <EmptyState
            icon={<FilterDismissRegular />}
            title={t('preview.empty.filtered')}
            text={reply.newer > 0 ? t('preview.empty.filteredFrozen', { count: reply.buffered }) : t('preview.empty.filteredText', { count: reply.buffered })}
            actions={<Button onClick={onClearFilter}>{t('preview.empty.clear')}</Button>}
          />
        </div>
      );
    case 'paused-before':
      return (
        <div className={styles.cover}>
          <EmptyState
            icon={<PauseCircleRegular />}
            title={t('preview.empty.paused')}
            text={t('preview.empty.pausedText', { count: reply.newer })}
            actions={<Button appearance="primary" onClick={onResume}>{t('preview.resume')}</Button>}
          />
        </div>
      );
    case 'nothing-yet':
      return (
        <div className={styles.cover}>
          <EmptyState icon={<TextBulletListSquareRegular />} title={t('preview.empty.nothing')} text={hintFor(status)} actions={<Button onClick={() => { navigate(routes.status); }}>{t('screen.status')}</Button>} />
        </div>
      );
  }
}

function hintFor(status: CollectionStatus | null): string {
  if (status === null || status.streams.length === 0) return t('preview.empty.noConnector');
  if (status.streams.some((stream) => stream.health.state === 'failed')) return t('preview.empty.action');
  return t('preview.empty.soon');
}
