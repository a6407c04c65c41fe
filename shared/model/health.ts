import * as z from 'zod';

import type { Failure } from '../failures/failure';
import { FailureSchema } from '../failures/failure';
import { MessageSchema } from '../text/message';

/**
 * The one state machine that tray, status screen and notifications read.
 * `degraded` heals alone, `failed` needs a person.
 */
export const healthStates = ['starting', 'active', 'degraded', 'failed', 'paused', 'stopping', 'stopped'] as const;
export type HealthState = (typeof healthStates)[number];

const moves: { readonly [S in HealthState]: readonly HealthState[] } = {
  starting: ['active', 'degraded', 'failed', 'paused', 'stopping', 'stopped'],
  active: ['degraded', 'failed', 'paused', 'stopping'],
  degraded: ['starting', 'active', 'failed', 'paused', 'stopping'],
  failed: ['starting', 'active', 'degraded', 'paused', 'stopping'],
  paused: ['starting', 'active', 'degraded', 'failed', 'stopping'],
  stopping: ['stopped'],
  stopped: [],
};

/** Whether the state may follow; a move to itself is allowed (the reason or the proof may be newer). */
export function mayMove(from: HealthState, to: HealthState): boolean {
  return from === to || moves[from].includes(to);
}

/** Worst first: the order in which rows are listed and in which the tray chooses its icon. */
export const healthSeverity: { readonly [S in HealthState]: number } = {
  failed: 6,
  degraded: 5,
  paused: 4,
  stopping: 3,
  stopped: 3,
  starting: 2,
  active: 1,
};

const concerns: ReadonlySet<string> = new Set(['OUT-VOLUME', 'OUT-ARRIVAL', 'OUT-SEARCH', 'OUT-SEARCH-AUTH']);

/** Whether an output that is degraded by this still sends as it should. */
export function isConcern(failure: Failure | null): boolean {
  return failure !== null && concerns.has(failure.code);
}

export const HealthSchema = z.object({
  state: z.enum(healthStates),
  /** Epoch ms of the last change of state. */
  since: z.number(),
  /** Epoch ms of the last observation that supports the state (a poll that worked, an acknowledgement); null: never. */
  provenAt: z.number().nullable(),
  /** Why, whenever the state is degraded or failed. */
  failure: FailureSchema.nullable(),
  /** Short text for a paused or starting state, e.g. "Waiting for the first poll". */
  note: MessageSchema.nullable(),
});
export type Health = z.infer<typeof HealthSchema>;
