import { createContext, useContext } from 'react';

import type { Zone } from '../format/time';

/** The zone that times are shown in; set once, at the top. */
export const ZoneContext = createContext<Zone>('local');

export function useZone(): Zone {
  return useContext(ZoneContext);
}
