import { t } from '../../shared/text/text';

/** Keys as written on Windows and Linux; `Ctrl` is Command on macOS. */
export type Shortcut = { readonly keys: string; readonly does: string };
export type ShortcutGroup = { readonly title: string; readonly shortcuts: readonly Shortcut[] };

/** What holds in the whole window; Live Logs lists its own with its own key. The menu of the application has the same accelerators. */
export const shortcutGroups: readonly ShortcutGroup[] = [
  {
    title: t('shortcuts.everywhere'),
    shortcuts: [
      { keys: 'Ctrl+K', does: t('shortcuts.palette') },
      { keys: 'Ctrl+/', does: t('shortcuts.sheet') },
      { keys: 'Ctrl+1', does: t('screen.status') },
      { keys: 'Ctrl+2', does: t('screen.connectors') },
      { keys: 'Ctrl+3', does: t('screen.logs') },
      { keys: 'Ctrl+4', does: t('screen.outputs') },
      { keys: 'Ctrl+,', does: t('screen.settings') },
      { keys: 'F1', does: t('shortcuts.troubleshooting') },
    ],
  },
  {
    title: t('shortcuts.window'),
    shortcuts: [
      { keys: 'Ctrl++', does: t('shortcuts.larger') },
      { keys: 'Ctrl+-', does: t('shortcuts.smaller') },
      { keys: 'Ctrl+0', does: t('shortcuts.normal') },
      { keys: 'Ctrl+Shift+M', does: t('shortcuts.showWindow') },
    ],
  },
  {
    title: t('screen.logs'),
    shortcuts: [{ keys: '?', does: t('shortcuts.ownSheet') }],
  },
];

/** The keys as this computer names them. */
export function keysFor(keys: string, mac: boolean): string {
  return mac ? keys.replace('Ctrl', '⌘') : keys;
}
