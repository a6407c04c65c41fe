import { describe, expect, it } from 'vitest';

import { DiskGuard } from '../../../electron/collector/supervisor/disk-guard';
import { never } from '../../support/api';
import { listeningLog } from '../../support/doubles';
import { FakeClock } from '../../support/fake-clock';

const limits = { spoolBytes: 1000, freeBytes: 100 };

/** A guard on a disk whose figures the test changes. */
function guarded() {
  const disk = { used: 0, free: 1e6 };
  const clock = new FakeClock();
  const log = listeningLog();
  const guard = new DiskGuard({ dir: '.', clock, log, limits, used: () => Promise.resolve(disk.used), free: () => Promise.resolve(disk.free) });
  const look = async (): Promise<string | null> => {
    clock.advance(6000);
    return (await guard.problem())?.english ?? null;
  };
  return { disk, clock, log, guard, look };
}

describe('DiskGuard', () => {
  it('stops at the limit of the spool and goes on below nine tenths of it', async () => {
    const { disk, look } = guarded();
    for (const [used, full] of [[1000, false], [1001, true], [901, true], [900, false], [950, false]] as const) {
      disk.used = used;
      expect(await look() !== null, String(used)).toBe(full);
    }
  });

  it('stops when too little of the disk is free and goes on when there is a tenth more', async () => {
    const { disk, look } = guarded();
    for (const [free, full] of [[100, false], [99, true], [105, true], [112, false]] as const) {
      disk.free = free;
      expect(await look() !== null, String(free)).toBe(full);
    }
  });

  it('says in the log why it stops and that it goes on, each once', async () => {
    const { disk, look, log } = guarded();
    disk.free = 0;
    const why = await look();
    disk.used = 5000;
    await look();
    await look();
    disk.used = 0;
    disk.free = 1e6;
    await look();
    await look();
    expect(why).toMatch(/disk/);
    expect(log.lines).toEqual([{ level: 'warn', event: 'collecting pauses', fields: { why } }, { level: 'info', event: 'collecting goes on', fields: {} }]);
  });

  it('lets those who wait go on when there is room, and tells them meanwhile why there is none', async () => {
    const { disk, guard, look } = guarded();
    disk.used = 2000;
    await look();
    const told: string[] = [];
    await guard.room(never, (why) => {
      told.push(why.english);
      if (told.length === 3) disk.used = 0;
    });
    expect(told.length).toBeGreaterThanOrEqual(3);
    expect(told[0]).toMatch(/GiB/);
  });
});
