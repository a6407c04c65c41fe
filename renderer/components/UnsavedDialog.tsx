import { Button } from '@fluentui/react-components';
import type { ReactElement } from 'react';

import { t } from '../../shared/text/text';
import { TitledModal } from './Modal';

type Props = {
  readonly open: boolean;
  /** What is not saved, e.g. "connector “Head office”". */
  readonly what: string;
  readonly busy: boolean;
  readonly onSave: () => void;
  readonly onDiscard: () => void;
  readonly onStay: () => void;
};

/** Asks what becomes of unsaved changes before the form is left. */
export function UnsavedDialog({ open, what, busy, onSave, onDiscard, onStay }: Props): ReactElement {
  return (
    <TitledModal
      open={open}
      kind="question"
      busy={busy}
      title={t('components.unsaved.title')}
      fluid
      onClose={onStay}
      actions={(
        <>
          <Button appearance="subtle" disabled={busy} onClick={onDiscard}>{t('components.unsaved.discard')}</Button>
          <Button appearance="secondary" disabled={busy} onClick={onStay}>{t('components.unsaved.keepEditing')}</Button>
          <Button appearance="primary" disabled={busy} onClick={onSave}>{t('common.save')}</Button>
        </>
      )}
    >
      {t('components.unsaved.text', { what })}
    </TitledModal>
  );
}
