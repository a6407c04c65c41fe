import type { RunningCheck } from '../../../../shared/model/check-report';
import type { Secret } from '../../../collector/kit/secret';
import type { Workspace } from '../../workspace/workspace';
import type { HandlersOf } from '../handlers';

export type ListHandlersOptions = {
  readonly workspace: () => Workspace;
  /** The lists are not what they were: the window asks again. */
  readonly onChanged: () => void;
  /** A secret that was typed but is in no vault: the log must know it all the same. */
  readonly learnSecret: (secret: Secret) => void;
};

export function connectorHandlers(options: ListHandlersOptions): HandlersOf<'connectors'> {
  let running: readonly RunningCheck[] = [];
  const changed = async (workspace: Workspace): Promise<void> => {
    options.onChanged();
    await workspace.refresh();
  };
  return {
    'connectors.list': () => options.workspace().connectors.views(),
    'connectors.save': async (draft) => {
      const workspace = options.workspace();
      const view = await workspace.connectors.save(draft);
      await changed(workspace);
      // A new secret changes nothing in the configuration: only a poll shows whether it works.
      if (draft.clientSecret !== null && draft.id !== '') workspace.pollNow(view.id);
      return view;
    },
    'connectors.remove': async ({ id }) => {
      const workspace = options.workspace();
      await workspace.connectors.remove(id);
      await changed(workspace);
    },
    'connectors.setEnabled': async ({ id, enabled }) => {
      const workspace = options.workspace();
      const view = await workspace.connectors.setEnabled(id, enabled);
      await changed(workspace);
      return view;
    },
    'connectors.check': async (draft, signal) => {
      const workspace = options.workspace();
      const secret = await workspace.connectors.secretFor(draft);
      if (secret !== null) options.learnSecret(secret);
      const { clientSecret: _secret, ...config } = draft;
      try {
        const report = await workspace.collector.check(config, secret, signal, (checks) => { running = checks; });
        if (workspace.connectors.tested(draft, report)) options.onChanged();
        return report;
      } finally {
        running = [];
      }
    },
    'connectors.checkProgress': () => [...running],
  };
}
