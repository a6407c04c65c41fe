import { runCli } from './run-cli';

/** `npm run simulator`: runs until interrupted. */
const result = await runCli(process.argv.slice(2), {
  env: process.env,
  out: (text) => process.stdout.write(`${text}\n`),
  error: (text) => process.stderr.write(`${text}\n`),
});

if (result.kind === 'ended') process.exitCode = result.code;
else {
  const stop = (): void => {
    void result.simulator.close().then(() => process.exit(0));
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}
