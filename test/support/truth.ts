import { createReadStream, readdirSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';

import type { Simulator } from '../../electron/simulator/simulator';
import type { LogType } from '../../shared/model/log-type';

const sources = {
  SIEM: { source: 'siem', key: 'processingId' },
  DLP: { source: 'dlp', key: 'messageId' },
  Audit_Events: { source: 'audit', key: 'id' },
  Hold_Message_List: { source: 'hold', key: 'id' },
} as const satisfies Record<LogType, unknown>;

export type Comparison = {
  readonly offered: number;
  readonly delivered: number;
  /** Natural keys that the simulator offered and no output line carries. */
  readonly missing: readonly string[];
  /** Natural keys or event ids that stand on more than one line. */
  readonly twice: readonly string[];
  /** Natural keys on lines that the simulator never offered. */
  readonly invented: readonly string[];
};

/** Files the `both` format wrote for one log type, in order; not the hidden marks beside them, which come and go. */
async function* linesOf(dir: string, logType: LogType): AsyncGenerator<string> {
  for (const name of readdirSync(dir).filter((file) => !file.startsWith('.') && file.includes(`_${logType}_`)).sort()) {
    // crlfDelay and U+2028 do not matter: readline splits at \n and \r\n only, and records hold neither.
    yield* createInterface({ input: createReadStream(path.join(dir, name)), crlfDelay: Infinity });
  }
}

/** Compares what the output folder holds with what the simulator knows it offered, record by record. */
export async function compare(dir: string, simulator: Simulator, logType: LogType): Promise<Comparison> {
  const { source, key } = sources[logType];
  const truth = simulator.truth();
  const expected = new Set(truth.keys(source));
  const seen = new Set<string>();
  const twice: string[] = [];
  const invented: string[] = [];
  const extras = new Set(truth.extras());
  let delivered = 0;
  for await (const line of linesOf(dir, logType)) {
    const event = JSON.parse(line) as { readonly id: string; readonly eventType: string; readonly raw: Readonly<Record<string, unknown>> };
    if (event.eventType === 'no_longer_held') continue;
    delivered += 1;
    const natural = String(event.raw[key]);
    if (seen.has(natural) || seen.has(event.id)) twice.push(natural);
    seen.add(natural).add(event.id);
    if (!expected.has(natural) && !extras.has(natural)) invented.push(natural);
  }
  return { offered: expected.size, delivered, missing: [...expected].filter((natural) => !seen.has(natural)), twice, invented };
}
