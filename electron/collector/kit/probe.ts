/** Places on an event's way where a crash test may end the process; each is one moment between two steps that must not be torn apart. */
export const probePoints = [
  /** A step was read from Mimecast. */
  'after-fetch',
  'before-commit',
  /** Inside the transaction: the events are written, the position is not. */
  'in-commit',
  /** Durable, but nobody was told. */
  'after-commit',
  'before-deliver',
  /** At the receiver, but not acknowledged in the spool. */
  'after-deliver',
  /** Inside the transaction: the events are settled, the output's own state is not. */
  'in-ack',
  'after-ack',
  /** A new output file is created, nothing is in it. */
  'mid-rotate',
] as const;
export type ProbePoint = (typeof probePoints)[number];

/** Told whenever a point is reached. */
export type Probe = (point: ProbePoint) => void;

export const noProbe: Probe = () => undefined;

/** The process ends when `point` is reached for the `hit`-th time, counted from 1. Plain data: it travels to worker threads. */
export type KillAt = { readonly point: ProbePoint; readonly hit: number };

/** Reads `point` or `point:hit`. Throws RangeError for anything else. */
export function parseKillAt(text: string): KillAt {
  const [name, hits = '1', ...rest] = text.split(':');
  const point = probePoints.find((known) => known === name);
  if (point === undefined || rest.length > 0 || !/^[1-9]\d{0,8}$/.test(hits)) {
    throw new RangeError(`No such point: ${text}. Known: ${probePoints.join(', ')}, each with an optional :number.`);
  }
  return { point, hit: Number(hits) };
}

/** The probe that ends the process without any chance to tidy up, as a power cut would; without `killAt` one that does nothing. */
export function killProbe(killAt: KillAt | undefined): Probe {
  if (killAt === undefined) return noProbe;
  let hits = 0;
  return (point) => {
    if (point !== killAt.point) return;
    hits += 1;
    if (hits === killAt.hit) process.kill(process.pid, 'SIGKILL');
  };
}
