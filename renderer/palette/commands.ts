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
    id: `pause ${String(minutes)}`, title, hint: 'Action', run: () => void changeBackground('background.pause', { minutes }),
  });
  const theme = (title: string, value: 'system' | 'light' | 'dark'): Command => ({ id: `theme ${value}`, title, hint: 'Appearance', run: () => void changeSettings({ theme: value }) });
  const streams = status?.streams ?? [];
  return [
    ...screens.map(({ title, path }) => go(title, 'Screen', path)),
    go('Add connector', 'Action', routes.wizard),
    ...(streams.length === 0 ? [] : [{
      id: 'poll all', title: 'Poll every log type now', hint: 'Action',
      run: () => {
        for (const { connectorId, logType } of streams) void call('collection.pollNow', { connectorId, logType });
      },
    }]),
    ...(paused
      ? [{ id: 'resume', title: 'Resume collection', hint: 'Action', run: () => void changeBackground('background.resume', undefined) }]
      : [pause('Pause collection for 15 minutes', 15), pause('Pause collection for 1 hour', 60), pause('Pause collection until I resume it', null)]),
    go('Run diagnostics', 'Help', pathTo.help('diagnostics')),
    go('Show the program log', 'Help', pathTo.help('log')),
    { id: 'shortcuts', title: 'Keyboard shortcuts', hint: 'Help', run: showShortcuts },
    theme('Use the light theme', 'light'),
    theme('Use the dark theme', 'dark'),
    theme('Use the theme of the system', 'system'),
    ...connectors.map(({ id, name }) => go(`Edit connector ${name}`, 'Connector', pathTo.connector(id))),
    ...outputs.map(({ config }) => go(`Edit output ${config.name}`, 'Output', pathTo.output(config.id))),
  ];
}
