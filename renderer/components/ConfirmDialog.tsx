import { Button } from '@fluentui/react-components';
import type { ReactElement, ReactNode } from 'react';

import { t } from '../../shared/text/text';
import { TitledModal } from './Modal';

type Props = {
  readonly open: boolean;
  readonly title: string;
  readonly children: ReactNode;
  /** The verb on the button that does it. */
  readonly confirm: string;
  readonly busy: boolean;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
};

/** Asks before something that cannot be undone. Focus starts on Cancel, never on the deed. */
export function ConfirmDialog({ open, title, children, confirm, busy, onConfirm, onCancel }: Props): ReactElement {
  return (
    <TitledModal
      open={open}
      kind="question"
      busy={busy}
      title={title}
      onClose={onCancel}
      actions={(
        <>
          <Button appearance="secondary" disabled={busy} onClick={onCancel}>{t('common.cancel')}</Button>
          <Button appearance="primary" disabled={busy} onClick={onConfirm}>{confirm}</Button>
        </>
      )}
    >
      {children}
    </TitledModal>
  );
}
