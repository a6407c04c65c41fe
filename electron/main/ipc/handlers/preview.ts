import type { Workspace } from '../../workspace/workspace';
import type { HandlersOf } from '../handlers';

export function previewHandlers(workspace: () => Workspace): HandlersOf<'preview'> {
  return {
    'preview.rows': (ask) => workspace().collector.preview.rows(ask),
    'preview.detail': ({ seq }) => workspace().collector.preview.detail(seq),
    'preview.clear': () => {
      workspace().collector.preview.clear();
    },
  };
}
