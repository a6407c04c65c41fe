import { Toast, ToastTitle, useToastController } from '@fluentui/react-components';
import { useCallback } from 'react';

export const toasterId = 'window';

/** Says in passing that something was done. Never for failures: those stay on screen. */
export function useDoneToast(): (text: string) => void {
  const { dispatchToast } = useToastController(toasterId);
  return useCallback(
    (text) => {
      // There is nothing to do in it: the focus would only be held there.
      dispatchToast(<Toast><ToastTitle>{text}</ToastTitle></Toast>, { intent: 'success', timeout: 4000, root: { tabIndex: -1 } });
    },
    [dispatchToast],
  );
}
