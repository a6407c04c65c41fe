import type { Updates } from '../../updates/updates';
import type { HandlersOf } from '../handlers';

export function updatesHandlers(updates: Updates): HandlersOf<'updates'> {
  return {
    'updates.view': () => updates.view,
    'updates.check': async () => {
      await updates.check();
      return updates.view;
    },
    'updates.download': () => {
      // Minutes long: the feed tells of it.
      void updates.download();
      return updates.view;
    },
    'updates.install': async () => {
      await updates.install();
      return updates.view;
    },
  };
}
