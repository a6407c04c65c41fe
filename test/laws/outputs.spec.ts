import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { systemClock } from '../../electron/collector/kit/clock';
import { createOutput } from '../../electron/collector/outputs/registry';
import type { FileOutputConfig, HttpOutputConfig } from '../../shared/model/output';
import { readIds } from '../receivers/file-reader';
import { HttpReceiver } from '../receivers/http-receiver';
import type { OutputBench } from './output-law';
import { outputLaw } from './output-law';

const deps = { clock: systemClock, log: () => undefined, secret: () => Promise.resolve(null), version: '0.0.0' };

outputLaw('file', async (): Promise<OutputBench> => {
  const parent = await mkdtemp(join(tmpdir(), 'output-law-'));
  const path = join(parent, 'logs');
  const config: FileOutputConfig = { id: 'f', name: 'Files', enabled: true, format: 'both', type: 'file', path, rotateMiB: 1 };
  return {
    make: () => createOutput(config, deps),
    received: () => readIds(path),
    breakOnce: async () => {
      await rename(path, join(parent, 'gone'));
      return () => rename(join(parent, 'gone'), path);
    },
    dispose: () => rm(parent, { recursive: true, force: true }),
  };
}, { repeatsAfterCrash: false });

type HttpBench = OutputBench & { readonly receiver: HttpReceiver };

outputLaw('http', async (): Promise<HttpBench> => {
  const receiver = await HttpReceiver.start();
  const config: HttpOutputConfig = {
    id: 'h',
    name: 'DNIF',
    enabled: true,
    format: 'both',
    type: 'http',
    url: receiver.url,
    auth: { kind: 'none' },
    // Small requests, so that every delivery is several of them.
    maxEvents: 4,
    maxKiB: 64,
    gzip: true,
  };
  return {
    make: () => createOutput(config, deps),
    received: () => Promise.resolve(receiver.ids),
    breakOnce: () => {
      receiver.script.push({ kind: 'status', status: 503, body: 'busy' });
      return Promise.resolve(() => Promise.resolve());
    },
    receiver,
    dispose: () => receiver.stop(),
  };
}, {
  repeatsAfterCrash: true,
  refuse: ({ receiver }, ids) => {
    receiver.refuses = (event) => ids.includes(String((event as { readonly id?: unknown }).id));
  },
  stall: ({ receiver }) => {
    receiver.script.push({ kind: 'stall' });
    return receiver.stalled();
  },
});
