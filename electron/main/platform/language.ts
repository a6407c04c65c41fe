import { app } from 'electron';

import type { Settings } from '../../../shared/model/settings';
import { languageFor } from '../../../shared/text/languages';
import { speak, spokenLanguage } from '../../../shared/text/text';

/** Speaks the language of the settings; true when it was another one before, so that what is on screen must be made anew. */
export function speakAsSet({ language }: Pick<Settings, 'language'>): boolean {
  const before = spokenLanguage();
  speak(languageFor(language, app.getPreferredSystemLanguages()));
  return spokenLanguage() !== before;
}
