import { Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle } from '@fluentui/react-components';
import type { ReactElement, ReactNode } from 'react';

import { useFocusBack } from './focus-origin';
import styles from './modal.module.css';

type ModalProps = {
  readonly open?: boolean;
  /** `question`: a click beside it is no answer. */
  readonly kind?: 'sheet' | 'question';
  /** It cannot be closed while what it began goes on. */
  readonly busy?: boolean;
  readonly className?: string | undefined;
  readonly onClose: () => void;
  readonly children: ReactNode;
};

/** What every dialog of the window is made of: Escape closes it, and the focus goes back to where it was. */
export function Modal({ open = true, kind = 'sheet', busy = false, className, onClose, children }: ModalProps): ReactElement {
  return (
    <Dialog
      open={open}
      modalType={kind === 'question' ? 'alert' : 'modal'}
      onOpenChange={(_event, data) => {
        if (!data.open && !busy) onClose();
      }}
    >
      <DialogSurface className={className ?? ''}>
        <FocusBack />
        {children}
      </DialogSurface>
    </Dialog>
  );
}

/** Lives as long as its surface, which may take a moment to go after `open` has ended. */
function FocusBack(): null {
  useFocusBack();
  return null;
}

type TitledProps = ModalProps & {
  readonly title: string;
  readonly actions: ReactNode;
  /** Buttons over the whole width, where there are more than two. */
  readonly fluid?: boolean;
  readonly contentClassName?: string | undefined;
  /** Names a content that is read by scrolling. */
  readonly scrolls?: string;
};

/** A dialog with a title, its content and its buttons. */
export function TitledModal({ title, actions, fluid = false, contentClassName = '', scrolls, children, ...modal }: TitledProps): ReactElement {
  return (
    <Modal {...modal}>
      <DialogBody>
        <DialogTitle>{title}</DialogTitle>
        {scrolls === undefined ? <DialogContent className={contentClassName}>{children}</DialogContent> : (
          <DialogContent tabIndex={0} role="group" aria-label={scrolls} className={`${styles.scrolls ?? ''} ${contentClassName}`}>{children}</DialogContent>
        )}
        <DialogActions fluid={fluid}>{actions}</DialogActions>
      </DialogBody>
    </Modal>
  );
}
