import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, it } from 'vitest';

import { runHandlers } from '../../../../electron/main/ipc/handlers/runs';
import type { Workspace } from '../../../../electron/main/workspace/workspace';
import type { Run, RunAsk } from '../../../../shared/model/run';
import { tempDir } from '../../../support/temp-dir';
import { FakeCollector } from '../support/fake-collector';

const run: Run = {
  id: 1, connectorId: 'c1', logType: 'SIEM', startedAt: 0, lastStartedAt: 60_000, times: 2, durationMs: 1500, outcome: 'failed', fetched: 5, fresh: 3, duplicates: 1,
  quarantined: 1, bytes: 900, attempt: 2, failure: { code: 'NET-RESET', detail: '=HYPERLINK("http://x")', ref: 'r1' }, nextPollAt: null,
};

function handlersOf(file: string | null) {
  const asked: RunAsk[] = [];
  const collector = Object.assign(new FakeCollector(), {
    runs: (ask: RunAsk) => {
      asked.push(ask);
      return Promise.resolve({ runs: [{ ...run, id: asked.length }], next: asked.length < 3 ? { at: 1, id: asked.length } : null });
    },
  });
  const workspace = { collector, connectors: { find: () => ({ name: 'Head, office' }) } } as unknown as Workspace;
  return { asked, handlers: runHandlers({ workspace: () => workspace, chooseFile: () => Promise.resolve(file) }) };
}

const of = { connectorId: 'c1', logType: null, onlyFailed: true };
const { signal } = new AbortController();

describe('the export of runs', () => {
  it('writes every page, readable by this user only, with what a spreadsheet would run made a text', async () => {
    const file = path.join(tempDir(), 'runs.csv');
    const { asked, handlers } = handlersOf(file);
    expect(await handlers['runs.export'](of, signal)).toEqual({ path: file });
    expect(asked.map((ask) => [ask.onlyFailed, ask.before])).toEqual([[true, null], [true, { at: 1, id: 1 }], [true, { at: 1, id: 2 }]]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const [head, ...lines] = readFileSync(file, 'utf8').trimEnd().split('\r\n');
    expect(head).toContain('started (UTC),last started (UTC),polls,connector,log type,outcome');
    expect(lines).toHaveLength(3);
    expect(lines[0]).toContain('1970-01-01T00:00:00.000Z,1970-01-01T00:01:00.000Z,2,"Head, office",SIEM,failed,1500,5,3,1,1,900,2,NET-RESET');
    expect(lines[0]).toContain(`"'=HYPERLINK(""http://x"")",r1,`);
  });

  it('writes nothing when no file was chosen', async () => {
    const { asked, handlers } = handlersOf(null);
    expect(await handlers['runs.export'](of, signal)).toEqual({ path: null });
    expect(asked).toEqual([]);
  });
});
