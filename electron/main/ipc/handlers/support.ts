import { writeFile } from 'node:fs/promises';

import changes from '/CHANGELOG.md?raw';

import type { StoragePart } from '../../../../shared/model/diagnostics';
import { cleaned } from '../../../../shared/text/message';
import { t } from '../../../../shared/text/text';
import { removeSpoolCopies } from '../../../collector/collector';
import { failure, FailureError } from '../../../collector/kit/failure-error';
import { readLog } from '../../diagnostics/log-reader';
import { reportText } from '../../diagnostics/report';
import type { StepContext } from '../../diagnostics/steps';
import { runStep, stepsFor } from '../../diagnostics/steps';
import type { StorageFolders } from '../../diagnostics/storage';
import { storageOf } from '../../diagnostics/storage';
import type { HandlersOf } from '../handlers';

export type SupportHandlersOptions = Omit<StepContext, 'workspace' | 'signal' | 'storage' | 'mimecastUrl'> & {
  readonly workspace: () => StepContext['workspace'];
  readonly mimecastUrl: () => string;
  readonly folders: () => StorageFolders;
  readonly versions: Readonly<Record<string, string>>;
  readonly clean: (text: string) => string;
  readonly chooseFile: (title: string, defaultName: string) => Promise<string | null>;
  readonly openPath: (path: string) => Promise<string>;
};

/** Enough to see what led to a trouble. */
const logLinesInReport = 200;

export function supportHandlers(options: SupportHandlersOptions): HandlersOf<'support'> {
  // What was shown is what is saved: the window cannot put anything into the file.
  let shown: string | null = null;
  return {
    'support.diagnose': async (_ask, signal) => {
      const at = options.now();
      const workspace = options.workspace();
      const context: StepContext = { ...options, workspace, mimecastUrl: options.mimecastUrl(), storage: () => storageOf(options.folders()), signal };
      const steps = await Promise.all(stepsFor(context).map((step) => runStep(step, context)));
      signal.throwIfAborted();
      const safe = steps.map((step) => ({
        ...step,
        message: cleaned(step.message, options.clean),
        payload: Object.fromEntries(Object.entries(step.payload).map(([name, value]) => [name, typeof value === 'string' ? options.clean(value) : value])),
      }));
      shown = reportText({ at, versions: options.versions, steps: safe, status: workspace.status(), log: await readLog(options.folders().logs, 'warn', logLinesInReport), clean: options.clean });
      return { at, durationMs: options.now() - at, steps: safe, text: shown };
    },
    'support.saveReport': async () => {
      if (shown === null) return { path: null };
      const path = await options.chooseFile(t('desktop.dialog.saveReport'), `mimecast-connector-report-${new Date(options.now()).toISOString().slice(0, 10)}.txt`);
      if (path === null) return { path: null };
      try {
        await writeFile(path, shown, { mode: 0o600 });
      } catch (error) {
        throw new FailureError(failure('OUT-FILE', { at: options.now(), detail: error instanceof Error ? error.message : String(error) }));
      }
      return { path };
    },
    'support.log': ({ level, limit }) => readLog(options.folders().logs, level, limit),
    'support.storage': () => storageOf(options.folders()),
    'support.openFolder': async ({ id }) => {
      const { profile, spool, events, logs } = options.folders();
      const paths: { readonly [I in StoragePart['id']]: string } = { spool, events, logs, configuration: profile };
      const problem = await options.openPath(paths[id]);
      if (problem !== '') throw new FailureError(failure('OUT-FILE', { at: options.now(), detail: problem }));
    },
    'support.removeSpoolCopy': () => {
      removeSpoolCopies(options.folders().spool);
      return storageOf(options.folders());
    },
    'support.changes': () => ({ text: changes }),
  };
}
