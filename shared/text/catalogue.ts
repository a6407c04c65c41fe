import { appTexts } from './en/app';
import { checkTexts } from './en/check';
import { collectorTexts } from './en/collector';
import { commonTexts } from './en/common';
import { componentTexts } from './en/components';
import { connectorTexts } from './en/connectors';
import { desktopTexts } from './en/desktop';
import { diagnosticTexts } from './en/diagnostics';
import { failureTexts } from './en/failures';
import { fieldTexts } from './en/fields';
import { filterTexts } from './en/filter';
import { formTexts } from './en/forms';
import { helpTexts } from './en/help';
import { ledgerTexts } from './en/ledger';
import { outputTexts } from './en/outputs';
import { overviewTexts } from './en/overview';
import { paletteTexts } from './en/palette';
import { previewTexts } from './en/preview';
import { problemTexts } from './en/problems';
import { quarantineTexts } from './en/quarantine';
import { runTexts } from './en/runs';
import { settingsTexts } from './en/settings';
import { setupTexts } from './en/setup';
import { statusTexts } from './en/status';
import { trailTexts } from './en/trail';
import { updateTexts } from './en/updates';
import { watchTexts } from './en/watch';
import { welcomeTexts } from './en/welcome';
import { wordTexts } from './en/words';

/**
 * Every text of the product, as ICU messages, by area. An id is the area and what the text is for, not its words:
 * `status.pollNow`. A further language is a record with the same keys (the compiler insists) and a row in languages.ts.
 */
const en = {
  ...appTexts,
  ...checkTexts,
  ...collectorTexts,
  ...commonTexts,
  ...componentTexts,
  ...connectorTexts,
  ...desktopTexts,
  ...diagnosticTexts,
  ...failureTexts,
  ...fieldTexts,
  ...filterTexts,
  ...formTexts,
  ...helpTexts,
  ...ledgerTexts,
  ...outputTexts,
  ...overviewTexts,
  ...paletteTexts,
  ...previewTexts,
  ...problemTexts,
  ...quarantineTexts,
  ...runTexts,
  ...settingsTexts,
  ...setupTexts,
  ...statusTexts,
  ...trailTexts,
  ...updateTexts,
  ...watchTexts,
  ...welcomeTexts,
  ...wordTexts,
} as const;

export type TextId = keyof typeof en;

export const catalogues: { readonly en: Readonly<Record<TextId, string>> } = { en };

/** Whether this version has a text of that id: one that was stored may be of another. */
export function isTextId(id: string): id is TextId {
  return Object.hasOwn(en, id);
}
