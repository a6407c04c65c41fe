import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';

import type { LogType } from '../../../shared/model/log-type';
import type { OutputConfig } from '../../../shared/model/output';
import type { Scenario } from '../scenario';

export type CollectAsk = {
  readonly programs: string;
  readonly dir: string;
  readonly stateDir: string;
  readonly url: string;
  readonly secret: string;
  readonly scenario: Pick<Scenario, 'connector'>;
  readonly streams: readonly LogType[];
  readonly outputs: readonly OutputConfig[];
  /** `point:hit`, see kit/probe.ts. */
  readonly killAt?: string;
  /** Ends it after so long, ms. */
  readonly killAfterMs?: number;
  readonly onStart?: (pid: number) => void;
};

export type CollectRun = { readonly code: number | null; readonly signal: string | null; readonly stderr: string };

/** Runs `npm run collect -- --once` (after its set-up) until it ends or is ended. */
export function runCollect(ask: CollectAsk): Promise<CollectRun> {
  const { platform = 'cloud-gateway', siemDelivery = 'batch' } = ask.scenario.connector ?? {};
  const config = path.join(ask.dir, 'config.json');
  writeFileSync(
    config,
    JSON.stringify({
      connectors: [
        {
          name: 'HQ', baseUrl: ask.url, clientId: 'demo-client-id', clientSecretEnv: 'TORTURE_SECRET', logTypes: ask.streams, platform, siemDelivery,
          startFrom: new Date(Date.now() - 5 * 86_400_000).toISOString(), outputs: ask.outputs.map((output) => output.name),
        },
      ],
      // A name is the id in this file.
      outputs: ask.outputs.map(({ id: _id, ...output }) => output),
    }),
  );
  const child = spawn(process.execPath, [path.join(ask.programs, 'collect.js'), '--config', config, '--state', ask.stateDir, '--once', '--json'], {
    env: { ...process.env, TORTURE_SECRET: ask.secret, ...(ask.killAt === undefined ? {} : { MIMECAST_CONNECTOR_KILL_AT: ask.killAt }) },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  if (child.pid !== undefined) ask.onStart?.(child.pid);
  const timer = ask.killAfterMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), ask.killAfterMs);
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr = (stderr + text).slice(-8000)));
  return new Promise((resolve) => {
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      resolve({ code, signal, stderr });
    });
  });
}
