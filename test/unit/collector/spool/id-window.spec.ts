import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { IdWindow } from '../../../../electron/collector/spool/id-window';

const bytesOf = (n: number, variant = 0): Uint8Array => {
  const id = new Uint8Array(16);
  const view = new DataView(id.buffer);
  // Ids that share their low word: they must still be told apart.
  view.setUint32(0, 7 + (n % 3), true);
  view.setUint32(4, n + 1, true);
  view.setUint32(12, variant, true);
  return id;
};

describe('IdWindow', () => {
  it('is a set as long as nothing is forgotten', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 5000 }), { maxLength: 6000 }), (numbers) => {
        const window = new IdWindow(10_000);
        const seen = new Set<number>();
        for (const n of numbers) {
          expect(window.add(bytesOf(n), 0)).toBe(!seen.has(n));
          seen.add(n);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('always knows the last `generation` ids, and never more than two generations', () => {
    const window = new IdWindow(100);
    for (let n = 0; n < 1050; n += 1) window.add(bytesOf(n), 0);
    for (let n = 950; n < 1050; n += 1) expect(window.add(bytesOf(n), 0), String(n)).toBe(false);
    let known = 0;
    for (let n = 0; n < 850; n += 1) if (!window.add(bytesOf(n), 0)) known += 1;
    expect(known).toBe(0);
  });

  it('reads ids at any offset, and refuses one that is not there', () => {
    const ids = new Uint8Array(48);
    ids.set(bytesOf(1), 0);
    ids.set(bytesOf(2), 16);
    ids.set(bytesOf(1, 9), 32);
    const window = new IdWindow(10);
    expect([0, 16, 32, 0, 16, 32].map((at) => window.add(ids, at))).toEqual([true, true, true, false, false, false]);
    expect(() => window.add(ids, 40)).toThrow(RangeError);
  });
});
