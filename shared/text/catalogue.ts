import { appTexts } from './en/app';
import { commonTexts } from './en/common';
import { componentTexts } from './en/components';
import { connectorTexts } from './en/connectors';
import { failureTexts } from './en/failures';
import { fieldTexts } from './en/fields';
import { filterTexts } from './en/filter';
import { outputTexts } from './en/outputs';
import { paletteTexts } from './en/palette';
import { previewTexts } from './en/preview';
import { statusTexts } from './en/status';
import { wordTexts } from './en/words';

/**
 * Every text of the product, as ICU messages, by area. An id is the area and what the text is for, not its words:
 * `status.pollNow`. A further language is a record with the same keys (the compiler insists) and a row in languages.ts.
 */
const en = {
  ...appTexts,
  ...commonTexts,
  ...componentTexts,
  ...connectorTexts,
  ...failureTexts,
  ...fieldTexts,
  ...filterTexts,
  ...outputTexts,
  ...paletteTexts,
  ...previewTexts,
  ...statusTexts,
  ...wordTexts,
} as const;

export type TextId = keyof typeof en;

export const catalogues: { readonly en: Readonly<Record<TextId, string>> } = { en };
