/** Which events of a batch are meant, a bit for each: 500 bytes for 4,000. Null when none is. */
export function bitsOf(places: Iterable<number>, count: number): Uint8Array | null {
  const bits = new Uint8Array(Math.ceil(count / 8));
  let any = false;
  for (const place of places) {
    bits[place >> 3] = (bits[place >> 3] ?? 0) | (1 << (place & 7));
    any = true;
  }
  return any ? bits : null;
}

/** All events of the batch but these. */
export function otherBits(places: Iterable<number>, count: number): Uint8Array | null {
  const kept = new Set(places);
  return bitsOf(Array.from({ length: count }, (_unused, place) => place).filter((place) => !kept.has(place)), count);
}

export function hasBit(bits: unknown, place: number): boolean {
  return bits instanceof Uint8Array && ((bits[place >> 3] ?? 0) & (1 << (place & 7))) !== 0;
}
