import type { UpdateState } from '../../../shared/model/updates';

type Kind = UpdateState['kind'];

/** What may follow what. A check that is due never interrupts a download and never forgets one that is ready. */
export const nextStates: { readonly [K in Kind]: readonly Kind[] } = {
  off: ['idle'],
  idle: ['off', 'checking'],
  checking: ['off', 'idle', 'available', 'failed'],
  available: ['off', 'checking', 'downloading'],
  // To itself: progress.
  downloading: ['off', 'downloading', 'ready', 'failed'],
  ready: ['off', 'failed'],
  failed: ['off', 'checking', 'downloading'],
};

export function mayFollow(from: Kind, to: Kind): boolean {
  return nextStates[from].includes(to);
}
