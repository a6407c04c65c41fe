import { auditId } from './data/audit';
import { dlpMessageId } from './data/dlp';
import type { FileServer } from './file-server';
import { type Source,SOURCES } from './options';
import type { SiemFiles } from './siem-files';
import type { World } from './world';

/** What has been offered so far, counted; and generators of the natural keys behind the counts. */
export type Truth = {
  readonly siem: number;
  readonly dlp: number;
  readonly audit: number;
  readonly hold: { readonly heldNow: number; readonly everHeld: number; readonly left: number };
  /** SIEM `processingId`, DLP `messageId`, audit `id`, hold `id` (every message that was ever held). */
  keys(source: Source): Iterable<string>;
  /** Hold ids by state. */
  heldKeys(which: 'ever' | 'now' | 'left'): Iterable<string>;
  /** SIEM keys that may be missing, because their file is permanently damaged. A superset of what is really lost. */
  unrecoverable(): Iterable<string>;
  /** Keys (beginning with `extra_`) of extra JSON records that content faults put into listed files. */
  extras(): Iterable<string>;
};

/** The truth at one instant; its generators go on speaking of that instant. */
export function truthAt(world: World, files: SiemFiles, server: FileServer, now: number): Truth {
  const { siem, held } = world;
  const { seed } = world.options;
  function* siemKeys(): Generator<string> {
    for (const plan of siem.plans) {
      const count = siem.count(plan, now);
      for (let i = 0; i < count; i += 1) yield world.eventKey(plan, i);
    }
  }
  function* logKeys(source: 'dlp' | 'audit'): Generator<string> {
    const count = world.logs[source].count(now);
    const key = source === 'dlp' ? dlpMessageId : auditId;
    for (let i = 0; i < count; i += 1) if (world.isVisible(source, i, now)) yield key(seed, i);
  }
  const logCount = (source: 'dlp' | 'audit'): number => {
    const count = world.logs[source].count(now);
    if (!world.mayWithhold(source)) return count;
    let visible = 0;
    for (let i = 0; i < count; i += 1) if (world.isVisible(source, i, now)) visible += 1;
    return visible;
  };
  return {
    siem: siem.plans.reduce((sum, plan) => sum + siem.count(plan, now), 0),
    dlp: logCount('dlp'),
    audit: logCount('audit'),
    hold: held.counts(now),
    keys: (source) => (source === 'siem' ? siemKeys() : source === 'hold' ? held.keys(now, 'ever') : logKeys(source)),
    heldKeys: (which) => held.keys(now, which),
    unrecoverable: () => server.unrecoverable(),
    extras: () => files.extras(),
  };
}

/** Which generator a path below /__simulator/truth/ names, or null. */
export function keysByName(truth: Truth, name: string): Iterable<string> | null {
  const source = SOURCES.find((known) => known === name);
  if (source !== undefined) return truth.keys(source);
  if (name === 'unrecoverable') return truth.unrecoverable();
  if (name === 'extras') return truth.extras();
  if (name === 'hold-now') return truth.heldKeys('now');
  return name === 'hold-left' ? truth.heldKeys('left') : null;
}
