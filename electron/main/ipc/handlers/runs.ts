import { writeFile } from 'node:fs/promises';

import { describeFailure, isFailureCode } from '../../../../shared/failures/catalogue';
import type { Run, RunPage, RunsOf } from '../../../../shared/model/run';
import { inEnglish, t } from '../../../../shared/text/text';
import { csv } from '../../kit/csv';
import type { Workspace } from '../../workspace/workspace';
import type { HandlersOf } from '../handlers';

export type RunHandlersOptions = {
  readonly workspace: () => Workspace;
  readonly chooseFile: (title: string, defaultName: string) => Promise<string | null>;
};

/** Runs at a time when exporting. */
const pageRuns = 500;

export function runHandlers({ workspace, chooseFile }: RunHandlersOptions): HandlersOf<'runs'> {
  return {
    'runs.list': (ask) => workspace().collector.runs(ask),
    'runs.export': async (of, signal) => {
      const path = await chooseFile(t('desktop.dialog.exportRuns'), 'mimecast-runs.csv');
      if (path === null) return { path };
      await writeFile(path, runsCsv(await all(workspace(), of, signal), workspace().connectors.find(of.connectorId)?.name ?? of.connectorId), { mode: 0o600 });
      return { path };
    },
  };
}

async function all(workspace: Workspace, of: RunsOf, signal: AbortSignal): Promise<readonly Run[]> {
  const runs: Run[] = [];
  let before: RunPage['next'] = null;
  do {
    signal.throwIfAborted();
    const page: RunPage = await workspace.collector.runs({ ...of, before, limit: pageRuns });
    runs.push(...page.runs);
    before = page.next;
  } while (before !== null);
  return runs;
}

/** One line per run; times in UTC, words in English: it is read by programs. */
export function runsCsv(runs: readonly Run[], connector: string): string {
  const time = (at: number | null): string => (at === null ? '' : new Date(at).toISOString());
  const head = [
    'started (UTC)', 'last started (UTC)', 'polls', 'connector', 'log type', 'outcome', 'duration (ms)', 'fetched', 'new', 'duplicates', 'quarantined', 'bytes',
    'failures in a row', 'failure', 'reason', 'who acts', 'detail', 'reference', 'next poll (UTC)',
  ];
  const lines = runs.map((run) => {
    const code = run.failure !== null && isFailureCode(run.failure.code) ? run.failure.code : null;
    return [
      time(run.startedAt), time(run.lastStartedAt), run.times, connector, run.logType, run.outcome, run.durationMs ?? '', run.fetched, run.fresh, run.duplicates, run.quarantined, run.bytes,
      run.attempt, run.failure?.code ?? '', code === null ? '' : inEnglish(`failure.${code}.title`), code === null ? '' : describeFailure(code).party, run.failure?.detail ?? '', run.failure?.ref ?? '', time(run.nextPollAt),
    ];
  });
  return csv([head, ...lines]);
}
