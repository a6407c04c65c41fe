/** A fixed sequence of numbers in [0, 1): what happened by chance can be repeated. */
export function sequence(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    // mulberry32: short, and good enough to choose faults by.
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
