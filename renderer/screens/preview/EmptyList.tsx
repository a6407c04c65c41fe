import { Button } from '@fluentui/react-components';
import { FilterDismissRegular, PauseCircleRegular, TextBulletListSquareRegular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';

import type { CollectionStatus } from '../../../shared/model/collection';
import type { PreviewReply } from '../../../shared/model/preview';
import { EmptyState } from '../../components/EmptyState';
import { countOf } from '../../format/numbers';
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
            title="The filter hides everything"
            text={`None of ${countOf(reply.buffered, 'event')} in the view match${reply.newer > 0 ? '; the list is frozen' : ''}.`}
            actions={<Button onClick={onClearFilter}>Clear filter</Button>}
          />
        </div>
      );
    case 'paused-before':
      return (
        <div className={styles.cover}>
          <EmptyState
            icon={<PauseCircleRegular />}
            title="Paused before anything arrived"
            text={reply.newer === 0 ? 'Nothing arrived since either.' : `${countOf(reply.newer, 'event')} arrived since.`}
            actions={<Button appearance="primary" onClick={onResume}>Resume</Button>}
          />
        </div>
      );
    case 'nothing-yet':
      return (
        <div className={styles.cover}>
          <EmptyState icon={<TextBulletListSquareRegular />} title="No events yet" text={hintFor(status)} actions={<Button onClick={() => { navigate(routes.status); }}>Collection Status</Button>} />
        </div>
      );
  }
}

function hintFor(status: CollectionStatus | null): string {
  if (status === null || status.streams.length === 0) return 'Nothing is collected: add a connector first.';
  if (status.streams.some((stream) => stream.health.state === 'failed')) return 'Some log types need action. Collection Status says what to do.';
  return 'Events appear here as soon as Mimecast delivers some.';
}
