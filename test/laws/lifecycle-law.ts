import { describe, expect, it } from 'vitest';

import type { Health } from '../../shared/model/health';
import { until } from '../support/until';

/** A background loop, as the law needs to handle it. */
export type LoopBench = {
  readonly start: () => void;
  readonly stop: () => Promise<void>;
  readonly health: () => Health;
  /** How often its collaborators were called so far. */
  readonly calls: () => number;
  /** Whether it is in the middle of something that lasts until `release`. */
  readonly busy: () => boolean;
  readonly release: () => void;
};

/**
 * The law of every background loop (STYLE.md H7): start returns at once and work goes on behind it; stop may be called
 * twice, or without start, does not return while anything still runs, and nothing is called after it.
 */
export function lifecycleLaw(name: string, make: () => Promise<LoopBench>): void {
  describe(`lifecycle law: ${name}`, () => {
    it('starts at once and works in the background', async () => {
      const loop = await make();
      expect(loop.start()).toBeUndefined();
      expect(loop.health().state).toBe('starting');
      await until('it works', loop.busy);
      loop.release();
      await loop.stop();
    });

    it('does one thing, however often it is started', async () => {
      const loop = await make();
      loop.start();
      loop.start();
      await until('it works', loop.busy);
      const calls = loop.calls();
      loop.start();
      expect(loop.calls()).toBe(calls);
      loop.release();
      await loop.stop();
    });

    it('stops without start', async () => {
      const loop = await make();
      await loop.stop();
      expect(loop.health().state).toBe('stopped');
      expect(loop.calls()).toBe(0);
    });

    it('stops twice, also at the same time', async () => {
      const loop = await make();
      loop.start();
      await until('it works', loop.busy);
      const both = [loop.stop(), loop.stop()];
      loop.release();
      await Promise.all(both);
      await loop.stop();
      expect(loop.health().state).toBe('stopped');
    });

    it('calls nothing after it has stopped', async () => {
      const loop = await make();
      loop.start();
      await until('it works', loop.busy);
      const stopping = loop.stop();
      expect(loop.health().state).toBe('stopping');
      loop.release();
      await stopping;
      const calls = loop.calls();
      for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      expect(loop.calls()).toBe(calls);
    });
  });
}
