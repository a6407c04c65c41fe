import { say } from '../../../../shared/text/message';
import type { CollectorHistory } from '../../../collector/collector';
import type { Workspace } from '../../workspace/workspace';
import type { HandlersOf } from '../handlers';

export function historyHandlers(workspace: () => Workspace): HandlersOf<'history'> {
  const history = (): CollectorHistory | null => workspace().collector.history;
  const none = say('collector.history.none');
  return {
    'history.overview': ({ range }) => history()?.overview(range) ?? null,
    'history.search': (ask) => history()?.search(ask) ?? { rows: [], next: null, problem: none },
    'history.hits': async ({ limit }) => [...((await history()?.hits(limit)) ?? [])],
    'history.test': (ask) => history()?.test(ask) ?? { matched: 0, hits: 0, events: [], since: 0, searched: 0, complete: false, problem: none },
  };
}
