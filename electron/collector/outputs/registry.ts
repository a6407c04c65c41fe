import type { OutputConfig } from '../../../shared/model/output';
import type { Clock } from '../kit/clock';
import type { Secret } from '../kit/secret';
import { FileOutput } from './file/file-output';
import { HttpOutput } from './http/http-output';
import type { Output } from './output';
import type { OutputLog } from './output-log';

export type OutputDeps = {
  readonly clock: Clock;
  readonly log: OutputLog;
  /** Reads the output's secret from the vault; null when there is none. */
  readonly secret: () => Promise<Secret | null>;
  /** Of this program; receivers see it in the User-Agent. */
  readonly version: string;
};

/** The output of a config. To add one: a variant in shared/model/output.ts, a folder here, a case, and the law suite. */
export function createOutput(config: OutputConfig, deps: OutputDeps): Output {
  switch (config.type) {
    case 'file':
      return new FileOutput({ config, clock: deps.clock, log: deps.log });
    case 'http':
      return new HttpOutput({ config, clock: deps.clock, log: deps.log, secret: deps.secret, version: deps.version });
  }
}
