import { stat, writeFile } from 'node:fs/promises';

import extractor from '/docs/dnif/mimecast-extractor.yaml?raw';

import { say } from '../../../../shared/text/message';
import { t } from '../../../../shared/text/text';
import { failure, FailureError } from '../../../collector/kit/failure-error';
import { problemAt } from '../../kit/problems-error';
import type { Workspace } from '../../workspace/workspace';
import type { HandlersOf } from '../handlers';
import type { ListHandlersOptions } from './connectors';

export type OutputHandlersOptions = ListHandlersOptions & {
  readonly chooseFolder: () => Promise<string | null>;
  readonly chooseFile: (title: string, defaultName: string) => Promise<string | null>;
  /** A PEM file. */
  readonly choosePem: () => Promise<string | null>;
  /** Shows a folder in the file manager; an error text, or "". */
  readonly openPath: (path: string) => Promise<string>;
  readonly now: () => number;
};

export function outputHandlers(options: OutputHandlersOptions): HandlersOf<'outputs'> {
  const changed = async (workspace: Workspace): Promise<void> => {
    options.onChanged();
    await workspace.refresh();
  };
  return {
    'outputs.list': () => options.workspace().outputs.views(),
    'outputs.save': async (draft) => {
      const workspace = options.workspace();
      const view = await workspace.outputs.save(draft);
      await changed(workspace);
      // With the configuration as it was, nothing else would tell the output that its secret is a new one.
      if (draft.secret !== null) workspace.collector.deliverNow(view.config.id);
      return view;
    },
    'outputs.remove': async ({ id }) => {
      const workspace = options.workspace();
      await workspace.outputs.remove(id);
      await changed(workspace);
    },
    'outputs.check': async (draft, signal) => {
      const workspace = options.workspace();
      const secret = await workspace.outputs.secretFor(draft);
      if (secret !== null) options.learnSecret(secret);
      return workspace.collector.checkOutput(draft.config, secret, signal);
    },
    'outputs.prove': async (draft, signal) => {
      const workspace = options.workspace();
      const [output, token] = await Promise.all([workspace.outputs.secretFor(draft), workspace.outputs.proofTokenFor(draft)]);
      for (const secret of [output, token]) if (secret !== null) options.learnSecret(secret);
      return workspace.collector.proveOutput(draft.config, { output, token }, signal);
    },
    'outputs.sample': ({ config, logType }) => options.workspace().collector.sampleOutput(config, logType),
    'outputs.saveExtractor': async () => {
      const path = await options.chooseFile(t('desktop.dialog.saveExtractor'), 'mimecast-extractor.yaml');
      if (path !== null) await writeFile(path, extractor);
      return { path };
    },
    'outputs.chooseFile': async () => ({ path: await options.choosePem() }),
    'outputs.chooseFolder': async () => ({ path: await options.chooseFolder() }),
    'outputs.openFolder': async ({ id }) => {
      const output = options.workspace().outputs.find(id);
      if (output?.type !== 'file') throw problemAt(['id'], say('problem.output.noFolder'));
      const refuse = (detail: string): FailureError => new FailureError(failure('OUT-FILE', { at: options.now(), detail }));
      // The operating system would run a program that stands in the place of the folder.
      const isFolder = await stat(output.path).then((found) => found.isDirectory(), () => false);
      if (!isFolder) throw refuse('the folder does not exist yet: it is created with the first event');
      const problem = await options.openPath(output.path);
      if (problem !== '') throw refuse(problem);
    },
  };
}
