import { useEffect, useEffectEvent } from 'react';

/** Keys of the whole screen: `find` gives what a key does, or null when it is none of ours. */
export function useShortcuts(find: (event: KeyboardEvent) => (() => void) | null): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const act = find(event);
    if (act === null) return;
    event.preventDefault();
    act();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent): void => {
      onKey(event);
    };
    window.addEventListener('keydown', listener);
    return () => {
      window.removeEventListener('keydown', listener);
    };
  }, []);
}
