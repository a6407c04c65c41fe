import { createHash } from 'node:crypto';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { Delivery, Output, RenderedBatch, ResumeState } from '../../electron/collector/outputs/output';
import { renderBatch } from '../../electron/collector/outputs/render';
import type { LogType } from '../../shared/model/log-type';

/** One kind of output with its receiver, as the law needs to handle them. */
export type OutputBench = {
  /** A new output for the same receiver; the old one may have been left behind as a crash leaves it. */
  readonly make: () => Output;
  /** Ids that the receiver has, in the order of arrival, repeats included. */
  readonly received: () => Promise<readonly string[]>;
  /** The next delivery fails in a way that heals by itself. Gives the act that heals it, for outputs that do not forget. */
  readonly breakOnce: () => Promise<() => Promise<void>>;
  readonly dispose: () => Promise<void>;
};

/** What an output of this kind can meet. */
export type OutputTraits<B extends OutputBench> = {
  /** A crash in the middle of a delivery may leave repeats behind; they carry the same ids. */
  readonly repeatsAfterCrash: boolean;
  /** What was sent shortly before a connection broke may come twice; without a confirmation nothing else prevents loss. */
  readonly repeatsAfterBreak?: boolean;
  /** From now on the receiver refuses events with these ids for good; absent when its kind never refuses. */
  readonly refuse?: (bench: B, ids: readonly string[]) => void;
  /** Makes the next delivery hang; resolves when it does. Absent when nothing of the kind can hang. */
  readonly stall?: (bench: B) => Promise<void>;
};

const idOf = (name: string): string => createHash('sha256').update(name).digest('hex').slice(0, 32);

/** A batch of `count` SIEM-like records; contents and ids follow from seq alone. */
export function lawBatch(seq: number, count = 3, options: { readonly connectorName?: string; readonly logType?: LogType } = {}): RenderedBatch {
  const names = Array.from({ length: count }, (_, index) => `${seq}/${index}`);
  const lines = names.map((name) => JSON.stringify({ type: 'receipt', timestamp: 1_767_225_600_000 + seq, subject: `Message ${name} \u2028 “quoted”` }));
  return renderBatch(
    {
      seq,
      connectorName: options.connectorName ?? 'head office',
      logType: options.logType ?? 'SIEM',
      count,
      lines: new Uint8Array(Buffer.from(lines.map((line) => `${line}\n`).join(''))),
      ids: new Uint8Array(Buffer.from(names.map(idOf).join(''), 'hex')),
    },
    'both',
  );
}

export function idsOf(batches: readonly RenderedBatch[]): readonly string[] {
  return batches.flatMap((batch) =>
    Array.from({ length: batch.count }, (_, index) => Buffer.from(batch.ids).toString('hex').slice(index * 32, index * 32 + 32)),
  );
}

const never = new AbortController().signal;

/** Stands for spool and worker: keeps the resume state of the last acknowledged delivery. */
class Courier {
  resume: ResumeState | null = null;

  constructor(public output: Output) {}

  async deliver(batches: readonly RenderedBatch[]): Promise<Delivery> {
    const delivery = await this.output.deliver(batches, never);
    if (delivery.kind !== 'retry' && delivery.resume !== undefined) this.resume = JSON.parse(JSON.stringify(delivery.resume)) as ResumeState;
    return delivery;
  }
}

