import type { ReactElement } from 'react';
import { useEffect, useState } from 'react';

import { ShortcutSheet } from '../shortcuts/ShortcutSheet';
import { CommandPalette } from './CommandPalette';
import { useCommands } from './commands';

type Props = { readonly screens: readonly { readonly title: string; readonly path: string }[] };

/** The keys of the whole window: Ctrl+K for the palette, Ctrl+/ for the sheet. Another dialog keeps them to itself. */
export function WindowKeys({ screens }: Props): ReactElement | null {
  const [open, setOpen] = useState<'none' | 'palette' | 'shortcuts'>('none');
  const commands = useCommands(screens, () => { setOpen('shortcuts'); });
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const wanted = event.key.toLowerCase() === 'k' ? 'palette' : event.key === '/' ? 'shortcuts' : null;
      if (wanted === null || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
      if (document.querySelector('[role="dialog"], [role="alertdialog"]') !== null) return;
      event.preventDefault();
      setOpen(wanted);
    };
    window.addEventListener('keydown', press);
    return () => { window.removeEventListener('keydown', press); };
  }, []);
  const close = (): void => { setOpen((now) => (now === open ? 'none' : now)); };
  if (open === 'palette') return <CommandPalette commands={commands} onClose={close} />;
  return open === 'shortcuts' ? <ShortcutSheet onClose={close} /> : null;
}
