import { useEffect, useState } from 'react';

import { call } from '../bridge/client';
import { guardNavigation, leaveTo, stay, usePendingPath } from '../navigation';

export type UnsavedGuard = {
  /** Somewhere the window wants to go while the form is dirty. */
  readonly asking: boolean;
  readonly busy: boolean;
  readonly save: () => void;
  readonly discard: () => void;
  readonly stay: () => void;
};

/** Holds the window back while `dirty`. `save` returns whether it worked; only then the form is left. */
export function useUnsavedGuard(dirty: boolean, save: () => Promise<boolean>): UnsavedGuard {
  const pending = usePendingPath();
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    if (!dirty) return undefined;
    const release = guardNavigation();
    void call('app.setUnsaved', { unsaved: true });
    return () => {
      release();
      void call('app.setUnsaved', { unsaved: false });
    };
  }, [dirty]);
  return {
    asking: pending !== null,
    busy,
    stay,
    discard: () => {
      if (pending !== null) leaveTo(pending);
    },
    save: () => {
      if (pending === null) return;
      setBusy(true);
      void save().then((saved) => {
        setBusy(false);
        if (saved) leaveTo(pending);
        else stay();
      });
    },
  };
}
