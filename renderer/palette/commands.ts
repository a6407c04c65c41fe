import { t } from '../../shared/text/text';
import { call } from '../bridge/client';
import { changeBackground, changeSettings, useSession, valueOr } from '../bridge/session';
import { navigate } from '../navigation';
import { pathTo, routes } from '../routes';
import type { Command } from './match';

type Screen = { readonly title: string; readonly path: string };

/** Everything the palette offers now: screens, what can be done, every connector and output by name. */
export function useCommands(screens: readonly Screen[], showShortcuts: () => void): readonly Command[] {
  const connectors = useSession((session) => valueOr(session.connectors, null)) ?? [];
  const outputs = useSession((session) => valueOr(session.outputs, null)) ?? [];
  const status = useSession((session) => session.status);
  const paused = useSession((session) => valueOr(session.background, null)?.pause != null);
  const go = (title: string, hint: string, path: string): Command => ({ id: `go ${path}`, title, hint, run: () => { navigate(path); } });
  const pause = (title: string, minutes: number | null): Command => ({
    id: `pause ${String(minutes)}`, title, hint: t('palette.hint.action'), run: () => void changeBackground('background.pause', { minutes }),
  });
  const theme = (title: string, value: 'system' | 'light' | 'dark'): Command => ({ id: `theme ${value}`, title, hint: t('palette.hint.appearance'), run: () => void changeSettings({ theme: value }) });
  const streams = status?.streams ?? [];
  return [
    ...screens.map(({ title, path }) => go(title, t('palette.hint.screen'), path)),
    go(t('palette.addConnector'), t('palette.hint.action'), routes.wizard),
    ...(streams.length === 0 ? [] : [{
      id: 'poll all', title: t('palette.pollAll'), hint: t('palette.hint.action'),
      run: () => {
        for (const { connectorId, logType } of streams) void call('collection.pollNow', { connectorId, logType });
      },
    }]),
    ...(paused
      ? [{ id: 'resume', title: t('palette.resume'), hint: t('palette.hint.action'), run: () => void changeBackground('background.resume', undefined) }]
      : [pause(t('palette.pause15'), 15), pause(t('palette.pause60'), 60), pause(t('palette.pauseOpen'), null)]),
    go(t('palette.diagnostics'), t('palette.hint.help'), pathTo.help('diagnostics')),
    go(t('palette.log'), t('palette.hint.help'), pathTo.help('log')),
    { id: 'shortcuts', title: t('shortcuts.title'), hint: t('palette.hint.help'), run: showShortcuts },
    theme(t('palette.light'), 'light'),
    theme(t('palette.dark'), 'dark'),
    theme(t('palette.system'), 'system'),
    ...connectors.map(({ id, name }) => go(t('palette.editConnector', { name }), t('palette.hint.connector'), pathTo.connector(id))),
    ...outputs.map(({ config }) => go(t('palette.editOutput', { name: config.name }), t('palette.hint.output'), pathTo.output(config.id))),
  ];
}
