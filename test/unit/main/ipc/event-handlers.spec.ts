import { describe, expect, it } from 'vitest';

import { eventHandlers } from '../../../../electron/main/ipc/handlers/events';
import type { Workspace } from '../../../../electron/main/workspace/workspace';
import type { EventTrail, TrailOutput } from '../../../../shared/model/trail';
import { FakeCollector } from '../support/fake-collector';

const ask = { connectorId: 'c1', logType: 'SIEM', id: '0'.repeat(32) } as const;
const waiting: TrailOutput = { outputId: 'o1', passage: 'waiting', at: null, refusal: null };

async function answered(trail: EventTrail): Promise<EventTrail> {
  const collector = Object.assign(new FakeCollector(), { trail: () => Promise.resolve(trail) });
  const workspace = { collector, connectors: { find: () => ({ outputs: ['o1', 'o2'] }) } } as unknown as Workspace;
  return eventHandlers(() => workspace)['events.trail'](ask, new AbortController().signal);
}

describe('the trail of an event', () => {
  it('names the outputs of the connector that it was not offered to', async () => {
    const { batches } = await answered({ complete: true, batches: [{ batch: 3, spooledAt: 5, outputs: [waiting] }] });
    expect(batches[0]?.outputs).toEqual([waiting, { outputId: 'o2', passage: 'not-offered', at: null, refusal: null }]);
  });

  it('says that it does not know where an earlier version wrote nothing down', async () => {
    const { batches } = await answered({ complete: true, batches: [{ batch: 3, spooledAt: null, outputs: [] }] });
    expect(batches[0]?.outputs.map(({ passage }) => passage)).toEqual(['unknown', 'unknown']);
  });

  it('adds nothing to an event that is not known', async () => {
    expect(await answered({ complete: false, batches: [] })).toEqual({ complete: false, batches: [] });
  });
});
