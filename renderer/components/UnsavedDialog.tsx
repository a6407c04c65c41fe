import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle } from '@fluentui/react-components';
import type { ReactElement } from 'react';

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
          <DialogTitle>Save the changes?</DialogTitle>
          <DialogContent>The changes to {what} are not saved yet.</DialogContent>
          <DialogActions fluid>
            <Button appearance="subtle" disabled={busy} onClick={onDiscard}>Discard</Button>
            <Button appearance="secondary" disabled={busy} onClick={onStay}>Keep editing</Button>
            <Button appearance="primary" disabled={busy} onClick={onSave}>Save</Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
