import { useSyncExternalStore } from 'react';

const query = (): MediaQueryList => window.matchMedia('(prefers-color-scheme: dark)');

function subscribe(listener: () => void): () => void {
  const list = query();
  list.addEventListener('change', listener);
  return () => {
    list.removeEventListener('change', listener);
  };
}

/** Whether the window is dark. Main drives the media query through `nativeTheme`, so the setting needs no second path. */
export function useDark(): boolean {
  return useSyncExternalStore(subscribe, () => query().matches);
}
