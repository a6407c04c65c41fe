/** Keys as written on Windows and Linux; `Ctrl` is Command on macOS. */
export type Shortcut = { readonly keys: string; readonly does: string };
export type ShortcutGroup = { readonly title: string; readonly shortcuts: readonly Shortcut[] };

/** What holds in the whole window; Live Logs lists its own with its own key. The menu of the application has the same accelerators. */
export const shortcutGroups: readonly ShortcutGroup[] = [
  {
    title: 'Everywhere',
    shortcuts: [
      { keys: 'Ctrl+K', does: 'Go to a screen or do something, by its words' },
      { keys: 'Ctrl+/', does: 'Show these shortcuts' },
      { keys: 'Ctrl+1', does: 'Collection Status' },
      { keys: 'Ctrl+2', does: 'Connectors' },
      { keys: 'Ctrl+3', does: 'Live Logs' },
      { keys: 'Ctrl+4', does: 'Outputs' },
      { keys: 'Ctrl+,', does: 'Settings' },
      { keys: 'F1', does: 'Troubleshooting' },
    ],
  },
  {
    title: 'Window',
    shortcuts: [
      { keys: 'Ctrl++', does: 'Larger' },
      { keys: 'Ctrl+-', does: 'Smaller' },
      { keys: 'Ctrl+0', does: 'Normal size' },
      { keys: 'Ctrl+Shift+M', does: 'Show the window' },
    ],
  },
  {
    title: 'Live Logs',
    shortcuts: [{ keys: '?', does: 'Its own shortcuts, while the list has the focus' }],
  },
];

/** The keys as this computer names them. */
export function keysFor(keys: string, mac: boolean): string {
  return mac ? keys.replace('Ctrl', '⌘') : keys;
}
