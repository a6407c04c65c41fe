import { parentPort, workerData } from 'node:worker_threads';

import { systemClock } from '../kit/clock';
import { serveMethods } from '../kit/worker-rpc';
import { Ring } from '../preview/ring';
import type { PreviewThreadData } from '../preview/store';
import { previewMethods } from '../preview/store';

if (parentPort !== null) serveMethods(parentPort, previewMethods(new Ring((workerData as PreviewThreadData).limits, () => systemClock.now())));
