import { parentPort, workerData } from 'node:worker_threads';

import type { HistoryThreadData } from '../history/history-thread';
import { historyMethods } from '../history/history-thread';
import { Indexer } from '../history/indexer';
import { serveAtOnce } from '../history/serve-at-once';
import { systemClock } from '../kit/clock';

if (parentPort !== null) {
  const { dir, config } = workerData as HistoryThreadData;
  serveAtOnce(parentPort, historyMethods(new Indexer({ dir, clock: systemClock }, config)));
}
