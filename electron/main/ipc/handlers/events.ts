import type { TrailOutput } from '../../../../shared/model/trail';
import type { Workspace } from '../../workspace/workspace';
import type { HandlersOf } from '../handlers';

export function eventHandlers(workspace: () => Workspace): HandlersOf<'events'> {
  return {
    'events.trail': async (ask, signal) => {
      const { connectors, collector } = workspace();
      const { batches, complete } = await collector.trail(ask, signal);
      const [first, ...later] = batches;
      if (first === undefined) return { batches, complete };
      const known = new Set(batches.flatMap(({ outputs }) => outputs.map(({ outputId }) => outputId)));
      // A batch of before the trail was kept may have gone anywhere; one of after it went only where it says.
      const passage = first.spooledAt === null ? 'unknown' : 'not-offered';
      const others = (connectors.find(ask.connectorId)?.outputs ?? []).filter((id) => !known.has(id)).map((outputId): TrailOutput => ({ outputId, passage, at: null, refusal: null }));
      return { batches: [{ ...first, outputs: [...first.outputs, ...others] }, ...later], complete };
    },
  };
}
