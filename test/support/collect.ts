import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';

import type { LogType } from '../../shared/model/log-type';

const root = path.resolve(import.meta.dirname, '..', '..');
export const workersDir = path.join(root, 'dist', 'node');

export type LedgerStream = {
  readonly logType: LogType;
  readonly fetched: number;
  readonly duplicates: number;
  readonly quarantined: number;
  readonly spooled: number;
  readonly delivered: Readonly<Record<string, number>>;
  readonly gaps: readonly unknown[];
  readonly health: string;
  readonly failure: string | null;
};
export type Ledger = { readonly elapsedMs: number; readonly connectors: readonly { readonly name: string; readonly streams: readonly LedgerStream[] }[] };

export type CollectRun = { readonly code: number | null; readonly signal: string | null; readonly stdout: string; readonly stderr: string; readonly ledger: Ledger | null };

export type CollectOptions = { readonly config: string; readonly args?: readonly string[]; readonly env?: Readonly<Record<string, string>> };

/** Starts the headless collector as its own process, as `npm run collect` does after its set-up. */
export function startCollect(options: CollectOptions): { readonly child: ChildProcess; readonly done: Promise<CollectRun> } {
  const child = spawn(process.execPath, [path.join(workersDir, 'collect.js'), '--config', options.config, '--json', ...(options.args ?? ['--once'])], {
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const done = new Promise<CollectRun>((resolve) => {
    child.on('close', (code, signal) => {
      const last = stdout.trimEnd().split('\n').at(-1) ?? '';
      resolve({ code, signal, stdout, stderr, ledger: last.startsWith('{') ? (JSON.parse(last) as Ledger) : null });
    });
  });
  return { child, done };
}

/** A config file for one connector on `url` with a file output `files` in `<dir>/out`. */
export function writeConfig(dir: string, url: string, parts: { readonly connector?: object; readonly outputs?: readonly object[] } = {}): string {
  const file = path.join(dir, 'config.json');
  const outputs = parts.outputs ?? [{ name: 'files', type: 'file', path: 'out', format: 'both' }];
  writeFileSync(
    file,
    JSON.stringify({
      connectors: [
        {
          name: 'HQ',
          baseUrl: url,
          clientId: 'demo-client-id',
          clientSecretEnv: 'MIMECAST_TEST_SECRET',
          logTypes: ['SIEM', 'DLP', 'Audit_Events', 'Hold_Message_List'],
          startFrom: new Date(Date.now() - 5 * 86_400_000).toISOString(),
          outputs: outputs.map((output) => (output as { name: string }).name),
          ...parts.connector,
        },
      ],
      outputs,
    }),
  );
  return file;
}

/** fetched = duplicates + quarantined + spooled + delivered, for one output. */
export function isBalanced(stream: LedgerStream, output = 'files'): boolean {
  return stream.fetched === stream.duplicates + stream.quarantined + stream.spooled + (stream.delivered[output] ?? 0);
}
