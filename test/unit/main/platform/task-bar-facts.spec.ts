import { describe, expect, it } from 'vitest';

import { needingPerson, progressOf } from '../../../../electron/main/platform/task-bar-facts';
import type { BackfillStatus } from '../../../../shared/model/collection';
import { emptyStatus, health, outputStatus, streamStatus } from '../support/status';

const backfill = (progress: number | null, state: BackfillStatus['state'] = 'running'): BackfillStatus => ({ state, from: 0, collected: 0, progress, failure: null });
const reading = (...past: BackfillStatus[]) => ({ ...emptyStatus, streams: past.map((each) => streamStatus({ backfill: each })) });

describe('badge and progress in the task bar', () => {
  it('counts what needs a person, and nothing that heals by itself', () => {
    const status = { ...emptyStatus, streams: [streamStatus({ health: health('failed') }), streamStatus({ health: health('degraded') }), streamStatus({ health: health('paused') })], outputs: [outputStatus({ health: health('failed') })] };
    expect(needingPerson(status)).toBe(2);
    expect(needingPerson(emptyStatus)).toBe(0);
  });

  it('shows the past that is being read, as far as the least advanced one', () => {
    expect(progressOf(emptyStatus, false)).toEqual({ kind: 'none' });
    expect(progressOf(reading(backfill(0.8), backfill(0.25)), false)).toEqual({ kind: 'part', done: 0.25 });
    expect(progressOf(reading(backfill(0.8), backfill(null)), false)).toEqual({ kind: 'indeterminate' });
    expect(progressOf(reading(backfill(0.5, 'paused')), false)).toEqual({ kind: 'none' });
  });

  it('an export has no known end', () => {
    expect(progressOf(reading(backfill(0.5)), true)).toEqual({ kind: 'indeterminate' });
  });
});
