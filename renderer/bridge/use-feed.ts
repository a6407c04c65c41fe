import { useEffect, useEffectEvent } from 'react';

import type { FeedChannel } from '../../shared/ipc/channels';
import type { Snapshot } from '../../shared/ipc/contract';
import { follow } from './client';

/** Calls `listener` for every new value of the feed while the component is on screen. */
export function useFeed<F extends FeedChannel>(channel: F, listener: (value: Snapshot<F>) => void): void {
  const onValue = useEffectEvent(listener);
  useEffect(() => follow(channel, (value) => { onValue(value); }), [channel]);
}
