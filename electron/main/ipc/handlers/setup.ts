import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';

import type { SetupPlan } from '../../../../shared/model/setup-file';
import { say } from '../../../../shared/text/message';
import { t } from '../../../../shared/text/text';
import type { Parsed, Stores } from '../../connectors/setup-transfer';
import { applySetup, parseSetup, planOf, setupFileOf } from '../../connectors/setup-transfer';
import { chosenText } from '../../kit/chosen-file';
import { problemAt } from '../../kit/problems-error';
import type { Workspace } from '../../workspace/workspace';
import type { HandlersOf } from '../handlers';

export type SetupHandlersOptions = {
  readonly workspace: () => Workspace;
  readonly onChanged: () => void;
  readonly chooseFile: (title: string, defaultName: string) => Promise<string | null>;
  readonly allowsOutput: Stores['allowsOutput'];
  readonly chooseSetupFile: () => Promise<string | null>;
  readonly now: () => number;
};

export function setupHandlers(options: SetupHandlersOptions): HandlersOf<'setup'> {
  const stores = (): Stores => {
    const { connectors, outputs, dir } = options.workspace();
    return { connectors, outputs, dir, allowsOutput: options.allowsOutput };
  };
  let read: { readonly workspace: Workspace; readonly parsed: Parsed; readonly plan: SetupPlan } | null = null;
  return {
    'setup.export': async (ids) => {
      const file = setupFileOf(stores(), ids, options.now());
      const path = await options.chooseFile(t('desktop.dialog.exportSetup'), 'mimecast-setup.json');
      if (path === null) return { path };
      await writeFile(path, `${JSON.stringify(file, null, 2)}\n`, { mode: 0o600 });
      return { path };
    },
    'setup.choose': async () => {
      const path = await options.chooseSetupFile();
      if (path === null) return null;
      const parsed = parseSetup(await chosenText(path));
      const plan = planOf(parsed, stores(), randomUUID(), path);
      if (plan.entries.length === 0) throw problemAt(['file'], say('problem.setup.empty'));
      read = { workspace: options.workspace(), parsed, plan };
      return plan;
    },
    'setup.apply': async ({ reading, chosen }) => {
      const workspace = options.workspace();
      // The demo has another profile: what was read for one must not land in the other.
      if (read === null || read.plan.reading !== reading || read.workspace !== workspace) throw problemAt(['file'], say('desktop.file.again'));
      const { parsed, plan } = read;
      read = null;
      try {
        return await applySetup(parsed, plan, chosen, stores());
      } finally {
        options.onChanged();
        // The configuration is saved whatever the collector says to it; its own status tells that.
        await workspace.refresh().catch(() => undefined);
      }
    },
  };
}
