import { renderBatch } from '../../electron/collector/outputs/render';
import { decodeFile } from '../../electron/collector/pipeline/file-decoder';
import type { WorkPool } from '../../electron/collector/pipeline/work-pool';

/** The work of the threads, done here and now. */
export const inlinePool: WorkPool = {
  decodeFile: (logType, source, name) => decodeFile(logType, source, name),
  render: (batch, format, model, without) => Promise.resolve(renderBatch(batch, format, model, without)),
  close: () => Promise.resolve(),
};
