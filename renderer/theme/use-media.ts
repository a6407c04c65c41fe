import { useCallback, useSyncExternalStore } from 'react';

/** Whether the media query holds now; the component is drawn again when that changes. */
export function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (listener: () => void) => {
      const list = window.matchMedia(query);
      list.addEventListener('change', listener);
      return () => {
        list.removeEventListener('change', listener);
      };
    },
    [query],
  );
  return useSyncExternalStore(subscribe, () => window.matchMedia(query).matches);
}

/** Whether the window is dark. Main drives the media query through `nativeTheme`, so the setting needs no second path. */
export function useDark(): boolean {
  return useMedia('(prefers-color-scheme: dark)');
}
