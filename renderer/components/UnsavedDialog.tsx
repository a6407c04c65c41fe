import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle } from '@fluentui/react-components';
import type { ReactElement } from 'react';

import { t } from '../../shared/text/text';

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
    <Dialog
      open={open}
      modalType="alert"
      onOpenChange={(_event, data) => {
        if (!data.open && !busy) onStay();
      }}
    >
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{t('components.unsaved.title')}</DialogTitle>
          <DialogContent>{t('components.unsaved.text', { what })}</DialogContent>
          <DialogActions fluid>
            <Button appearance="subtle" disabled={busy} onClick={onDiscard}>{t('components.unsaved.discard')}</Button>
            <Button appearance="secondary" disabled={busy} onClick={onStay}>{t('components.unsaved.keepEditing')}</Button>
            <Button appearance="primary" disabled={busy} onClick={onSave}>{t('common.save')}</Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
