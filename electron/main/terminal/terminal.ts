import type { Workspace } from '../workspace/workspace';
import { Reporter } from './reporter';

export type TerminalOptions = {
  readonly headline: string;
  readonly workspace: () => Workspace;
  readonly time: () => string;
};

/** The reporter on standard output. The returned function prints the last block and ends it. */
export function openTerminal(options: TerminalOptions): () => void {
  let broken = false;
  // `… | head` closes the pipe: the collection goes on without a reader.
  process.stdout.on('error', () => {
    broken = true;
  });
  const write = (text: string): void => {
    if (!broken) process.stdout.write(text);
  };
  const reporter = new Reporter({
    write,
    status: () => options.workspace().status(),
    outputs: () => options.workspace().outputs.list(),
    time: options.time,
  });
  reporter.start(options.headline);
  return () => {
    reporter.stop();
    write('Stopped.\n');
  };
}
