import { useSyncExternalStore } from 'react';
import type { BaseLocationHook } from 'wouter';

/** Where the window is, and where it wants to go while a form with unsaved changes holds it back. */
type Place = { readonly path: string; readonly pending: string | null };

const pathOf = (hash: string): string => (hash.startsWith('#/') ? hash.slice(1) : '/');

let place: Place = { path: pathOf(window.location.hash), pending: null };
let guards = 0;
const listeners = new Set<() => void>();

function set(next: Place): void {
  place = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

window.addEventListener('hashchange', () => {
  const wanted = pathOf(window.location.hash);
  if (wanted === place.path) return;
  if (guards === 0) {
    set({ path: wanted, pending: null });
    return;
  }
  // Back and forward cannot be refused, only undone.
  window.history.replaceState(null, '', `#${place.path}`);
  set({ ...place, pending: wanted });
});

/** Goes to a screen, or asks first when a form holds unsaved changes. */
export function navigate(path: string): void {
  if (path === place.path) return;
  if (guards > 0) {
    set({ ...place, pending: path });
    return;
  }
  window.history.pushState(null, '', `#${path}`);
  set({ path, pending: null });
}

/** Holds the window on its screen until the returned function is called. */
export function guardNavigation(): () => void {
  guards += 1;
  let held = true;
  return () => {
    if (held) guards -= 1;
    held = false;
  };
}

/** Gives up the wish to leave. */
export function stay(): void {
  set({ ...place, pending: null });
}

/** Goes where the guard held the window back. */
export function leaveTo(path: string): void {
  window.history.pushState(null, '', `#${path}`);
  set({ path, pending: null });
}

export function usePendingPath(): string | null {
  return useSyncExternalStore(subscribe, () => place.pending);
}

function usePath(): [string, (path: string) => void] {
  return [useSyncExternalStore(subscribe, () => place.path), navigate];
}

/** Location hook for wouter: the hash, with the guard in front. */
export const useGuardedLocation: BaseLocationHook = Object.assign(usePath, { hrefs: (href: string): string => `#${href}` });
