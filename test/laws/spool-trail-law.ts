import { describe, expect, it } from 'vitest';

import { systemClock } from '../../electron/collector/kit/clock';
import { trailOf } from '../../electron/collector/spool/event-trail';
import type { Spool } from '../../electron/collector/spool/spool';
import type { Failure } from '../../shared/failures/failure';
import type { EventTrail } from '../../shared/model/trail';
import { at, commitOf, dlp, idOf, siem } from '../support/chunks';
import { openedBy } from './spool-law';

const plenty = [100, 64 * 1024 * 1024] as const;
const refusal: Failure = { code: 'OUT-REFUSED', detail: 'field not allowed', retryAfterMs: null, at, ref: 'r1' };

function trail(spool: Spool, name: string, stream = siem): Promise<EventTrail> {
  return trailOf(spool, { ...stream, id: idOf(name) }, systemClock, new AbortController().signal);
}

/** Each output with where the event is there. */
async function passages(spool: Spool, name: string): Promise<Record<string, string>[]> {
  return (await trail(spool, name)).batches.map(({ outputs }) => Object.fromEntries(outputs.map(({ outputId, passage }) => [outputId, passage])));
}

/** What can be told of one event (electron/collector/spool/spool.ts, `trail`). `small`: ids remembered of each stream. */
export function spoolTrailLaw(name: string, make: (dir: string, small: number) => Spool): void {
  describe(`spool trail law: ${name}`, () => {
    const opened = (small = 1000) => openedBy((dir) => make(dir, small));

    it('says of an event when it came, and of each output whether it waits or has settled it, over a restart and after it left', async () => {
      const { spool, again } = await opened();
      await spool.commit(commitOf(['a', 'b'], { outputs: ['file', 'dnif'], at: at + 1 }));
      expect(await trail(spool, 'b')).toEqual({
        complete: true,
        batches: [{ batch: 1, spooledAt: at + 1, outputs: [{ outputId: 'dnif', passage: 'waiting', at: null, refusal: null }, { outputId: 'file', passage: 'waiting', at: null, refusal: null }] }],
      });
      await spool.acknowledge({ outputId: 'file', seqs: [1], refused: [], at: at + 7 });
      expect(await passages(spool, 'a')).toEqual([{ dnif: 'waiting', file: 'acknowledged' }]);
      await spool.acknowledge({ outputId: 'dnif', seqs: [1], refused: [], at: at + 9 });
      const reopened = await again();
      expect((await reopened.memory(siem)).counts.spooled).toBe(0);
      expect((await trail(reopened, 'a')).batches).toMatchObject([{ outputs: [{ outputId: 'dnif', passage: 'acknowledged', at: at + 9 }, { outputId: 'file', at: at + 7 }] }]);
    });

    it('tells the events of one batch apart: refused, left out and taken', async () => {
      const { spool } = await opened();
      const names = Array.from({ length: 20 }, (_unused, n) => `n${n}`);
      await spool.commit(commitOf(names));
      await spool.acknowledge({ outputId: 'file', seqs: [1], refused: [{ seq: 1, events: [9, 17], failure: refusal }], filtered: [{ seq: 1, kept: Uint32Array.from([0, 8, 9, 17, 19]) }], at });
      const found = await Promise.all(names.map(async (each) => Object.values((await passages(spool, each))[0] ?? {})[0]));
      expect(found).toEqual(names.map((_name, n) => ([9, 17].includes(n) ? 'refused' : [0, 8, 19].includes(n) ? 'acknowledged' : 'filtered')));
      const [item] = (await spool.quarantine(null, 10)).items;
      expect((await trail(spool, 'n17')).batches[0]?.outputs[0]).toMatchObject({ passage: 'refused', at, refusal: { id: item?.id, code: 'OUT-REFUSED', detail: 'field not allowed' } });
      await spool.discardQuarantined([item?.id ?? 0]);
      expect((await trail(spool, 'n17')).batches[0]?.outputs[0]).toMatchObject({ passage: 'refused', refusal: null });
    });

    it('knows an event that no output wanted, and one that waited for an output that was removed', async () => {
      const { spool } = await opened();
      await spool.commit(commitOf(['a'], { outputs: [] }));
      await spool.commit(commitOf(['b'], { outputs: ['gone'] }));
      await spool.forgetOutput('gone');
      expect((await trail(spool, 'a')).batches).toEqual([{ batch: 0, spooledAt: at, outputs: [] }]);
      expect(await passages(spool, 'b')).toEqual([{ gone: 'removed' }]);
    });

    it('says nothing of what it does not know, of another stream or of half an id', async () => {
      const { spool } = await opened();
      await spool.commit(commitOf(['a', 'b']));
      expect(await trail(spool, 'a', dlp)).toEqual({ batches: [], complete: true });
      expect(await trail(spool, 'c')).toEqual({ batches: [], complete: true });
      // The end of the first id and the start of the second are next to each other on disk.
      const between = `${idOf('a').slice(16)}${idOf('b').slice(0, 16)}`;
      expect(await spool.trail({ stream: siem, id: between, before: null })).toEqual({ batches: [], next: null });
    });

    it('searches in slices, newest first, and ends at the first row', async () => {
      const { spool } = await opened(1_000_000);
      const big = Array.from({ length: 4000 }, (_unused, n) => `x${n}`);
      for (let step = 0; step < 40; step += 1) {
        await spool.commit(commitOf(big.map((each) => `${step} ${each}`), { at: at + step }));
        const { batches } = await spool.lease('file', ...plenty);
        await spool.acknowledge({ outputId: 'file', seqs: batches.map(({ seq }) => seq), refused: [], at });
      }
      let slices = 0;
      let before: number | null = null;
      do {
        const slice = await spool.trail({ stream: siem, id: idOf('0 x7'), before });
        slices += 1;
        before = slice.next;
        expect(slice.batches.length > 0).toBe(before === null);
      } while (before !== null);
      expect(slices).toBeGreaterThan(1);
      expect((await trail(spool, '0 x7')).batches).toMatchObject([{ batch: 1, spooledAt: at }]);
    });

    it('forgets what became of a batch with the ids of its events', async () => {
      const { spool } = await opened(4);
      for (let step = 0; step < 70; step += 1) {
        await spool.commit(commitOf([`${step} a`, `${step} b`]));
        await spool.acknowledge({ outputId: 'file', seqs: [step + 1], refused: [], at });
      }
      expect(await passages(spool, '69 a')).toEqual([{ file: 'acknowledged' }]);
      expect(await trail(spool, '0 a')).toEqual({ batches: [], complete: true });
    });
  });
}
