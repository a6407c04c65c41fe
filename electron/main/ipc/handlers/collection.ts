import type { Workspace } from '../../workspace/workspace';
import type { HandlersOf } from '../handlers';

export function collectionHandlers(workspace: () => Workspace): HandlersOf<'collection'> {
  return {
    'collection.pollNow': ({ connectorId, logType }) => {
      workspace().collector.pollNow(connectorId, logType);
    },
  };
}
