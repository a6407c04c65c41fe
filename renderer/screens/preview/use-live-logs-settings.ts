import type { LiveLogsSettings } from '../../../shared/model/live-logs-settings';
import { noLiveLogsSettings } from '../../../shared/model/live-logs-settings';
import { changeSettings, useSession, valueOr } from '../../bridge/session';

/** What Live Logs remembers, and the way to change a part of it. */
export function useLiveLogsSettings(): { readonly memory: LiveLogsSettings; readonly remember: (change: Partial<LiveLogsSettings>) => void } {
  const memory = useSession((session) => valueOr(session.settings, null)?.liveLogs ?? noLiveLogsSettings);
  const remember = (change: Partial<LiveLogsSettings>): void => {
    void changeSettings({ liveLogs: { ...memory, ...change } });
  };
  return { memory, remember };
}
