import { once } from 'node:events';
import { parseArgs } from 'node:util';

import { logTypes,LogTypeSchema } from '../../../shared/model/log-type';
import { eventModels } from '../../../shared/model/output';
import type { NormalizeLinesOptions } from './normalize-lines';
import { normalizeLines } from './normalize-lines';

const usage = `Usage: npm run normalize -- --target ${eventModels.join('|')} [--log-type ${logTypes.join('|')}] [--connector NAME] < raw.ndjson

Reads raw Mimecast records, one JSON object in each line, and prints one normalized line for each.

  --target     the model of the printed events
  --log-type   what the records are; without it each record tells by its fields
  --connector  the connector name that the events carry (default: stdin)

Lines that are no records are reported on standard error; then the exit code is 1.
`;

class UsageError extends Error {}

function readOptions(argv: readonly string[]): NormalizeLinesOptions {
  let values;
  try {
    ({ values } = parseArgs({ args: [...argv], options: { target: { type: 'string' }, 'log-type': { type: 'string' }, connector: { type: 'string' }, help: { type: 'boolean' } } }));
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
  if (values.help === true) throw new UsageError('');
  const target = eventModels.find((model) => model === values.target);
  if (target === undefined) throw new UsageError(values.target === undefined ? '--target is missing.' : `--target cannot be ${values.target}.`);
  const logType = values['log-type'] === undefined ? null : LogTypeSchema.safeParse(values['log-type']);
  if (logType?.success === false) throw new UsageError(`--log-type cannot be ${String(values['log-type'])}.`);
  return { target, logType: logType?.data ?? null, connector: values.connector ?? 'stdin' };
}

/** Lines are gathered up to this size: one write per event would cost more than normalizing it. */
const writeBytes = 64 * 1024;

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  let waiting = '';
  const flush = async (): Promise<void> => {
    const full = !process.stdout.write(waiting);
    waiting = '';
    if (full) await once(process.stdout, 'drain');
  };
  const { bad } = await normalizeLines(
    process.stdin,
    options,
    (line) => {
      waiting += line;
      return waiting.length < writeBytes ? undefined : flush();
    },
    (number, problem) => {
      process.stderr.write(`line ${number}: ${problem}\n`);
    },
  );
  if (waiting !== '') await flush();
  return bad === 0 ? 0 : 1;
}

// A reader that has seen enough (`| head`) closes the pipe: that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : 1);
});

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    if (error instanceof UsageError) process.stderr.write(`${error.message === '' ? '' : `${error.message}\n\n`}${usage}`);
    else process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = error instanceof UsageError ? 2 : 1;
  },
);