/** The law of `Output` (electron/collector/outputs/output.ts). A new kind of output is done when this is green. */
export function outputLaw<B extends OutputBench>(name: string, makeBench: () => Promise<B>, traits: OutputTraits<B>): void {
  describe(`output law: ${name}`, () => {
    let bench: B;
    const made: Output[] = [];

    beforeEach(async () => {
      bench = await makeBench();
    });

    afterEach(async () => {
      for (const output of made.splice(0)) await output.close();
      await bench.dispose();
    });

    const make = (): Output => {
      const output = bench.make();
      made.push(output);
      return output;
    };
    const opened = async (resume: ResumeState | null = null): Promise<Courier> => {
      const courier = new Courier(make());
      await courier.output.open(resume, never);
      courier.resume = resume;
      return courier;
    };

    it('delivers batches of several streams and deliveries, in order, once', async () => {
      const courier = await opened();
      const batches = [lawBatch(1), lawBatch(2, 5, { logType: 'DLP' }), lawBatch(3), lawBatch(4, 1, { connectorName: 'branch' })];
      expect((await courier.deliver(batches.slice(0, 2))).kind).toBe('delivered');
      expect((await courier.deliver(batches.slice(2))).kind).toBe('delivered');
      const received = await bench.received();
      expect([...received].sort()).toEqual([...idsOf(batches)].sort());
      const ofOneStream = idsOf([lawBatch(1), lawBatch(3)]);
      expect(received.filter((id) => ofOneStream.includes(id))).toEqual(ofOneStream);
    });

    it('takes an empty delivery and an empty batch', async () => {
      const courier = await opened();
      expect((await courier.deliver([])).kind).toBe('delivered');
      expect((await courier.deliver([lawBatch(1, 0)])).kind).toBe('delivered');
      expect(await bench.received()).toEqual([]);
    });

    it('answers a transient failure with retry and delivers the same batches once afterwards', async () => {
      const courier = await opened();
      const before = lawBatch(1);
      expect((await courier.deliver([before])).kind).toBe('delivered');
      const heal = await bench.breakOnce();
      const batches = [lawBatch(2), lawBatch(3)];
      const failed = await courier.deliver(batches);
      expect(failed.kind).toBe('retry');
      await heal();
      expect((await courier.deliver(batches)).kind).toBe('delivered');
      const received = await bench.received();
      if (traits.repeatsAfterBreak === true) expect(new Set(received)).toEqual(new Set(idsOf([before, ...batches])));
      else expect(received).toEqual(idsOf([before, ...batches]));
    });

    it('does not repeat a delivery whose acknowledgement could not be saved', async () => {
      const courier = await opened();
      const batches = [lawBatch(1), lawBatch(2)];
      await courier.deliver(batches);
      expect((await courier.deliver([...batches, lawBatch(3)])).kind).toBe('delivered');
      expect(await bench.received()).toEqual(idsOf([...batches, lawBatch(3)]));
    });

    it('goes on after an orderly restart', async () => {
      const first = await opened();
      await first.deliver([lawBatch(1)]);
      await first.output.close();
      const second = await opened(first.resume);
      expect((await second.deliver([lawBatch(2)])).kind).toBe('delivered');
      expect(await bench.received()).toEqual(idsOf([lawBatch(1), lawBatch(2)]));
    });

    it.each([
      ['of the first delivery', 0],
      ['of a later delivery', 1],
    ])('loses nothing when a crash comes before the acknowledgement %s', async (_, acknowledged) => {
      const first = await opened();
      if (acknowledged > 0) await first.deliver([lawBatch(1)]);
      // Delivered, but the process dies before the spool hears of it; the next one leases differently.
      await first.output.deliver([lawBatch(2), lawBatch(3)], never);
      const second = await opened(first.resume);
      expect((await second.deliver([lawBatch(2)])).kind).toBe('delivered');
      expect((await second.deliver([lawBatch(3), lawBatch(4)])).kind).toBe('delivered');
      const received = await bench.received();
      const wanted = idsOf([...(acknowledged > 0 ? [lawBatch(1)] : []), lawBatch(2), lawBatch(3), lawBatch(4)]);
      expect([...new Set(received)].sort()).toEqual([...wanted].sort());
      if (!traits.repeatsAfterCrash) expect(received).toEqual(wanted);
    });

    it('rejects with the reason of the signal and leaves nothing half done', async () => {
      const courier = await opened();
      await courier.deliver([lawBatch(1)]);
      const stop = new AbortController();
      const reason = new Error('stop now');
      stop.abort(reason);
      await expect(courier.output.deliver([lawBatch(2)], stop.signal)).rejects.toBe(reason);
      expect((await courier.deliver([lawBatch(2)])).kind).toBe('delivered');
      expect(await bench.received()).toEqual(idsOf([lawBatch(1), lawBatch(2)]));
    });

    it('does not open on a signal that has ended', async () => {
      const stop = new AbortController();
      const reason = new Error('too late');
      stop.abort(reason);
      await expect(make().open(null, stop.signal)).rejects.toBe(reason);
    });

    it('closes twice, and without open', async () => {
      const unopened = make();
      await unopened.close();
      await unopened.close();
      const courier = await opened();
      await courier.deliver([lawBatch(1)]);
      await courier.output.close();
      await courier.output.close();
      expect(await bench.received()).toEqual(idsOf([lawBatch(1)]));
    });

    it('settles a delivery that is under way when it is closed', async () => {
      const courier = await opened();
      const underWay = courier.output.deliver([lawBatch(1), lawBatch(2)], never);
      await courier.output.close();
      const delivery = await underWay;
      if (delivery.kind === 'delivered') expect(await bench.received()).toEqual(idsOf([lawBatch(1), lawBatch(2)]));
      else expect(delivery.kind).toBe('retry');
    });

    const { stall, refuse } = traits;

    if (stall !== undefined) {
      it('ends a hanging delivery by abort and by close', async () => {
        const courier = await opened();
        const stop = new AbortController();
        const reason = new Error('deadline');
        let hangs = stall(bench);
        const aborted = courier.output.deliver([lawBatch(1)], stop.signal);
        await hangs;
        stop.abort(reason);
        await expect(aborted).rejects.toBe(reason);
        hangs = stall(bench);
        const closed = courier.output.deliver([lawBatch(1)], never);
        await hangs;
        await courier.output.close();
        expect((await closed).kind).toBe('retry');
        expect(await bench.received()).toEqual([]);
      });
    }

    if (refuse !== undefined) {
      it('reports exactly the refused events and delivers all others', async () => {
        const courier = await opened();
        const batches = [lawBatch(1, 7), lawBatch(2, 4), lawBatch(3, 5)];
        const ids = idsOf(batches);
        const poison = [ids[0], ids[6], ids[12]].filter((id) => id !== undefined);
        refuse(bench, poison);
        const delivery = await courier.deliver(batches);
        expect(delivery).toMatchObject({ kind: 'refused', failure: { code: 'OUT-REFUSED' } });
        if (delivery.kind === 'refused') expect([...delivery.events]).toEqual([[1, [0, 6]], [3, [1]]]);
        expect(await bench.received()).toEqual(ids.filter((id) => !poison.includes(id)));
      });

      it('survives refusals and transient failures together', async () => {
        const courier = await opened();
        const batches = [lawBatch(1, 8), lawBatch(2, 8)];
        const ids = idsOf(batches);
        const poison = ids.slice(3, 5);
        refuse(bench, poison);
        for (let round = 0; round < 3; round += 1) {
          const heal = await bench.breakOnce();
          expect((await courier.deliver(batches)).kind).toBe('retry');
          await heal();
        }
        const delivery = await courier.deliver(batches);
        expect(delivery.kind).toBe('refused');
        if (delivery.kind === 'refused') expect([...delivery.events]).toEqual([[1, [3, 4]]]);
        expect([...(await bench.received())].sort()).toEqual(ids.filter((id) => !poison.includes(id)).sort());
      });
    }
  });
}
